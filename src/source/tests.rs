//! Content folders of every shape.

use std::fs;
use std::path::Path;

use super::*;
use crate::config;

fn site(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        write(folder.path(), file, b"text");
    }
    folder
}

fn write(folder: &Path, file: &str, bytes: &[u8]) {
    let path = folder.join("content").join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn settings_of(more: &str) -> Config {
    let text =
        format!("title = \"T\"\nbase_url = \"https://example.org\"\nlanguages = [\"en\", \"pl\"]\n{more}");
    config::parse(&text, &"content/site.toml".into()).value
}

fn listed(files: &[&str]) -> Checked<Listing> {
    list(site(files).path(), &settings_of("")).unwrap()
}

fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.rule.code).collect()
}

/// One line for each manuscript: kind, key, language, address, files.
fn lines(listing: &Listing) -> Vec<String> {
    let line = |m: &Manuscript| {
        let files: Vec<&str> =
            m.files.iter().map(|file| file.path.strip_prefix("content/").unwrap()).collect();
        format!("{:?} {} {} {} [{}]", m.kind, m.key, m.lang, m.address, files.join(" "))
    };
    listing.manuscripts.iter().map(line).collect()
}

#[test]
fn a_site_of_every_kind_is_listed() {
    let listing = listed(&[
        "index.md",
        "index.pl.md",
        "about/team.md",
        "people/index.md",
        "people/jan-kowalski.md",
        "papers/index.md",
        "papers/note.md",
        "papers/cities/index.md",
        "papers/cities/index.pl.md",
        "papers/cities/figures/a.bin",
        "papers/2024/budget/index.md",
        "site.toml",
        "static/CNAME",
    ]);
    assert!(listing.problems.is_empty(), "{:?}", listing.problems);
    assert_eq!(
        lines(&listing.value),
        [
            "Home  en / [index.md]",
            "Home  pl /pl/ [index.pl.md]",
            "Page about/team en /about/team/ [about/team.md]",
            "Collection papers en /papers/ [papers/index.md]",
            "Paper papers/2024/budget en /papers/2024/budget/ [papers/2024/budget/index.md]",
            "Paper papers/cities en /papers/cities/ [papers/cities/index.md]",
            "Paper papers/cities pl /pl/papers/cities/ [papers/cities/index.pl.md]",
            "Paper papers/note en /papers/note/ [papers/note.md]",
            "Page people en /people/ [people/index.md]",
            "Person people/jan-kowalski en /people/jan-kowalski/ [people/jan-kowalski.md]",
        ]
    );
    assert_eq!(
        listing.value.assets.keys().map(|key| &**key).collect::<Vec<_>>(),
        ["papers/cities/figures/a.bin"]
    );
    assert_eq!(listing.value.statics.keys().map(|key| &**key).collect::<Vec<_>>(), ["/CNAME"]);
}

#[test]
fn section_files_come_in_the_order_of_their_numbers_and_by_language() {
    let listing = listed(&[
        "papers/x/index.md",
        "papers/x/10-last.md",
        "papers/x/9_before.md",
        "papers/x/notes.md",
        "papers/x/pl/index.md",
        "papers/x/pl/01-wstęp.md",
    ]);
    assert!(listing.problems.is_empty(), "{:?}", listing.problems);
    assert_eq!(
        lines(&listing.value),
        [
            "Paper papers/x en /papers/x/ [papers/x/index.md papers/x/9_before.md papers/x/10-last.md papers/x/notes.md]",
            "Paper papers/x pl /pl/papers/x/ [papers/x/pl/index.md papers/x/pl/01-wstęp.md]",
        ]
    );
    let roles: Vec<&Role> = listing.value.manuscripts[0].files.iter().map(|file| &file.role).collect();
    assert_eq!(
        roles,
        [
            &Role::Main,
            &Role::Numbered(9, "before".into()),
            &Role::Numbered(10, "last".into()),
            &Role::Other("notes".into())
        ]
    );
}

