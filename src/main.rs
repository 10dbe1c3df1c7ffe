//! The program: arguments in, files and messages out.
//!
//! In: arguments, the environment. Out: the books, closing lines on stdout, findings on stderr (those of `check` on stdout),
//! an exit code: 0 made, 1 errors (nothing replaced), 2 usage, 3 stale. Here it is only decided which command runs.

mod cli;

use bifolio::manuscript;
use clap::Parser;
use cli::voice::{USAGE, complain, print_all};
use cli::{Arguments, Command, command, reference};
use std::process::ExitCode;

/// The last second of the year 9999: dates of four digits end there.
const LAST_SECOND: i64 = 253_402_300_799;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let epoch = match source_date_epoch() {
        Ok(epoch) => epoch,
        Err(message) => return complain(&message, USAGE),
    };
    match arguments.command {
        Command::Build(arguments) => command::build_books(&arguments, epoch),
        Command::Check(arguments) => command::check(&arguments, epoch),
        Command::Dump(arguments) => command::dump(&arguments, epoch),
        Command::Init { folder } => command::start(&folder),
        Command::Mdbook => command::be_driven(epoch),
        Command::Explain { code } => command::explain(code.as_deref()),
        Command::Schema => print_all(&format!("{:#}\n", manuscript::schema())),
        Command::Completions { shell } => print_all(&reference::completions(shell)),
        Command::Man { folder } => command::manual(folder.as_deref()),
    }
}

/// The moment that `SOURCE_DATE_EPOCH` names.
fn source_date_epoch() -> Result<Option<i64>, String> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else { return Ok(None) };
    let seconds = text.to_str().and_then(|text| text.parse().ok()).filter(|s| (0..=LAST_SECOND).contains(s));
    seconds.map(Some).ok_or_else(|| format!("SOURCE_DATE_EPOCH is {text:?}, not a number of seconds since 1970"))
}
