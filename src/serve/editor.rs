//! The author's editor, opened at a place.
//!
//! In: what the environment says of editors, and a place. Out: the words of a command, and the command started. Never: a shell, for
//! which a file's name could be more than a name.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the environment says of editors and terminals.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    /// `OFFPRINT_EDITOR`, `VISUAL` and `EDITOR`, in the order in which they count.
    pub(super) editors: [Option<String>; 3],
    /// `TERMINAL`, or a program that stands for the system's choice.
    pub(super) terminal: Option<String>,
}

impl Variables {
    pub(super) fn of_this_process() -> Self {
        let get = |name| std::env::var(name).ok();
        let usual = || is_program("x-terminal-emulator").then(|| "x-terminal-emulator".to_owned());
        Self {
            editors: [get("OFFPRINT_EDITOR"), get("VISUAL"), get("EDITOR")],
            terminal: get("TERMINAL").filter(|terminal| !terminal.trim().is_empty()).or_else(usual),
        }
    }
}

/// Whether a folder of the search path has this program.
fn is_program(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

/// A place in a file; lines and columns count from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// How an editor is told of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Preset {
    /// Words with `{file}`, `{line}` and `{column}`.
    words: &'static [&'static str],
    /// Where it is shown.
    shown: Shown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Window,
    Terminal,
}

const ADVICE: &str =
    "Set OFFPRINT_EDITOR, for instance to `code -g {file}:{line}:{column}`, and start the preview again.";

/// The words of the command that opens a place, the program first.
///
/// # Errors
/// A sentence that says why there is none, and what to do.
pub(super) fn command(variables: &Variables, place: &Place<'_>) -> Result<Vec<String>, String> {
    let named = |value: &&String| !value.trim().is_empty();
    let Some(value) = variables.editors.iter().flatten().find(named) else {
        return Err(format!("No editor is set. {ADVICE}"));
    };
    let mut words = shlex::split(value).filter(|words| !words.is_empty()).ok_or_else(|| {
        format!("The editor `{value}` can't be read: a quotation mark is not closed. {ADVICE}")
    })?;
    if value.contains("{file}") {
        return Ok(words.iter().map(|word| filled(word, place)).collect());
    }
    let preset = preset(&words);
    words.extend(preset.words.iter().map(|word| filled(word, place)));
    match preset.shown {
        Shown::Window => Ok(words),
        Shown::Terminal => in_terminal(variables.terminal.as_deref(), words),
    }
}

/// Replaces the placeholders of a template's word. What stands in for one is not looked at again.
fn filled(word: &str, place: &Place<'_>) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix("file}") {
            out.push_str(place.file);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("line}") {
            out.push_str(&place.line.to_string());
            rest = after;
        } else if let Some(after) = rest.strip_prefix("column}") {
            out.push_str(&place.column.to_string());
            rest = after;
        } else {
            out.push('{');
        }
    }
    out + rest
}

/// How the editors that are known by name want to be told; the others are given the file alone.
fn preset(words: &[String]) -> Preset {
    let window = |words| Preset { words, shown: Shown::Window };
    let terminal = |words| Preset { words, shown: Shown::Terminal };
    const PLUS: &[&str] = &["+{line}:{column}", "{file}"];
    match program(words.first().map_or("", |first| first)).as_str() {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" | "positron" => {
            window(&["-g", "{file}:{line}:{column}"])
        }
        "zed" | "zeditor" | "subl" | "sublime_text" => window(&["{file}:{line}:{column}"]),
        "idea" | "idea64" | "pycharm" | "pycharm64" | "webstorm" | "webstorm64" | "rustrover"
        | "rustrover64" | "phpstorm" | "goland" | "clion" | "rubymine" | "datagrip" | "rider" | "fleet" => {
            window(&["--line", "{line}", "--column", "{column}", "{file}"])
        }
        "gvim" | "mvim" => window(&["+call cursor({line},{column})", "{file}"]),
        "vim" | "nvim" | "vi" => terminal(&["+call cursor({line},{column})", "{file}"]),
        "emacs" | "emacsclient" => {
            let in_terminal = ["-nw", "-t", "--tty", "--no-window-system"];
            let shown = words.iter().any(|word| in_terminal.contains(&word.as_str()));
            if shown { terminal(PLUS) } else { window(PLUS) }
        }
        "hx" | "helix" | "kak" | "micro" => terminal(&["{file}:{line}:{column}"]),
        "nano" => terminal(&["+{line},{column}", "{file}"]),
        "kate" | "kwrite" => window(&["--line", "{line}", "--column", "{column}", "{file}"]),
        "gedit" | "gnome-text-editor" | "pluma" | "xed" => window(PLUS),
        "mate" => window(&["--line", "{line}:{column}", "{file}"]),
        "notepad++" => window(&["-n{line}", "-c{column}", "{file}"]),
        _ => window(&["{file}"]),
    }
}

