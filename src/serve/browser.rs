//! The author's browser, opened at the start.
//!
//! In: the address. Out: a browser, or why there is none. Never: waiting for it.

use std::process::{Command, Stdio};

/// Opens the address in whatever the system opens addresses with.
pub(super) fn open(address: &str) -> Result<(), String> {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        // The empty word is the title of a window, which the address would be taken for.
        "windows" => ("cmd", &["/c", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let started = Command::new(program)
        .args(before)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = started.map_err(|e| format!("no browser could be opened: `{program}`: {e}"))?;
    // Waited for, so that it does not stay in the system's table once it has ended.
    std::thread::spawn(move || child.wait());
    Ok(())
}
