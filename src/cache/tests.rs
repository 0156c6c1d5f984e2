//! The cache, with a clock that tests set.
//!
//! In: folders that are damaged, deleted, shared and too large. Out: the results that making them would give. Never: waiting.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use super::clock::{Clock, DAY};
use super::results::decoded;
use super::sweep::KEPT_DAYS;
use super::{Cache, VERSION, key};

const TEXTS: &str = "highlight";
const IMAGES: &str = "images";

/// A cache whose run begins on a day.
fn on_day(folder: &Path, day: u32) -> Cache {
    within(folder, day, 1_000_000)
}

fn within(folder: &Path, day: u32, limit: u64) -> Cache {
    Cache::at(folder, limit, Clock::Fixed(UNIX_EPOCH + DAY * day + Duration::from_secs(60)))
}

fn get(cache: &Cache, from: &str) -> Arc<str> {
    cache.get_or(TEXTS, from.as_bytes(), || format!("made of {from}"))
}

/// Whether a cache opened anew has a result.
fn has(folder: &Path, from: &str) -> bool {
    let mut made = false;
    let result = on_day(folder, 1).get_or(TEXTS, from.as_bytes(), || {
        made = true;
        format!("made of {from}")
    });
    assert_eq!(&*result, format!("made of {from}"));
    !made
}

fn filled(folder: &Path, day: u32) {
    let cache = on_day(folder, day);
    for from in ["a", "b", "", "ż"] {
        get(&cache, from);
    }
    cache.save();
}

fn texts_file(folder: &Path) -> PathBuf {
    folder.join(VERSION).join("highlight.bin")
}

/// Keeps a file, used last on a day.
fn keep(cache: &Cache, name: &str, len: usize, day: u32) -> PathBuf {
    let key = key(&[name.as_bytes()]);
    cache.keep(IMAGES, &key, &vec![7; len]);
    let path = cache.file_of(IMAGES, &key);
    used_on(&path, day);
    path
}

fn used_on(path: &Path, day: u32) {
    File::options().append(true).open(path).unwrap().set_modified(UNIX_EPOCH + DAY * day).unwrap();
}

#[test]
fn results_are_made_once() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!has(folder.path(), "a"));
    filled(folder.path(), 1);
    for from in ["a", "b", "", "ż"] {
        assert!(has(folder.path(), from));
    }
    assert!(!has(folder.path(), "c"));
    assert_eq!(fs::read_dir(folder.path().join(VERSION)).unwrap().count(), 1);
}

#[test]
fn what_is_not_used_for_two_weeks_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), 100);
    for day in [101, 100 + KEPT_DAYS - 1, 100 + KEPT_DAYS] {
        let cache = on_day(folder.path(), day);
        get(&cache, "a");
        cache.save();
        let kept = decoded(&fs::read(texts_file(folder.path())).unwrap()).unwrap();
        assert_eq!(kept.len(), if day < 100 + KEPT_DAYS { 4 } else { 1 }, "on day {day}");
    }
}

#[test]
fn a_run_that_makes_nothing_new_writes_nothing_but_once_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let file = texts_file(folder.path());
    filled(folder.path(), 100);
    used_on(&file, 100);
    let before = fs::metadata(&file).unwrap().modified().unwrap();
    filled(folder.path(), 100);
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), before);
    filled(folder.path(), 101);
    assert_ne!(fs::metadata(&file).unwrap().modified().unwrap(), before);
}

#[test]
fn a_damaged_file_is_as_none() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), 1);
    let file = texts_file(folder.path());
    let whole = fs::read(&file).unwrap();
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        assert!(decoded(&damaged).is_none(), "byte {at}");
        assert!(decoded(&whole[..at]).is_none(), "{at} bytes");
    }
    fs::write(&file, &whole[..whole.len() - 1]).unwrap();
    assert!(!has(folder.path(), "a"));
    filled(folder.path(), 1);
    assert!(has(folder.path(), "a"));
}