#[test]
fn addresses_are_ascii_and_names_are_composed() {
    let listing = listed(&[
        "papers/Ważny Tekst.md",
        "papers/Marche\u{301}s/index.md",
        "papers/第一章.md",
        "papers/!!.md",
    ]);
    let addresses: Vec<&str> = listing.value.manuscripts.iter().map(|m| &*m.address).collect();
    assert_eq!(addresses, ["/papers/marches/", "/papers/wazny-tekst/", "/papers/di-yi-zhang/"]);
    assert_eq!(&*listing.value.manuscripts[0].key, "papers/Marchés");
    assert_eq!(codes(&listing.problems), ["file-name-unusable"]);
}

#[test]
fn two_files_for_one_address_are_an_error_that_names_both() {
    for pair in
        [["papers/x.md", "papers/x/index.md"], ["papers/Ważny.md", "papers/wazny.md"], ["a.md", "a.markdown"]]
    {
        let listing = listed(&pair);
        assert_eq!(codes(&listing.problems), ["address-twice"], "{pair:?}");
        for path in pair {
            assert!(listing.problems[0].message.contains(path), "{}", listing.problems[0].message);
        }
        assert_eq!(listing.value.manuscripts.len(), 1);
    }
    assert_eq!(codes(&listed(&["papers/x/index.md", "papers/x/en/index.md"]).problems), ["address-twice"]);
}

#[test]
fn a_paper_without_index_and_strays_are_reported() {
    let listing = listed(&["papers/x/01-a.md", "papers/x/02-b.md"]);
    assert_eq!(codes(&listing.problems), ["paper-without-index"]);
    assert_eq!(listing.value.manuscripts[0].files.len(), 2);
    let listing = listed(&["papers/x/index.md", "papers/x/drafts/old.md"]);
    assert_eq!(codes(&listing.problems), ["file-outside-paper"]);
    let listing = listed(&["papers/x/index.md", "papers/x/index.de.md"]);
    assert_eq!(codes(&listing.problems)[0], "language-unknown");
}

#[test]
fn nothing_to_publish_is_an_error() {
    assert_eq!(codes(&listed(&["site.toml"]).problems), ["content-empty"]);
    let folder = tempfile::tempdir().unwrap();
    assert!(list(folder.path(), &settings_of("")).is_err());
}

#[test]
fn empty_folders_and_collections_without_folder_are_told() {
    let folder = site(&["index.md"]);
    fs::create_dir_all(folder.path().join("content/papers/new")).unwrap();
    let listing = list(folder.path(), &settings_of("[collections.briefs]\n")).unwrap();
    assert_eq!(codes(&listing.problems), ["collection-without-folder", "folder-empty"]);
}

