//! What goes wrong around a build: no room, no handles, no permission, another device, a signal, a stream that is closed, a file
//! that is written while it is read. The published site is one whole site each time, and the message says what to do.
//!
//! File systems are mounted in a namespace of the test's own, which only root may make; where that is refused, a test says so.

use std::fs::{self, FileTimes, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::site::{
    Dice, PROGRAM, Tree, assert_same, names, offprint, run, settings, site, succeed, times, tree,
};

/// A site that was published once, with what another title would make of it.
struct Case {
    folder: tempfile::TempDir,
    old: Tree,
    new: Tree,
}

impl Case {
    fn of(papers: usize) -> Self {
        let folder = site(papers);
        let root = folder.path();
        let whole = |title: &str| {
            fs::write(root.join("content/site.toml"), settings(title)).unwrap();
            succeed(root, &["build", "--out", title]);
            let files = tree(&root.join(title));
            fs::remove_dir_all(root.join(title)).unwrap();
            files
        };
        let (new, old) = (whole("Two"), whole("One"));
        assert_ne!(old, new);
        fs::remove_dir_all(root.join(".offprint")).unwrap();
        Self { folder, old, new }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn title(&self, title: &str) {
        fs::write(self.path().join("content/site.toml"), settings(title)).unwrap();
    }

    /// Runs a script in the site's folder with file systems of its own; `$P` is the program, and `retitle` gives the site its new title.
    /// Nothing if this user can't have any; the test then says that it passed over.
    fn mounted(&self, script: &str) -> Option<()> {
        if !Command::new("unshare").args(["--mount", "true"]).output().is_ok_and(|it| it.status.success()) {
            return None;
        }
        fs::write(self.path().join("new.toml"), settings("Two")).unwrap();
        let start = "set -euo pipefail; retitle() { cp new.toml content/site.toml; }\n";
        let output = Command::new("unshare")
            .args(["--mount", "bash", "-c", &format!("{start}{script}")])
            .current_dir(self.path())
            .env("P", PROGRAM)
            .env("NO_COLOR", "1")
            .env_remove("SOURCE_DATE_EPOCH")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        Some(())
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Which of the two sites a folder holds; nothing else is allowed.
    fn is_new(&self, folder: &Path, what: &str) -> bool {
        let there = tree(folder);
        if there == self.new {
            return true;
        }
        assert_same(&self.old, &there, what);
        false
    }
}

/// What a program said is in its own words, and says what to do.
fn assert_helps(said: &str, reason: &str, help: &str) {
    assert!(said.contains(reason) && said.contains("help: ") && said.contains(help), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_full_disk_leaves_the_site_as_it_was() {
    let case = Case::of(30);
    let rooms = "0 4 60 300";
    let script = format!(
        "mkdir disk seen; mount -t tmpfs -o size=64m none disk
        $P build -q --out disk/public
        retitle
        for room in {rooms}; do
            rm -f disk/fill; free=$(df --output=avail -k disk | tail -n 1)
            head -c $(((free - room) * 1024)) /dev/zero > disk/fill
            code=0; $P build --out disk/public > said-$room 2>&1 || code=$?
            echo $code > code-$room; ls -A disk > left-$room; cp -a disk/public seen/$room
        done
        rm disk/fill; $P build -q --out disk/public; cp -a disk/public seen/after"
    );
    if case.mounted(&script).is_none() {
        eprintln!("passed over: this user can't mount file systems");
        return;
    }
    for room in rooms.split(' ') {
        let said = case.read(&format!("said-{room}"));
        assert_eq!(case.read(&format!("code-{room}")), "2\n", "with {room} kB left: {said}");
        assert_helps(&said, "No space left on device", "make room");
        assert!(!case.is_new(&case.path().join("seen").join(room), room));
        assert_eq!(case.read(&format!("left-{room}")), "fill\npublic\n", "with {room} kB left");
    }
    assert!(case.is_new(&case.path().join("seen/after"), "with room again"));
}

#[test]
fn a_cache_without_room_costs_nothing_but_time() {
    let case = Case::of(3);
    let script = "mkdir .offprint seen; mount -t tmpfs -o size=4k none .offprint
        head -c 4096 /dev/zero > .offprint/fill || true
        $P build -q; cp -a public seen/full; mount -o remount,ro .offprint
        retitle; $P build -q; cp -a public seen/readonly";
    if case.mounted(script).is_none() {
        eprintln!("passed over: this user can't mount file systems");
        return;
    }
    assert!(!case.is_new(&case.path().join("seen/full"), "a full cache"));
    assert!(case.is_new(&case.path().join("seen/readonly"), "a cache that can't be written"));
}

#[test]
fn what_can_not_be_written_is_left_and_said() {
    let case = Case::of(3);
    let script = "mkdir ro seen elsewhere; $P build -q --out ro/public
        mount --bind ro ro; mount -o remount,ro,bind ro; retitle
        code=0; $P build --out ro/public > said 2>&1 || code=$?; echo $code > code; cp -a ro/public seen/ro
        mkdir site; mount --bind . site; mount -o remount,ro,bind site
        $P build -q site --out elsewhere/public; cp -a elsewhere/public seen/elsewhere";
    if case.mounted(script).is_none() {
        eprintln!("passed over: this user can't mount file systems");
        return;
    }
    assert_eq!(case.read("code"), "2\n");
    assert_helps(&case.read("said"), "Read-only file system", "--out");
    assert!(!case.is_new(&case.path().join("seen/ro"), "a read-only folder"));
    assert!(case.is_new(&case.path().join("seen/elsewhere"), "a read-only site, its output elsewhere"));
}

#[test]
fn the_output_may_be_on_another_device() {
    let case = Case::of(5);
    let script = "mkdir device seen; mount -t tmpfs none device
        $P build -q --out device/public; cp -a device/public seen/first
        $P build --out device/public > again; retitle
        $P build -q --out device/public; cp -a device/public seen/second; ls -A device > left
        mkdir mounted; mount -t tmpfs none mounted
        code=0; $P build --out mounted > said 2>&1 || code=$?; echo $code > code; cp -a mounted seen/mounted; ls -A > beside";
    if case.mounted(script).is_none() {
        eprintln!("passed over: this user can't mount file systems");
        return;
    }
    assert!(!case.is_new(&case.path().join("seen/first"), "another device"));
    assert!(case.read("again").contains("nothing changed"), "{}", case.read("again"));
    assert!(case.is_new(&case.path().join("seen/second"), "another device, again"));
    assert_eq!(case.read("left"), "public\n");
    // A mounted folder itself can't be replaced in one step, so it is refused rather than written piece by piece.
    assert_eq!(case.read("code"), "2\n");
    assert_helps(&case.read("said"), "mounted", "inside it");
    assert!(tree(&case.path().join("seen/mounted")).is_empty());
    assert!(!case.read("beside").contains(".mounted"), "{}", case.read("beside"));
}

#[test]
fn few_handles_are_enough_or_are_asked_for() {
    let case = Case::of(12);
    succeed(case.path(), &["build"]);
    let mut failed = 0;
    // Three are open from the start, and the lock takes one: with four nothing can be read or written, whatever the threads do.
    for (turn, limit) in [4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 16, 20, 24, 32, 48, 64].into_iter().enumerate() {
        let title = if turn % 2 == 0 { "Two" } else { "One" };
        case.title(title);
        let before = tree(&case.path().join("public"));
        let output = Command::new("prlimit")
            .args([&format!("--nofile={limit}"), PROGRAM, "build"])
            .current_dir(case.path())
            .env("RAYON_NUM_THREADS", ["1", "8"][turn % 2])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("panicked"), "{limit}: {said}");
        match output.status.code() {
            Some(0) => assert!(case.is_new(&case.path().join("public"), "few handles") == (title == "Two")),
            Some(1 | 2) => {
                failed += 1;
                assert_same(&before, &tree(&case.path().join("public")), &format!("{limit} handles"));
                assert_helps(&said, "Too many open files", "ulimit");
            }
            other => panic!("{limit} handles: {other:?}\n{said}"),
        }
    }
    assert!(failed > 0, "even four handles were enough");
    succeed(case.path(), &["build"]);
    assert_eq!(names(case.path()), [".offprint", "content", "public"]);
}

/// Runs the program as nobody, who owns nothing.
fn as_nobody(folder: &Path, arguments: &[&str]) -> Output {
    let program = folder.join("../offprint");
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
        command
    } else {
        Command::new(&program)
    };
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").output().unwrap()
}

#[test]
fn files_and_folders_that_are_shut_are_named() {
    let root = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(root.path(), Permissions::from_mode(0o777)).unwrap();
    fs::copy(PROGRAM, root.path().join("offprint")).unwrap();
    let site = root.path().join("site");
    crate::site::write(&site, &crate::site::papers(2));
    let open = |path: &str, mode| fs::set_permissions(site.join(path), Permissions::from_mode(mode)).unwrap();
    succeed(&site, &["build"]);
    let before = tree(&site.join("public"));
    let refused = |code: i32, reason: &str, help: &str| {
        let output = as_nobody(&site, &["build"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert_helps(&said, reason, help);
        assert_same(&before, &tree(&site.join("public")), reason);
    };
    refused(2, "Permission denied", "check who may");
    open("", 0o777);
    open("content/papers/p001/index.md", 0o000);
    refused(1, "content/papers/p001/index.md", "check who may");
    open("content/papers/p001/index.md", 0o644);
    open("content/papers/p001", 0o000);
    refused(1, "content/papers/p001", "check who may");
    open("content/papers/p001", 0o755);
    open("content/papers/p001/bar.svg", 0o000);
    refused(1, "content/papers/p001/bar.svg", "check who may");
    open("content/papers/p001/bar.svg", 0o644);
    open("content", 0o000);
    refused(1, "content/site.toml", "check who may");
    open("content", 0o755);
    open("content/site.toml", 0o000);
    refused(1, "content/site.toml", "check who may");
    open("content/site.toml", 0o644);
    assert_eq!(names(&site), [".offprint", "content", "public"]);
}

#[test]
fn a_build_ends_when_it_is_told_to() {
    let case = Case::of(40);
    let site = case.path();
    succeed(site, &["build"]);
    let began = Instant::now();
    succeed(site, &["build", "--out", "measure"]);
    fs::remove_dir_all(site.join("measure")).unwrap();
    let took = began.elapsed();
    let mut dice = Dice(7);
    let mut ended = 0;
    for turn in 0..times(8, 200) {
        case.title(if turn % 2 == 0 { "Two" } else { "One" });
        let signal = ["-INT", "-TERM", "-HUP"][turn % 3];
        let mut build = offprint(site, &["build"]).spawn().unwrap();
        std::thread::sleep(took * u32::try_from(dice.below(1000)).unwrap() / 1000);
        Command::new("kill").args([signal, &build.id().to_string()]).output().unwrap();
        let status = build.wait().unwrap();
        ended += usize::from(status.signal().is_some());
        assert!(status.signal().is_some() || status.success(), "{signal}: {status}");
        case.is_new(&site.join("public"), signal);
        succeed(site, &["build"]);
        assert!(case.is_new(&site.join("public"), "the next build") == (turn % 2 == 0));
        assert_eq!(names(site), [".offprint", "content", "public"], "after {signal}");
    }
    assert!(ended > 0, "no build was ended before it was done");
}

#[test]
fn a_preview_that_is_killed_leaves_a_cache_that_is_whole() {
    let case = Case::of(12);
    let site = case.path();
    let mut dice = Dice(11);
    for turn in 0..times(4, 120) {
        let mut serve = offprint(site, &["serve", "--port", "0"]).spawn().unwrap();
        case.title(if turn % 2 == 0 { "Two" } else { "One" });
        std::thread::sleep(Duration::from_millis(u64::try_from(dice.below(900)).unwrap()));
        serve.kill().unwrap();
        serve.wait().unwrap();
        succeed(site, &["build"]);
        assert!(case.is_new(&site.join("public"), "a build after the kill") == (turn % 2 == 0));
        assert_eq!(names(site), [".offprint", "content", "public"]);
    }
}

#[test]
fn streams_that_are_closed_change_nothing() {
    let case = Case::of(2);
    let page = case.path().join("content/papers/p001/index.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text + "\n[^2]: Never cited.\n").unwrap();
    for (turn, streams) in
        [">&-", "2>&-", ">&- 2>&-", "<&-", "| true", "2>&1 | true", ">/dev/full 2>&1"].into_iter().enumerate()
    {
        case.title(["Two", "One"][turn % 2]);
        let script = format!("set -o pipefail; \"$0\" build {streams}");
        let output =
            Command::new("bash").args(["-c", &script, PROGRAM]).current_dir(case.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{streams}: {}", String::from_utf8_lossy(&output.stderr));
        let home = fs::read_to_string(case.path().join("public/index.html")).unwrap();
        assert!(home.contains(["Two", "One"][turn % 2]), "{streams}");
    }
}

#[test]
fn a_change_that_keeps_size_and_time_is_seen() {
    let case = Case::of(2);
    let site = case.path();
    let page = site.join("content/papers/p001/index.md");
    succeed(site, &["build"]);
    let time = fs::metadata(&page).unwrap().modified().unwrap();
    let set = |time| {
        let file = fs::File::options().write(true).open(&page).unwrap();
        file.set_times(FileTimes::new().set_modified(time)).unwrap();
    };
    let future = time + Duration::from_secs(1_000_000_000);
    for (from, to, time) in
        [("was", "got", time), ("got", "did", time - Duration::from_secs(9_999)), ("did", "set", future)]
    {
        let text = fs::read_to_string(&page).unwrap();
        fs::write(&page, text.replace(&format!("as it {from}"), &format!("as it {to}"))).unwrap();
        set(time);
        succeed(site, &["build"]);
        let built = fs::read_to_string(site.join("public/papers/p001/full/index.html")).unwrap();
        assert!(built.contains(&format!("as it {to}")), "{to} was not taken up");
    }
    assert!(run(site, &["build"]).status.success());
}
