//! Programs that a book asks for.
//!
//! In: a [`Call`]. Out: what the program wrote. Its messages go to our standard error as they come. A program has five
//! minutes, for some are built first (`cargo run`), and one that says more than any book is stopped.

use bifolio::manuscript::{Answer, Call, CommandError, Commands};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a program may run.
const PATIENCE: Duration = Duration::from_secs(300);

/// How long it may take to end once it has closed its output.
const TICK: Duration = Duration::from_millis(5);

/// How many bytes it may write.
const MOST_OUTPUT: u64 = 512 << 20;

/// The programs of this machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Machine {
    patience: Duration,
}

impl Default for Machine {
    fn default() -> Machine {
        Machine { patience: PATIENCE }
    }
}

impl Commands for Machine {
    fn run(&self, call: Call<'_>) -> Result<Answer, CommandError> {
        let failed = |what: &str, error: &std::io::Error| CommandError::Failed(format!("{what}: {error}"));
        let mut child = command(&call)?.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => CommandError::NotFound(call.command.into()),
            _ => failed("it cannot be run", &error),
        })?;
        let deadline = Instant::now() + self.patience;
        let output = exchange(&mut child, call.input.to_vec());
        let answer = match output.recv_timeout(self.patience) {
            Ok(Ok(output)) if output.len() as u64 > MOST_OUTPUT => {
                Err(CommandError::Failed(format!("it wrote more than {} MB", MOST_OUTPUT >> 20)))
            }
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => Err(failed("what it wrote cannot be read", &error)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Err(self.too_long()),
        };
        let ended = answer.and_then(|output| {
            loop {
                match child.try_wait() {
                    Ok(Some(status)) => return Ok(Answer { succeeded: status.success(), output }),
                    Ok(None) if Instant::now() < deadline => std::thread::sleep(TICK),
                    Ok(None) => return Err(self.too_long()),
                    Err(error) => return Err(failed("it cannot be waited for", &error)),
                }
            }
        });
        if ended.is_err() {
            let _ = child.kill();
            let _ = child.wait();
        }
        ended
    }
}

impl Machine {
    fn too_long(self) -> CommandError {
        CommandError::Failed(format!("it did not end within {} seconds and was stopped", self.patience.as_secs()))
    }
}

/// The command of a call: a bare word is looked for on the path, one with a slash is seen from the folder.
fn command(call: &Call<'_>) -> Result<Command, CommandError> {
    let words = shlex::split(call.command).filter(|words| !words.is_empty());
    let words = words.ok_or_else(|| CommandError::Failed(format!("{:?} is no command", call.command)))?;
    let program = Path::new(&words[0]);
    let is_bare = program.components().count() == 1;
    let mut command = if is_bare { Command::new(program) } else { Command::new(call.folder.join(program)) };
    command.args(&words[1..]).args(call.arguments).current_dir(call.folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    Ok(command)
}

/// Gives a program its input and hands back what it writes. A program may read late or not at all, so both go on beside
/// each other.
fn exchange(child: &mut Child, input: Vec<u8>) -> Receiver<std::io::Result<Vec<u8>>> {
    if let Some(mut stdin) = child.stdin.take() {
        // One that closes its input early has read enough.
        std::thread::spawn(move || drop(stdin.write_all(&input)));
    }
    let (sender, receiver) = channel();
    if let Some(stdout) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut output = Vec::new();
            let read = stdout.take(MOST_OUTPUT + 1).read_to_end(&mut output);
            let _ = sender.send(read.map(|_| output));
        });
    }
    receiver
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run(command: &str, arguments: &[&str], input: &[u8]) -> Result<Answer, CommandError> {
        let machine = Machine { patience: Duration::from_secs(2) };
        machine.run(Call { command, arguments, folder: Path::new("/"), input })
    }

    #[test]
    fn programs_answer_and_may_leave_their_input_unread() {
        let large = vec![b'x'; 1 << 20];
        let echoed = run("cat", &[], &large).expect("an answer");
        assert_eq!((echoed.succeeded, echoed.output.len()), (true, large.len()));
        let said = run("sh -c 'printf \"%s\" \"$1\"; exit 3' sh", &["a b"], &large).expect("an answer");
        assert_eq!(said, Answer { succeeded: false, output: b"a b".to_vec() });
        assert_eq!(run("./bin/../bin/pwd", &[], &[]).expect("an answer").output, b"/\n");
    }

    #[test]
    fn what_does_not_start_or_end_is_told() {
        assert_eq!(
            run("no-such-program-at-all", &[], &[]),
            Err(CommandError::NotFound("no-such-program-at-all".into()))
        );
        assert_eq!(run("", &[], &[]), Err(CommandError::Failed("\"\" is no command".into())));
        let long = "it did not end within 2 seconds and was stopped";
        assert_eq!(run("sleep 60", &[], &[]), Err(CommandError::Failed(long.into())));
        assert_eq!(run("sh -c 'exec >&-; sleep 60'", &[], &[]), Err(CommandError::Failed(long.into())));
    }
}