#[test]
fn leftovers_and_hidden_files_are_passed_over_but_not_in_static() {
    let listing = listed(&[
        "index.md",
        "index.md~",
        ".index.md.swp",
        ".#index.md",
        "#index.md#",
        ".DS_Store",
        ".git/x.md",
        "Thumbs.db",
        "static/.well-known/security.txt",
        "static/.DS_Store",
    ]);
    assert!(listing.problems.is_empty(), "{:?}", listing.problems);
    assert_eq!(listing.value.manuscripts.len(), 1);
    assert!(listing.value.assets.is_empty());
    assert_eq!(
        listing.value.statics.keys().map(|key| &**key).collect::<Vec<_>>(),
        ["/.well-known/security.txt"]
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_and_never_forever() {
    use std::os::unix::fs::symlink;
    let folder = site(&["index.md", "papers/x/index.md"]);
    let content = folder.path().join("content");
    symlink(&content, content.join("papers/loop")).unwrap();
    symlink("nowhere.md", content.join("gone.md")).unwrap();
    symlink(content.join("index.md"), content.join("linked.md")).unwrap();
    let listing = list(folder.path(), &settings_of("")).unwrap();
    let mut found = codes(&listing.problems);
    found.sort_unstable();
    assert_eq!(found, ["symlink-broken", "symlink-loop"]);
    assert!(listing.value.manuscripts.iter().any(|m| &*m.key == "linked"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_or_only_differ_in_form_are_reported() {
    use std::os::unix::ffi::OsStrExt;
    let folder = site(&["index.md", "a\u{301}.bin", "\u{e1}.bin"]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    fs::write(folder.path().join("content").join(name), "x").unwrap();
    let listing = list(folder.path(), &settings_of("")).unwrap();
    let mut found = codes(&listing.problems);
    found.sort_unstable();
    assert_eq!(found, ["file-name-not-utf8", "file-name-twice"]);
}

fn read_one(bytes: &[u8]) -> Checked<Vec<Source>> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "index.md", bytes);
    let listing = list(folder.path(), &settings_of("")).unwrap().value;
    read(&listing.manuscripts[0])
}

#[test]
fn texts_keep_their_bytes() {
    let text = "\u{feff}a\r\nb";
    let sources = read_one(text.as_bytes());
    assert!(sources.problems.is_empty());
    assert_eq!(&*sources.value[0].text, text);
    assert_eq!(&*sources.value[0].path, "content/index.md");
}

#[test]
fn bytes_that_are_not_utf8_keep_the_places_of_the_rest() {
    let sources = read_one(b"good\nb\xe9d\xff\nafter");
    assert_eq!(codes(&sources.problems), ["file-not-utf8"]);
    assert_eq!(sources.problems[0].message, "the byte 0xE9 on line 2 is not UTF-8");
    assert_eq!(sources.problems[0].place.clone().unwrap().range, Some(6..7));
    assert_eq!(&*sources.value[0].text, "good\nb?d?\nafter");
    assert_eq!(codes(&read_one(b"\xff\xfea\0").problems)[0], "file-not-utf8");
    assert_eq!(codes(&read_one(b"a\0b\0").problems), ["file-has-nul"]);
}

#[test]
fn a_manuscript_that_is_too_large_is_refused() {
    let sources = read_one(&vec![b'a'; (8 << 20) + 1]);
    assert_eq!(codes(&sources.problems), ["file-too-large"]);
    assert!(sources.value[0].text.is_empty());
    assert!(read_one(&vec![b'a'; 8 << 20]).problems.is_empty());
}

#[test]
fn missing_settings_are_an_error_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let checked = settings(folder.path());
    assert!(checked.value.is_none());
    assert_eq!(codes(&checked.problems), ["settings-missing"]);
    assert!(checked.problems[0].hints[0].contains("offprint new"));
    write(folder.path(), "site.toml", b"title = 'x'");
    assert_eq!(&*settings(folder.path()).value.unwrap().text, "title = 'x'");
}

fn table(text: &str) -> (DataTable, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let table = csv_table::read(text, &"content/a.csv".into(), &mut problems);
    (table, problems)
}

#[test]
fn a_data_file_is_a_table() {
    let (data, problems) = table("\u{feff}vendor, countries\r\n\"Huawei, Ltd\",50\r\nNEC,14\r\n");
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(data.head, ["vendor".into(), "countries".into()]);
    assert_eq!(data.rows[0], ["Huawei, Ltd".into(), "50".into()]);
}

#[test]
fn uneven_rows_have_their_place_and_become_even() {
    for text in ["a,b\n1,2\n3\n4,5,6\n", "\u{feff}a,b\r\n1,2\r\n3\r\n4,5,6\r\n"] {
        let (data, problems) = table(text);
        assert_eq!(codes(&problems), ["data-invalid"; 2]);
        let pointed: Vec<&str> =
            problems.iter().map(|p| text.get(p.place.clone().unwrap().range.unwrap()).unwrap()).collect();
        assert_eq!(pointed, ["3", "4,5,6"]);
        assert_eq!(problems[0].message, "this row has 1 cell, and the first row has 2");
        assert!(data.rows.iter().all(|row| row.len() == 2));
    }
    assert_eq!(codes(&table("").1), ["data-invalid"]);
    assert_eq!(codes(&table("a;b\n1;2\n").1), ["data-invalid"]);
}

#[test]
fn images_have_sizes() {
    let svg = |text: &str| picture::svg_size(text.as_bytes());
    assert_eq!(svg("<?xml version=\"1.0\"?><!-- x --><svg width=\"120px\" height='60'/>"), Some((120, 60)));
    assert_eq!(svg("<svg viewBox=\"0 0 300 150\">"), Some((300, 150)));
    assert_eq!(svg("<svg width=\"100%\" viewBox=\"0,0,300,150\">"), Some((300, 150)));
    assert_eq!(svg("<svg width=\"600\" viewBox=\"0 0 300 150\">"), Some((600, 300)));
    assert_eq!(svg("<svg width=\"1e99\" height=\"5\">"), None);
    assert_eq!(svg("<html><svg width='1' height='1'/></html>"), None);
    assert_eq!(svg("<svg"), None);
    let folder = site(&["index.md", "broken.png", "good.svg"]);
    write(folder.path(), "good.svg", b"<svg width='4' height='3'></svg>");
    let listing = list(folder.path(), &settings_of("")).unwrap();
    assert_eq!(codes(&listing.problems), ["image-unreadable"]);
    let drawing = Picture { is_drawing: true, ..Picture::of(4, 3) };
    assert_eq!(listing.value.assets["good.svg"].kind, AssetKind::Image(Some(drawing)));
}

#[test]
fn a_government_report_in_files_is_a_paper() {
    let listing = listed(&[
        "papers/open-first/index.md",
        "papers/open-first/1_Introduction.md",
        "papers/open-first/7_Next_Steps.md",
        "papers/open-first/Annex_Legal.md",
        "papers/open-first/pl/index.md",
        "papers/open-first/pl/1_Wprowadzenie.md",
        "papers/open-first/pl/Aneks.md",
    ]);
    assert!(listing.problems.is_empty(), "{:?}", listing.problems);
    let roles: Vec<Vec<&Role>> =
        listing.value.manuscripts.iter().map(|m| m.files.iter().map(|file| &file.role).collect()).collect();
    assert_eq!(
        roles[0][1..],
        [
            &Role::Numbered(1, "Introduction".into()),
            &Role::Numbered(7, "Next_Steps".into()),
            &Role::Other("Annex_Legal".into()),
        ]
    );
    assert_eq!(roles[1][1..], [&Role::Numbered(1, "Wprowadzenie".into()), &Role::Other("Aneks".into())]);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_a_text_of_the_same_length(bytes: Vec<u8>) {
        let mut problems = Vec::new();
        let length = bytes.len();
        let text = text::decode(bytes, &"content/a.md".into(), &mut problems);
        proptest::prop_assert_eq!(text.len(), length);
    }

    #[test]
    fn any_text_is_an_even_table(text in "[a,;\"\r\n \u{feff}é]{0,60}") {
        let (data, problems) = table(&text);
        proptest::prop_assert!(data.rows.iter().all(|row| row.len() == data.head.len()));
        for range in problems.into_iter().filter_map(|problem| problem.place.unwrap().range) {
            proptest::prop_assert!(text.get(range).is_some());
        }
    }

    #[test]
    fn any_image_has_a_size_or_none(
        magic in proptest::sample::select(vec![
            &b"\x89PNG\r\n\x1a\n"[..], b"GIF89a", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8X", b"RIFF\0\0\0\0WEBPVP8 ",
            b"\0\0\0\x20ftypavif", b"BM", b"II*\0", b"MM\0*", b"8BPS", b"\0\0\x01\0", b"\xff\x0a", b"<svg ", b"DDS ",
            b"\0\0\0\x0cJXL \r\n\x87\n", b"qoif", b"v/1\x01", b"P6", b"#?RADIANCE\n", b"FORM\0\0\0\0ILBM",
        ]),
        rest: Vec<u8>,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, [magic, &rest].concat()).unwrap();
        for extension in ["png", "jpg", "webp", "svg"] {
            let picture = picture::read(fs::File::open(&path).unwrap(), extension, &[480]);
            proptest::prop_assert!(picture.is_none_or(|picture| picture.width > 0 && picture.height > 0));
        }
    }
}
