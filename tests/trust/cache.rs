//! The cache of slow results: shared, damaged, deleted and too small, it costs time and never a byte of the site.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use crate::site::{Dice, Tree, assert_same, offprint, settings, site, succeed, tree};

const CACHE: &str = ".offprint/cache";

/// A site with a photograph and a block of code in each paper, and what is built of it without a cache.
fn site_with_photos() -> (tempfile::TempDir, Tree) {
    let folder = site(6);
    for number in 0..6_u8 {
        let paper = folder.path().join(format!("content/papers/p{number:03}"));
        image::RgbImage::from_fn(1_300, 40, |x, y| {
            image::Rgb([number, (x % 251) as u8, (x * y % 241) as u8])
        })
        .save(paper.join("photo.png"))
        .unwrap();
        let text = fs::read_to_string(paper.join("index.md")).unwrap();
        fs::write(paper.join("index.md"), text + "\n![A wall.](photo.png \"A wall\")\n").unwrap();
    }
    let clean = built(folder.path(), "clean");
    assert!(clean.keys().any(|path| path.extension().is_some_and(|extension| extension == "webp")));
    fs::remove_dir_all(folder.path().join(".offprint")).unwrap();
    (folder, clean)
}

/// What a build writes into a folder that is not there yet.
fn built(site: &Path, out: &str) -> Tree {
    let _ = fs::remove_dir_all(site.join(out));
    succeed(site, &["build", "--out", out]);
    tree(&site.join(out))
}

fn start(site: &Path, out: &str) -> Child {
    let _ = fs::remove_dir_all(site.join(out));
    offprint(site, &["build", "--out", out]).spawn().unwrap()
}

fn end(child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The copies of photographs in the cache.
fn copies(site: &Path) -> Vec<PathBuf> {
    let files = tree(&site.join(CACHE)).into_keys();
    let is_copy = |path: &PathBuf| {
        path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("images"))
    };
    files.filter(is_copy).map(|path| site.join(CACHE).join(path)).collect()
}

#[test]
fn builds_at_once_share_a_cache() {
    let (folder, clean) = site_with_photos();
    let site = folder.path();
    for round in 0..3 {
        let _ = fs::remove_dir_all(site.join(".offprint"));
        let outs = ["one", "two", "three"];
        let builds = outs.map(|out| start(site, out));
        builds.into_iter().for_each(end);
        for out in outs {
            assert_same(&clean, &tree(&site.join(out)), &format!("{out} in round {round}"));
        }
    }
    assert!(tree(&site.join(CACHE)).keys().all(|path| !path.to_string_lossy().ends_with(".new")));
}

#[test]
fn a_build_that_is_killed_leaves_good_results_to_others() {
    let (folder, clean) = site_with_photos();
    let site = folder.path();
    let began = Instant::now();
    built(site, "other");
    let took = began.elapsed();
    let mut dice = Dice(7);
    for kill in 0..10 {
        fs::remove_dir_all(site.join(".offprint")).unwrap();
        let (mut killed, other) = (start(site, "killed"), start(site, "other"));
        std::thread::sleep(took * u32::try_from(dice.below(1_500)).unwrap() / 1_000);
        killed.kill().unwrap();
        killed.wait().unwrap();
        end(other);
        assert_same(&clean, &tree(&site.join("other")), &format!("beside kill {kill}"));
        assert_same(&clean, &built(site, "killed"), &format!("after kill {kill}"));
    }
}

#[test]
fn results_that_are_damaged_are_made_again() {
    let (folder, clean) = site_with_photos();
    let site = folder.path();
    built(site, "other");
    let files = copies(site);
    let whole: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    assert!(whole.len() > 6);
    for round in 0..5 {
        for (at, file) in files.iter().enumerate() {
            let mut bytes = whole[at].clone();
            match (at + round) % 5 {
                0 => bytes[40] ^= 1,
                1 => bytes.truncate(50),
                2 => bytes.clear(),
                3 => bytes.clone_from(&whole[(at + 1) % whole.len()]),
                _ => bytes[3] ^= 128,
            }
            fs::write(file, bytes).unwrap();
        }
        fs::write(site.join(CACHE).join(env!("CARGO_PKG_VERSION")).join("highlight.bin"), "no").unwrap();
        assert_same(&clean, &built(site, "other"), &format!("round {round}"));
        let mended: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
        assert!(mended == whole, "round {round}: the results are as they were");
    }
}

#[test]
fn the_cache_may_be_deleted_while_a_build_uses_it() {
    let (folder, clean) = site_with_photos();
    let site = folder.path();
    for round in 0..3 {
        let mut build = start(site, "other");
        while build.try_wait().unwrap().is_none() {
            let _ = fs::remove_dir_all(site.join(".offprint"));
            std::thread::sleep(Duration::from_millis(5));
        }
        end(build);
        assert_same(&clean, &tree(&site.join("other")), &format!("round {round}"));
    }
}

#[test]
fn a_cache_keeps_its_limit() {
    let (folder, clean) = site_with_photos();
    let site = folder.path();
    built(site, "other");
    assert!(!copies(site).is_empty());
    fs::write(site.join("content/site.toml"), settings("Institute") + "\n[cache]\nmegabytes = 0\n").unwrap();
    assert_same(&clean, &built(site, "other"), "without room");
    assert_eq!(tree(&site.join(CACHE)).keys().count(), 0);
}