#[test]
fn a_folder_that_cannot_be_written_costs_only_time() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("file");
    fs::write(&blocked, "").unwrap();
    filled(&blocked, 1);
    assert!(!has(&blocked, "a"));
    let cache = on_day(&blocked, 1);
    cache.keep(IMAGES, &key(&[b"one"]), b"picture");
    assert_eq!(cache.kept(IMAGES, &key(&[b"one"])), None);
}

#[test]
fn the_file_does_not_depend_on_the_order_of_asking() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for (folder, order) in folders.iter().zip([["a", "b"], ["b", "a"]]) {
        let cache = on_day(folder.path(), 1);
        for from in order {
            get(&cache, from);
        }
        cache.save();
    }
    let bytes = |folder: &tempfile::TempDir| fs::read(texts_file(folder.path())).unwrap();
    assert_eq!(bytes(&folders[0]), bytes(&folders[1]));
}

#[test]
fn many_threads_ask() {
    let folder = tempfile::tempdir().unwrap();
    let cache = on_day(folder.path(), 1);
    let name = key(&[b"one"]);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for n in 0..20 {
                    assert_eq!(&*get(&cache, &n.to_string()), format!("made of {n}"));
                    cache.keep(IMAGES, &name, b"picture");
                    assert_eq!(cache.kept(IMAGES, &name).unwrap(), b"picture");
                }
            });
        }
    });
    cache.save();
    assert!(has(folder.path(), "19"));
    assert_eq!(fs::read_dir(folder.path().join(VERSION).join(IMAGES)).unwrap().count(), 1);
}

#[test]
fn two_runs_at_once_keep_what_both_made() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (on_day(folder.path(), 1), on_day(folder.path(), 1));
    get(&one, "a");
    get(&other, "b");
    one.save();
    other.save();
    assert!(has(folder.path(), "a") && has(folder.path(), "b"));
}

#[test]
fn a_file_is_kept_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (key(&[b"one"]), key(&[b"other"]));
    let cache = on_day(folder.path(), 1);
    assert_eq!(cache.kept(IMAGES, &one), None);
    cache.keep(IMAGES, &one, b"picture");
    cache.keep(IMAGES, &other, b"");
    cache.save();
    let cache = on_day(folder.path(), 1);
    assert_eq!(cache.kept(IMAGES, &one).unwrap(), b"picture");
    assert_eq!(cache.kept(IMAGES, &other), Some(Vec::new()));
}

#[test]
fn a_damaged_file_of_a_result_is_as_none_and_so_is_anothers() {
    let folder = tempfile::tempdir().unwrap();
    let cache = on_day(folder.path(), 1);
    let (one, other) = (key(&[b"one"]), key(&[b"other"]));
    cache.keep(IMAGES, &one, b"picture");
    let whole = fs::read(cache.file_of(IMAGES, &one)).unwrap();
    for damaged in [&whole[..38], &whole[..30], &[], b"x".repeat(50).as_slice()] {
        fs::write(cache.file_of(IMAGES, &one), damaged).unwrap();
        assert_eq!(cache.kept(IMAGES, &one), None);
    }
    cache.keep(IMAGES, &one, b"picture");
    fs::copy(cache.file_of(IMAGES, &one), cache.file_of(IMAGES, &other)).unwrap();
    assert!(cache.kept(IMAGES, &one).is_some());
    assert_eq!(cache.kept(IMAGES, &other), None);
}

#[test]
fn no_part_of_a_key_passes_for_another() {
    assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
}

#[test]
fn a_use_keeps_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let cache = on_day(folder.path(), 100 + KEPT_DAYS);
    let (used, unused) = (keep(&cache, "used", 9, 100), keep(&cache, "unused", 9, 100));
    // A clock that was wrong says nothing of a use.
    let later = keep(&cache, "later", 9, 9_999);
    assert!(cache.kept(IMAGES, &key(&[b"used"])).is_some());
    cache.save();
    assert_eq!([used.exists(), unused.exists(), later.exists()], [true, false, false]);
}

