//! `offprint manual`: the one door for clap_mangen.
//!
//! In: a folder. Out: a manual page for the program and for each of its commands, in it. Never: a word that `--help` does not say.

use std::fs;
use std::io;
use std::path::Path;

use clap_mangen::Man;
use offprint::report::Failure;
use offprint::shown::Shown;

use super::Outcome;
use crate::cli;

/// Writes the pages.
pub(super) fn run(folder: &Path) -> Result<Outcome, Failure> {
    write(folder).map_err(|e| {
        Failure::new(format!("can't write the manual pages to `{}`: {e}", folder.shown()))
            .hint("name a folder that can be written")
    })?;
    Ok(Outcome::Clean)
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut program = cli::definition().disable_help_subcommand(true);
    program.build();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    for command in commands.chain([&program]) {
        let man = Man::new(command.clone()).source(concat!("offprint ", env!("CARGO_PKG_VERSION")));
        let mut page = Vec::new();
        man.render(&mut page)?;
        fs::write(folder.join(man.get_filename()), with_examples(&String::from_utf8_lossy(&page)))?;
    }
    Ok(())
}

/// The page with the text after a command's options under a heading of its own, and the lines of its examples as they are.
fn with_examples(page: &str) -> String {
    let Some((before, after)) = page.split_once(".SH EXTRA\nExamples:\n") else { return page.to_owned() };
    let mut out = format!("{before}.SH EXAMPLES\n");
    let mut is_example = false;
    for line in after.lines() {
        if line.starts_with("  ") != is_example {
            is_example = !is_example;
            out.push_str(if is_example { ".nf\n" } else { ".fi\n" });
        }
        out.push_str(line.strip_prefix("  ").unwrap_or(line));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_a_page() {
        let folder = tempfile::tempdir().unwrap();
        run(&folder.path().join("man1")).unwrap();
        for name in ["offprint", "offprint-build", "offprint-check", "offprint-explain"] {
            let page = fs::read_to_string(folder.path().join(format!("man1/{name}.1"))).unwrap();
            assert!(page.contains(".SH SYNOPSIS") && page.contains(".SH EXAMPLES\n.nf\n"), "{name}: {page}");
        }
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(
            run(&folder.path().join("file")).unwrap_err().message.contains("can't write the manual pages")
        );
    }
}
