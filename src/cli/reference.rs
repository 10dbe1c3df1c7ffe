//! What the program says of itself to other programs.
//!
//! In: the command line as clap knows it. Out: completions for a shell, and manual pages.

use super::Arguments;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

/// The completions of a shell.
pub(crate) fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "bifolio", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual pages, that of the program first, by the names of their files.
pub(crate) fn manual() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    add_pages(&command, &mut pages)?;
    Ok(pages)
}

fn add_pages(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    pages.push((man.get_filename(), page));
    command.get_subcommands().try_for_each(|inner| add_pages(inner, pages))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_command_has_a_page_and_every_shell_its_script() {
        let pages = manual().expect("pages");
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[0], "bifolio.1");
        for command in Arguments::command().get_subcommands() {
            assert!(names.contains(&format!("bifolio-{}.1", command.get_name()).as_str()), "{names:?}");
        }
        for (name, page) in &pages {
            assert!(String::from_utf8_lossy(page).contains(".SH SYNOPSIS"), "{name}");
        }
        for shell in Shell::value_variants() {
            assert!(completions(*shell).contains("message-format"), "{shell}");
        }
    }
}
