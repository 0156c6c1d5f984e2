//! The inputs that fuzzing begins with, and those that once made a target fail, by the stable compiler.
//!
//! A file of `tests/fuzz/corpus/TARGET/` or `tests/fuzz/found/TARGET/` is the input of a target (`tests/fuzz/targets/`).
//! Those that libFuzzer adds to the first folder, named by forty digits, are its own business.
//!
//! Changes of them are tried too: the same 60 for each target, or 2,000 by chance if `OFFPRINT_LONG` is set. `FUZZ_CASES`,
//! `FUZZ_SEED` and `FUZZ_TARGET` say how many, which, and for which target. An input that makes one fail is left in `target/fuzz/found/TARGET/`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};

#[path = "fuzz/changes.rs"]
mod changes;
#[expect(unreachable_pub, reason = "it is a library to the programs of libFuzzer")]
#[path = "fuzz/targets/mod.rs"]
mod targets;

use changes::{Chance, changed, dictionary};

const FUZZ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz");

/// What stands in a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Gives every file of a folder to the target that its own folder names; how many there are.
fn replay(folder: &str) -> usize {
    let (mut count, mut failures) = (0, Vec::new());
    for inputs in entries(&Path::new(FUZZ).join(folder)).iter().filter(|path| path.is_dir()) {
        let run = targets::target(name(inputs)).unwrap_or_else(|| panic!("no target: {}", inputs.display()));
        for input in entries(inputs).iter().filter(|path| name(path).len() != 40) {
            let bytes = fs::read(input).unwrap();
            if std::panic::catch_unwind(|| run(&bytes)).is_err() {
                failures.push(input.display().to_string());
            }
            count += 1;
        }
    }
    assert!(failures.is_empty(), "these fail; the words of each are above:\n{}", failures.join("\n"));
    count
}

#[test]
fn what_fuzzing_begins_with_is_sound() {
    assert!(replay("corpus") >= 20);
}

#[test]
fn what_was_found_stays_mended() {
    replay("found");
}

#[test]
fn changes_of_it_are_sound() {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    // The short run tries the same changes each time, so that a push fails for what it changed itself.
    let is_long = std::env::var_os("OFFPRINT_LONG").is_some();
    let chosen = || if is_long { RandomState::new().build_hasher().finish() } else { 1 };
    let seed = number("FUZZ_SEED").unwrap_or_else(chosen);
    println!("FUZZ_SEED={seed}");
    let cases: u64 = number("FUZZ_CASES").unwrap_or(if is_long { 2_000 } else { 60 });
    let mut failures = Vec::new();
    for folder in entries(&Path::new(FUZZ).join("corpus")) {
        let target = name(&folder);
        if std::env::var("FUZZ_TARGET").is_ok_and(|wanted| wanted != target) {
            continue;
        }
        let run = targets::target(target).unwrap();
        let words = dictionary(&Path::new(FUZZ).join("dictionaries").join(target));
        let inputs: Vec<Vec<u8>> = entries(&folder).iter().map(|path| fs::read(path).unwrap()).collect();
        let mut chance = Chance::new(seed);
        for _ in 0..cases {
            let input = changed(&inputs, &words, &mut chance);
            if std::panic::catch_unwind(|| run(&input)).is_err() {
                failures.push(keep(target, &input));
            }
        }
    }
    assert!(failures.is_empty(), "these fail; the words of each are above:\n{}", failures.join("\n"));
}

/// Writes an input to where the runner of libFuzzer leaves its own; says where.
fn keep(target: &str, input: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("fuzz").join("found").join(target);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(&blake3::hash(input).to_hex()[..16]);
    fs::write(&path, input).unwrap();
    path.display().to_string()
}

#[test]
fn every_target_has_what_the_runner_needs() {
    let bins: Vec<PathBuf> = entries(&Path::new(FUZZ).join("bins"));
    for bin in &bins {
        let name = bin.file_stem().unwrap().to_str().unwrap();
        assert!(targets::target(name).is_some(), "`{name}` is no target");
        for needed in ["corpus", "dictionaries"] {
            assert!(Path::new(FUZZ).join(needed).join(name).exists(), "`{name}` has no {needed}");
        }
    }
    assert!(bins.len() >= 8);
}
