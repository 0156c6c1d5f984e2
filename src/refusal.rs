//! What a system refuses, and what to do about it.
//!
//! In: an error of the system. Out: a hint for whoever reads the message. Never: the message itself, which whoever asked the system
//! writes, since it knows for what.

use std::io::{self, ErrorKind};

/// `EMFILE` and `ENFILE`, which the standard library gives no kind of their own: the same numbers on every Unix.
#[cfg(unix)]
const TOO_MANY_FILES: [i32; 2] = [24, 23];

/// Windows: `ERROR_TOO_MANY_OPEN_FILES`.
#[cfg(not(unix))]
const TOO_MANY_FILES: [i32; 1] = [4];

/// `EIO`: a disk or a network that fails.
const INPUT_OUTPUT: i32 = 5;

/// What to do about an error, where something is known to help; the same for reading and for writing.
pub(crate) fn hint(error: &io::Error) -> Option<&'static str> {
    if error.raw_os_error().is_some_and(|number| TOO_MANY_FILES.contains(&number)) {
        return Some("let the program open more files at once, as with `ulimit -n 1024`, and run it again");
    }
    Some(match error.kind() {
        ErrorKind::PermissionDenied => "check who may read and write there",
        ErrorKind::StorageFull => "make room on the disk and run it again",
        ErrorKind::QuotaExceeded => "make room within your quota and run it again",
        ErrorKind::FileTooLarge => "the file system holds no file so large; choose another",
        ErrorKind::ReadOnlyFilesystem => "choose a folder on a file system that can be written, with `--out`",
        ErrorKind::CrossesDevices | ErrorKind::ResourceBusy => {
            "the folder is where a file system is mounted, and can't be replaced; choose a folder inside it, with `--out`"
        }
        ErrorKind::InvalidFilename => "choose a shorter path, with `--out`",
        ErrorKind::OutOfMemory => "the machine has no memory left; free some and run it again",
        ErrorKind::StaleNetworkFileHandle => "mount the network folder again",
        _ if cfg!(unix) && error.raw_os_error() == Some(INPUT_OUTPUT) => {
            "the disk or the network failed; look at the system's log"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_helps_is_said() {
        let of = |number| hint(&io::Error::from_raw_os_error(number));
        // EIO, EACCES, ENFILE, EMFILE, ENOSPC, EROFS: the same numbers on every Unix.
        for number in [5, 13, 23, 24, 28, 30] {
            assert!(of(number).is_some(), "{number}: {}", io::Error::from_raw_os_error(number));
        }
        assert!(of(24).unwrap().contains("ulimit"));
        assert!(of(28).unwrap().contains("room"));
        assert_eq!(of(22), None);
    }
}