#[test]
fn what_was_used_longest_ago_goes_first() {
    let folder = tempfile::tempdir().unwrap();
    let cache = on_day(folder.path(), 110);
    let old = keep(&cache, "old", 1_000, 105);
    let middle = keep(&cache, "middle", 1_000, 106);
    let new = keep(&cache, "new", 1_000, 107);
    let huge = keep(&cache, "huge", 5_000, 108);
    within(folder.path(), 110, 2_500).save();
    // One that is too large for the limit doesn't drive out the others.
    let exist = [&old, &middle, &new, &huge].map(|path| path.exists());
    assert_eq!(exist, [false, true, true, false]);
    within(folder.path(), 110, 0).save();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing, nor a folder");
}

#[test]
fn the_same_results_stay_of_those_that_are_too_many() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["a", "b", "c", "d"];
    let build = || {
        let cache = on_day(folder.path(), 110);
        let paths = names.map(|name| keep(&cache, name, 1_000, 110));
        within(folder.path(), 110, 2_500).save();
        paths.map(|path| path.exists())
    };
    let first = build();
    assert_eq!(first.iter().filter(|exists| **exists).count(), 2);
    assert_eq!(build(), first);
}

#[test]
fn a_run_that_never_saves_keeps_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let cache = within(folder.path(), 110, 10_000);
    for n in 0..100_u8 {
        cache.keep(IMAGES, &key(&[&[n]]), &[7; 1_000]);
    }
    let kept = fs::read_dir(folder.path().join(VERSION).join(IMAGES)).unwrap();
    let count = kept.count();
    assert!((1..=12).contains(&count), "{count}");
}

#[test]
fn what_another_version_kept_goes_when_no_run_used_it_for_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["0.0.1/highlight.bin", "0.0.1/images/a", "highlight.bin", "images-1/a", "9.9.9/images/a"] {
        fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        fs::write(path(name), "x").unwrap();
        used_on(&path(name), if name.starts_with('9') { 110 } else { 109 });
    }
    on_day(folder.path(), 110).save();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["9.9.9"]);
}

#[test]
fn what_a_killed_run_left_goes_after_an_hour() {
    let folder = tempfile::tempdir().unwrap();
    let cache = on_day(folder.path(), 110);
    let kept = keep(&cache, "kept", 9, 110);
    let [being_written, left] = ["1-2-3.new", "4-5-6.new"].map(|end| kept.with_extension(end));
    for (path, hours) in [(&being_written, 0), (&left, 1)] {
        fs::write(path, "half").unwrap();
        let written = UNIX_EPOCH + DAY * 110 - Duration::from_secs(hours * 60 * 60);
        File::options().append(true).open(path).unwrap().set_modified(written).unwrap();
    }
    cache.save();
    assert_eq!([kept.exists(), being_written.exists(), left.exists()], [true, true, false]);
}

#[test]
#[cfg(unix)]
fn nothing_outside_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let precious = outside.path().join("precious");
    fs::write(&precious, "x").unwrap();
    used_on(&precious, 1);
    std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
    within(folder.path(), 110, 0).save();
    assert!(precious.exists());
}

#[test]
fn a_folder_that_is_deleted_all_the_time_costs_only_time() {
    let folder = tempfile::tempdir().unwrap();
    let cache = on_day(folder.path(), 110);
    let name = key(&[b"one"]);
    std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            for n in 0..50 {
                cache.keep(IMAGES, &name, b"picture");
                assert!(cache.kept(IMAGES, &name).is_none_or(|kept| kept == b"picture"));
                assert_eq!(&*get(&cache, &n.to_string()), format!("made of {n}"));
                cache.save();
            }
        });
        while !work.is_finished() {
            let _ = fs::remove_dir_all(folder.path().join(VERSION));
        }
    });
    cache.keep(IMAGES, &name, b"picture");
    assert_eq!(cache.kept(IMAGES, &name).unwrap(), b"picture");
}
