//! The same content makes the same bytes, whoever builds it, where, and how often.

use std::fs::{self, FileTimes, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::own_site;
use crate::site::{Dice, PROGRAM, Tree, assert_same, offprint, times, tree, write};

const NOW: [&str; 3] = ["build", "--now", "2026-01-01"];

/// The bytes and the permissions of what a command builds in a folder.
fn built(site: &Path, command: &mut Command) -> (Tree, Vec<(PathBuf, u32)>) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = tree(&site.join("public"));
    let mode = |path: &PathBuf| fs::metadata(site.join("public").join(path)).unwrap().permissions().mode();
    let modes = files.keys().map(|path| (path.clone(), mode(path) & 0o777)).collect();
    (files, modes)
}

/// Every file of a folder, in an order that is another for each number of the dice.
fn shuffled<'a>(files: &'a Tree, dice: &mut Dice) -> Vec<(&'a PathBuf, &'a Vec<u8>)> {
    let mut order: Vec<_> = files.iter().collect();
    for at in (1..order.len()).rev() {
        order.swap(at, dice.below(at + 1));
    }
    order
}

/// Gives every file a time between 1970 and 2100, so that some are of the future.
fn age(folder: &Path, dice: &mut Dice) {
    for path in tree(folder).into_keys() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(dice.below(4_102_444_800) as u64);
        let file = fs::File::options().write(true).open(folder.join(path)).unwrap();
        file.set_times(FileTimes::new().set_modified(time).set_accessed(time)).unwrap();
    }
}

#[test]
fn folders_users_zones_and_threads_make_no_difference() {
    let files = own_site();
    let root = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let plain = root.path().join("plain");
    write(&plain, &files);
    let (first, modes) = built(&plain, &mut offprint(&plain, &NOW));
    assert!(modes.iter().all(|(_, mode)| mode & 0o444 == 0o444), "whoever serves the site can read it");
    let zones = ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", ":bad"];
    let locales = ["C", "tr_TR.UTF-8", "pl_PL.UTF-8", "ar_EG", "no such locale"];
    let places =
        ["a b", "Łódź 东 é", "-x", "deep/er/and/deeper/than/most/of/them/are/ever/going/to/be", "\"'$(x)`"];
    let mut dice = Dice(20_261_126);
    for turn in 0..times(5, 40) {
        let site = root.path().join(turn.to_string()).join(places[turn % places.len()]);
        write(&site, shuffled(&files, &mut dice));
        age(&site.join("content"), &mut dice);
        let mut build = offprint(&site, &NOW);
        build.env("TZ", zones[turn % zones.len()]).env("LC_ALL", locales[dice.below(locales.len())]);
        build.env("LANG", locales[dice.below(locales.len())]).env("LANGUAGE", "pl:de");
        build.env("HOME", "/nonexistent").env("USER", "somebody").env("HOSTNAME", "elsewhere");
        build.env("RAYON_NUM_THREADS", ["1", "2", "8", "3"][turn % 4]).env("TERM", "dumb");
        let (cold, cold_modes) = built(&site, &mut build);
        assert_same(&first, &cold, &format!("turn {turn}, in {}", site.display()));
        assert_eq!(modes, cold_modes, "turn {turn}");
        match turn % 3 {
            0 => fs::remove_dir_all(site.join("public")).unwrap(),
            1 => fs::remove_dir_all(site.join(".offprint")).unwrap(),
            _ => {}
        }
        assert_same(&first, &built(&site, &mut build).0, &format!("turn {turn}, again"));
        fs::remove_dir_all(root.path().join(turn.to_string())).unwrap();
    }
}

#[test]
fn another_user_with_another_mask_makes_the_same_bytes() {
    let files = own_site();
    let root = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(root.path(), Permissions::from_mode(0o777)).unwrap();
    // The program itself may be where only its owner looks.
    let program = root.path().join("offprint");
    fs::copy(PROGRAM, &program).unwrap();
    let mine = root.path().join("mine");
    write(&mine, &files);
    let (first, _) = built(&mine, &mut offprint(&mine, &NOW));
    let theirs = root.path().join("theirs");
    write(&theirs, &files);
    fs::set_permissions(&theirs, Permissions::from_mode(0o777)).unwrap();
    let script = "umask 077; exec \"$0\" build --now 2026-01-01";
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut build = if is_root {
        let mut build = Command::new("setpriv");
        build.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", script]);
        build
    } else {
        let mut build = Command::new("sh");
        build.args(["-c", script]);
        build
    };
    build.arg(&program).current_dir(&theirs).env_remove("SOURCE_DATE_EPOCH").env("HOME", "/");
    let (second, modes) = built(&theirs, &mut build);
    assert_same(&first, &second, "another user");
    assert!(
        modes.iter().all(|(_, mode)| *mode == 0o600),
        "the user's own mask says who may read what is written"
    );
}

#[test]
fn the_clock_makes_no_difference_but_to_embargoes() {
    let folder = crate::site::site(3);
    let site = folder.path();
    let at = |now: &str| {
        let (files, _) = built(site, &mut offprint(site, &["build", "--now", now]));
        fs::remove_dir_all(site.join("public")).unwrap();
        files
    };
    let first = at("2026-01-01");
    for now in ["1970-01-01", "2025-12-31T23:59:59Z", "2100-02-28", "9999-12-30"] {
        assert_same(&first, &at(now), now);
    }
    let (files, _) = built(site, &mut offprint(site, &["build"]));
    assert_same(&first, &files, "the machine's own clock");
}
