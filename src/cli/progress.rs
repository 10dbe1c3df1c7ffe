//! What a build is at, for a person who waits, and how long its books took.
//!
//! In: the stages of a build. Out: a line on stderr, only in a terminal and only once a build takes longer than
//! [`PATIENCE`]; the seconds until each book was made.

use bifolio::Format;
use bifolio::build::{Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a person waits before wondering.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line moves.
const TICK: Duration = Duration::from_millis(100);

/// A watch that is told the stages.
pub(crate) struct Clock {
    start: Instant,
    state: Arc<Mutex<State>>,
    display: Mutex<Option<(Sender<()>, JoinHandle<()>)>>,
}

#[derive(Default)]
struct State {
    stage: &'static str,
    made: Vec<(Format, Duration)>,
}

impl Clock {
    /// Starts the watch; when `shown`, progress is displayed if stderr is a terminal.
    pub(crate) fn start(shown: bool) -> Clock {
        let state = Arc::new(Mutex::new(State::default()));
        let display = (shown && std::io::stderr().is_terminal()).then(|| {
            let (stop, stopped) = channel();
            let state = Arc::clone(&state);
            (stop, std::thread::spawn(move || display(&state, &stopped)))
        });
        Clock { start: Instant::now(), state, display: Mutex::new(display) }
    }

    /// Takes the line away.
    pub(crate) fn stop(&self) {
        let display = self.display.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, thread)) = display {
            drop(stop);
            let _ = thread.join();
        }
    }

    /// Seconds from the start until this book was made.
    pub(crate) fn seconds(&self, format: Format) -> f64 {
        let state = lock(&self.state);
        let made = state.made.iter().find(|(made, _)| *made == format);
        made.map_or_else(|| self.start.elapsed(), |(_, time)| *time).as_secs_f64()
    }
}

impl Progress for Clock {
    fn enter(&self, stage: Stage) {
        let mut state = lock(&self.state);
        match stage {
            Stage::Reading => state.stage = "reading the manuscript",
            Stage::Settling => state.stage = "settling links and notes",
            Stage::Typesetting => state.stage = "setting pages",
            Stage::Writing(Format::Epub) => state.stage = "writing the EPUB",
            Stage::Writing(Format::Pdf) => state.stage = "writing the PDF",
            Stage::Made(format) => state.made.push((format, self.start.elapsed())),
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Shows the stage until `stopped` hangs up.
fn display(state: &Mutex<State>, stopped: &Receiver<()>) {
    if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        bar.set_message(lock(state).stage);
        bar.tick();
    }
    bar.finish_and_clear();
}