/// The name by which a program is known: `/usr/bin/code` is `code`, `idea64.exe` is `idea64`.
fn program(word: &str) -> String {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word).to_ascii_lowercase();
    let ends = [".exe", ".cmd", ".bat", ".sh"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned()
}

/// The same command in a window of a terminal.
fn in_terminal(terminal: Option<&str>, words: Vec<String>) -> Result<Vec<String>, String> {
    let editor = words.first().cloned().unwrap_or_default();
    let Some(mut all) = terminal.and_then(shlex::split).filter(|words| !words.is_empty()) else {
        return Err(format!("The editor `{editor}` needs a terminal, and TERMINAL is not set. {ADVICE}"));
    };
    let before: &[&str] = match program(all.first().map_or("", |first| first)).as_str() {
        "gnome-terminal" | "ptyxis" | "kgx" => &["--"],
        "wezterm" => &["start", "--"],
        "kitty" | "foot" => &[],
        _ => &["-e"],
    };
    all.extend(before.iter().map(|word| (*word).to_owned()));
    all.extend(words);
    Ok(all)
}

/// Starts a command and goes on.
///
/// # Errors
/// A sentence that says why it can't be started.
pub(super) fn start(words: &[String], folder: &Path) -> Result<(), String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(format!("No editor is set. {ADVICE}"));
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Ctrl-C ends the preview, not the editor.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!("There is no program `{program}`. {ADVICE}"),
        _ => format!("The editor `{program}` can't be started: {error}. {ADVICE}"),
    })?;
    // Waited for, so that it does not stay in the system's table once it has ended.
    std::thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place { file: "/s/content/a b{line}.md", line: 3, column: 7 };

    fn words(editor: &str, terminal: Option<&str>) -> Result<Vec<String>, String> {
        let editors = [None, Some(editor.to_owned()), Some("never".to_owned())];
        command(&Variables { editors, terminal: terminal.map(str::to_owned) }, &PLACE)
    }

    #[test]
    fn known_editors_are_told_of_the_place() {
        let file = PLACE.file;
        let at = format!("{file}:3:7");
        let cases: [(&str, &[&str]); 11] = [
            ("code", &["code", "-g", &at]),
            ("code --wait", &["code", "--wait", "-g", &at]),
            ("/opt/My\\ Code/bin/codium", &["/opt/My Code/bin/codium", "-g", &at]),
            ("zed", &["zed", &at]),
            ("rustrover", &["rustrover", "--line", "3", "--column", "7", file]),
            ("gvim", &["gvim", "+call cursor(3,7)", file]),
            ("emacsclient -n", &["emacsclient", "-n", "+3:7", file]),
            ("kate", &["kate", "--line", "3", "--column", "7", file]),
            ("gedit", &["gedit", "+3:7", file]),
            ("unheard-of", &["unheard-of", file]),
            (
                "'C:/Program Files/idea64.exe'",
                &["C:/Program Files/idea64.exe", "--line", "3", "--column", "7", file],
            ),
        ];
        for (editor, expected) in cases {
            assert_eq!(words(editor, None).unwrap(), expected, "{editor}");
        }
    }

    #[test]
    fn a_template_is_filled_word_by_word() {
        assert_eq!(
            words("ed --at={line}:{column} '{file}' {other} {", None).unwrap(),
            ["ed", "--at=3:7", PLACE.file, "{other}", "{"]
        );
        assert_eq!(words("vim +{line} {file}", None).unwrap(), ["vim", "+3", PLACE.file]);
    }

    #[test]
    fn editors_of_the_terminal_get_one() {
        let expected = ["xterm", "-e", "vim", "+call cursor(3,7)", PLACE.file];
        assert_eq!(words("vim", Some("xterm")).unwrap(), expected);
        assert_eq!(
            words("nano", Some("gnome-terminal --wait")).unwrap()[..4],
            ["gnome-terminal", "--wait", "--", "nano"]
        );
        assert_eq!(words("emacs -nw", Some("kitty")).unwrap()[..3], ["kitty", "emacs", "-nw"]);
        assert!(words("nvim", None).unwrap_err().contains("`nvim` needs a terminal"));
    }

    #[test]
    fn without_an_editor_there_is_advice() {
        for editors in [[None, None, None], [Some(" ".to_owned()), None, Some(String::new())]] {
            let none = command(&Variables { editors, terminal: None }, &PLACE).unwrap_err();
            assert!(none.contains("OFFPRINT_EDITOR"), "{none}");
        }
        assert!(words("code 'x", None).unwrap_err().contains("quotation mark"));
        let gone = start(&["offprint-no-such-editor".to_owned()], Path::new(".")).unwrap_err();
        assert!(gone.contains("There is no program"), "{gone}");
    }
}
