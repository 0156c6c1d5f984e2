//! When a result was used last.
//!
//! In: the machine's clock. Out: days, and ages of files. Never: an instant that decides what a page says.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A day. Uses are noted to the day, so that a run that makes nothing new writes nothing, but once a day.
pub(super) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What time it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Clock {
    /// By the machine's clock, at each asking: a preview runs for days.
    Machine,
    /// The same at each asking.
    #[cfg(test)]
    Fixed(SystemTime),
}

impl Clock {
    pub(super) fn now(self) -> SystemTime {
        match self {
            Self::Machine => SystemTime::now(),
            #[cfg(test)]
            Self::Fixed(time) => time,
        }
    }

    /// Days since 1970.
    pub(super) fn today(self) -> u32 {
        let days = self.since_1970().as_secs() / DAY.as_secs();
        u32::try_from(days).unwrap_or(u32::MAX)
    }

    /// Nanoseconds since 1970.
    pub(super) fn nanoseconds(self) -> u128 {
        self.since_1970().as_nanos()
    }

    fn since_1970(self) -> Duration {
        self.now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    /// How long ago a file was used. A day that is still to come tells nothing, since the clock was wrong then or is wrong now:
    /// such a file is as old as can be.
    pub(super) fn age(self, used: SystemTime) -> Duration {
        match self.now().duration_since(used) {
            Ok(age) => age,
            // Another run's clock is a little ahead.
            Err(ahead) if ahead.duration() < DAY => Duration::ZERO,
            Err(_) => Duration::MAX,
        }
    }

    /// Notes that a file was used, if its own time does not say so already.
    pub(super) fn note_use(self, path: &Path, used: SystemTime) {
        if self.age(used) >= DAY {
            // A file that can't be written is forgotten sooner, which costs time and nothing else.
            let _ = File::options().append(true).open(path).and_then(|file| file.set_modified(self.now()));
        }
    }
}
