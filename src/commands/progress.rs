//! How far a build is, on one line of a terminal that is gone when the build is done.

use indicatif::{ProgressBar, ProgressStyle};
use offprint::report::Progress;

/// A stage that is not known to have so many steps.
const UNCOUNTED: &str = "{spinner} {msg}";

/// A stage whose steps are counted.
const COUNTED: &str = "{spinner} {msg} {bar:30} {pos} of {len}";

/// A line on standard error; nothing at all where that is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::no_length();
        Self(ProgressStyle::with_template(UNCOUNTED).map_or(bar.clone(), |style| bar.with_style(style)))
    }
}

impl Progress for Bar {
    fn stage(&self, name: &'static str, steps: usize) {
        let form = if steps == 0 { UNCOUNTED } else { COUNTED };
        // A form that can't be read would only leave the form before it.
        if let Ok(style) = ProgressStyle::with_template(form) {
            self.0.set_style(style);
        }
        self.0.set_message(name);
        self.0.set_length(steps as u64);
        self.0.set_position(0);
    }

    fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
