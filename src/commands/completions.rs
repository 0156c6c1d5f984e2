//! `offprint completions`: the one door for clap_complete, beside the name of a shell in `cli`.
//!
//! In: a shell. Out: a script for it, printed. Never: writing it where the shell looks; only its user knows where that is.

use std::io;

use clap_complete::{Shell, generate};

use super::{Outcome, print};
use crate::cli;

/// Prints the script.
pub(super) fn run(shell: Shell) -> Outcome {
    print(&mut io::stdout(), &script(shell));
    Outcome::Clean
}

fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    generate(shell, &mut cli::visible(), "offprint", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shell_learns_the_commands_but_not_those_that_are_hidden() {
        for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
            let script = script(shell);
            for word in ["build", "explain", "completions", "deny", "base-url"] {
                assert!(script.contains(word), "{shell}: no {word}");
            }
        }
        assert!(!script(Shell::Fish).contains("-a \"manual\""));
    }
}
