//! Files that are written, removed, renamed and replaced while the site is built from them: what is published is made of whole
//! files, or nothing is published and the message says to run it again.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use crate::site::{Dice, names, run, site, succeed, times};

/// A page's text in one of two versions: a mark at the start, a mark at the end, and words between that differ in number.
fn version(letter: char) -> String {
    let words = format!("Words of version {letter}. ").repeat(if letter == 'A' { 4000 } else { 2500 });
    format!(
        "+++\ntitle = \"Page\"\ndate = \"2020\"\n+++\nBegin{letter}. {words}\n\n## Second\n\nMiddle{letter}.\n\nEnd{letter}.\n"
    )
}

/// Ends the thread that disturbs, also when an assertion fails: else the test would wait for it forever.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// Does one of the things that editors, version control and people do to a file.
fn disturb(page: &Path, dice: &mut Dice) {
    let text = version(if dice.below(2) == 0 { 'A' } else { 'B' });
    let pause = || std::thread::sleep(Duration::from_micros(300));
    match dice.below(6) {
        0 => fs::write(page, text).unwrap(),
        // Saved in two parts, with a moment between them.
        1 | 2 => {
            let mut file = fs::File::create(page).unwrap();
            let (first, second) = text.as_bytes().split_at(text.len() / 2);
            file.write_all(first).unwrap();
            pause();
            file.write_all(second).unwrap();
        }
        3 => {
            let new = page.with_file_name(".new");
            fs::write(&new, text).unwrap();
            fs::rename(new, page).unwrap();
        }
        4 => {
            let _ = fs::remove_file(page);
            pause();
            fs::write(page, text).unwrap();
        }
        _ => {
            // The whole folder gives way to another one.
            let folder = page.parent().unwrap();
            let away = folder.with_file_name(".away");
            let _ = fs::remove_dir_all(&away);
            fs::rename(folder, &away).unwrap();
            pause();
            fs::create_dir(folder).unwrap();
            fs::write(page, text).unwrap();
            fs::write(folder.join("bar.svg"), fs::read(away.join("bar.svg")).unwrap()).unwrap();
        }
    }
}

/// The version of which a published page is, if it is whole and of one version.
fn whole(page: &str) -> Option<char> {
    let has = |word: &str, letter: char| page.contains(&format!("{word}{letter}."));
    ['A', 'B'].into_iter().find(|letter| {
        let other = if *letter == 'A' { 'B' } else { 'A' };
        ["Begin", "Middle", "End"].into_iter().all(|word| has(word, *letter) && !has(word, other))
            && page.matches(&format!("Words of version {letter}.")).count()
                == if *letter == 'A' { 4000 } else { 2500 }
    })
}

#[test]
fn a_file_that_is_written_while_it_is_read_is_published_whole_or_not_at_all() {
    let folder = site(8);
    let site = folder.path();
    let page = site.join("content/papers/p003/index.md");
    fs::write(&page, version('A')).unwrap();
    succeed(site, &["build"]);
    let done = AtomicBool::new(false);
    let (mut published, mut refused) = (0, 0);
    std::thread::scope(|scope| {
        let _end = End(&done);
        scope.spawn(|| {
            let mut dice = Dice(99);
            while !done.load(Relaxed) {
                disturb(&page, &mut dice);
                std::thread::sleep(Duration::from_micros(dice.below(40_000) as u64));
            }
        });
        for turn in 0..times(25, 600) {
            let output = run(site, &["build"]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            match output.status.code() {
                Some(0) => published += 1,
                Some(1) => refused += 1,
                Some(2) => {
                    refused += 1;
                    assert!(said.contains("changed while the site was built"), "{turn}: {said}");
                    assert!(said.contains("run the command again"), "{turn}: {said}");
                }
                other => panic!("{turn}: {other:?}\n{said}"),
            }
            let full = site.join("public/papers/p003/full/index.html");
            // The page may be away when the folder was, and then so is every other page of it.
            let Ok(text) = fs::read_to_string(full) else {
                assert!(!site.join("public/papers/p003/second/index.html").exists(), "{turn}: half a paper");
                continue;
            };
            let letter = whole(&text);
            assert!(
                letter.is_some(),
                "{turn}: a part of a page was published ({:?})\n{said}",
                output.status.code()
            );
            let second = fs::read_to_string(site.join("public/papers/p003/second/index.html")).unwrap();
            assert!(
                letter.is_some_and(|letter| second.contains(&format!("Middle{letter}."))),
                "{turn}: two versions"
            );
        }
    });
    eprintln!("{published} builds published, {refused} did not");
    at_rest(site, &page);
}

/// Once nobody writes any more, a build is what it always was.
fn at_rest(site: &Path, page: &Path) {
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    fs::write(page, version('B')).unwrap();
    fs::write(
        page.with_file_name("bar.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 2\"/>",
    )
    .unwrap();
    succeed(site, &["build"]);
    assert_eq!(
        whole(&fs::read_to_string(site.join("public/papers/p003/full/index.html")).unwrap()),
        Some('B')
    );
    assert_eq!(names(site), [".offprint", "content", "public"]);
}

#[test]
fn a_picture_or_download_that_is_written_while_it_is_copied_is_whole() {
    let folder = site(2);
    let site = folder.path();
    let paper = site.join("content/papers/p001");
    let text = fs::read_to_string(paper.join("index.md")).unwrap();
    fs::write(paper.join("index.md"), text + "\n[The file](file.bin)\n").unwrap();
    let file = |byte: u8| vec![byte; 3_000_000 + usize::from(byte)];
    fs::write(paper.join("file.bin"), file(0)).unwrap();
    succeed(site, &["build"]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _end = End(&done);
        scope.spawn(|| {
            let mut dice = Dice(5);
            while !done.load(Relaxed) {
                let bytes = file(u8::try_from(dice.below(200)).unwrap());
                let mut out = fs::File::create(paper.join("file.bin")).unwrap();
                for part in bytes.chunks(500_000) {
                    out.write_all(part).unwrap();
                    std::thread::sleep(Duration::from_micros(dice.below(3000) as u64));
                }
                drop(out);
                std::thread::sleep(Duration::from_micros(dice.below(60_000) as u64));
            }
        });
        for turn in 0..times(12, 300) {
            let output = run(site, &["build"]);
            let published = fs::read(site.join("public/papers/p001/file.bin")).unwrap();
            let byte = published.first().copied().unwrap_or_default();
            assert!(
                published == file(byte),
                "{turn}: a part of a file was published: {} bytes, {:?}",
                published.len(),
                output.status.code()
            );
        }
    });
}
