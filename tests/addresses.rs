//! The lock of addresses, from the first publication through the years: each test is a small site that is written, locked,
//! changed and checked by the program itself.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that can't go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SETTINGS: &str = "title = \"Institute\"\nbase_url = \"https://example.org/review/\"\n";

const PAPER: &str = "+++
title = \"Safe cities\"
date = 2020-10-05
+++

Opening.

### What we ask

Words.

## The cost of delay

Words.

### Who pays

Words.

## Results

Words.
";

/// A site in a folder of its own.
struct Site {
    folder: tempfile::TempDir,
}

/// What a run printed, and how it ended.
struct Said {
    code: i32,
    text: String,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.write("site.toml", SETTINGS);
        site.write("papers/safe-cities.md", PAPER);
        site
    }

    /// A site whose addresses are locked.
    fn locked() -> Self {
        let site = Self::new();
        assert_eq!(site.run("lock").code, 0);
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("content").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn lock(&self) -> String {
        fs::read_to_string(self.path("addresses.lock")).unwrap()
    }

    /// The addresses in the lock.
    fn addresses(&self) -> Vec<String> {
        self.lock().lines().skip(1).map(str::to_owned).collect()
    }

    /// Changes the paper.
    fn edit(&self, old: &str, new: &str) {
        let path = self.path("papers/safe-cities.md");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old} is not in {text}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }

    fn run(&self, arguments: &str) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(arguments.split(' '))
            .current_dir(self.folder.path())
            .env("NO_COLOR", "1")
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .unwrap();
        let text = [output.stderr, output.stdout].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        Said { code: output.status.code().unwrap(), text }
    }

    /// The errors of a check, one line each.
    fn errors(&self, arguments: &str) -> Vec<String> {
        let said = self.run(&format!("{arguments} --format short --quiet"));
        let errors: Vec<String> =
            said.text.lines().filter(|line| line.contains("error")).map(str::to_owned).collect();
        assert_eq!(said.code, i32::from(!errors.is_empty()), "{}", said.text);
        errors
    }

    /// Asserts that there is one error, and that it says each of these.
    fn has_one_error(&self, words: &[&str]) {
        let errors = self.errors("check");
        assert_eq!(errors.len(), 1, "{errors:#?}");
        for word in words {
            assert!(errors[0].contains(word), "{word} is not in {}", errors[0]);
        }
    }

    fn is_clean(&self) {
        assert_eq!(self.errors("check"), Vec::<String>::new());
    }

    /// A page of the site as it is published.
    fn page(&self, address: &str) -> String {
        let path = Path::new("public").join(address.trim_start_matches('/')).join("index.html");
        fs::read_to_string(self.folder.path().join(path)).unwrap_or_else(|e| panic!("{address}: {e}"))
    }

    fn build(&self) {
        let said = self.run("build");
        assert_eq!(said.code, 0, "{}", said.text);
    }
}

/// How often an id stands on a page.
fn count_id(page: &str, id: &str) -> usize {
    page.matches(&format!("id=\"{id}\"")).count()
}

/// Every id of a page is there once.
fn ids_are_unique(page: &str) {
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for id in &ids {
        assert_eq!(count_id(page, id), 1, "{id}");
    }
    assert!(!ids.is_empty());
}

#[test]
fn a_lock_lists_pages_and_headings_once_and_in_order() {
    let site = Site::new();
    let said = site.run("lock");
    assert_eq!(said.code, 0, "{}", said.text);
    assert!(said.text.contains("+ /papers/safe-cities/\n"), "{}", said.text);
    assert!(
        said.text.contains("wrote content/addresses.lock (6 addresses, 6 new); commit it"),
        "{}",
        said.text
    );
    let expected = [
        "/papers/safe-cities/",
        "/papers/safe-cities/#what-we-ask",
        "/papers/safe-cities/full/",
        "/papers/safe-cities/results/",
        "/papers/safe-cities/the-cost-of-delay/",
        "/papers/safe-cities/the-cost-of-delay/#who-pays",
    ];
    assert_eq!(site.addresses(), expected);
    let lock = site.lock();
    let said = site.run("lock");
    assert!(said.text.contains("content/addresses.lock is up to date (6 addresses)"), "{}", said.text);
    assert_eq!(site.lock(), lock);
    site.is_clean();
}

#[test]
fn a_reworded_heading_keeps_its_old_address_by_an_alias() {
    let site = Site::locked();
    site.edit("### Who pays", "### Who has to pay");
    let said = site.run("check");
    assert_eq!(said.code, 1);
    for words in [
        "`/papers/safe-cities/the-cost-of-delay/#who-pays` was published and is gone",
        "### Who has to pay",
        "`{alias=who-pays}`",
    ] {
        assert!(said.text.contains(words), "{words} is not in {}", said.text);
    }
    assert_eq!(site.run("build").code, 1);
    site.edit("### Who has to pay", "### Who has to pay {alias=who-pays}");
    site.is_clean();
    site.build();
    let section = site.page("/papers/safe-cities/the-cost-of-delay/");
    assert!(
        section.contains("<h2 id=\"who-has-to-pay\"><span id=\"who-pays\"></span>Who has to pay</h2>"),
        "{section}"
    );
    ids_are_unique(&section);
    let full = site.page("/papers/safe-cities/full/");
    assert_eq!(count_id(&full, "the-cost-of-delay:who-has-to-pay"), 1);
    assert_eq!(count_id(&full, "the-cost-of-delay:who-pays"), 1);
    ids_are_unique(&full);
}

#[test]
fn an_old_lock_keeps_old_and_new_words() {
    let site = Site::locked();
    site.edit("### Who pays", "### Who has to pay {alias=\"who-pays\"}");
    assert_eq!(site.run("lock").code, 0);
    let page = "/papers/safe-cities/the-cost-of-delay/#";
    assert!(site.addresses().contains(&format!("{page}who-pays")));
    assert!(site.addresses().contains(&format!("{page}who-has-to-pay")));
    site.edit(" {alias=\"who-pays\"}", "");
    site.has_one_error(&["heading-gone", "who-pays"]);
}

#[test]
fn a_reworded_section_keeps_its_page() {
    let site = Site::locked();
    site.edit("## The cost of delay", "## What delay costs");
    site.has_one_error(&["address-gone", "`/papers/safe-cities/the-cost-of-delay/`"]);
    site.edit("## What delay costs", "## What delay costs {alias=the-cost-of-delay}");
    site.is_clean();
    site.build();
    let old = site.page("/papers/safe-cities/the-cost-of-delay/");
    assert!(old.contains("content=\"0; url=/review/papers/safe-cities/what-delay-costs/\""), "{old}");
    assert!(old.contains(">What delay costs</a>"), "{old}");
    let full = site.page("/papers/safe-cities/full/");
    for id in [
        "the-cost-of-delay",
        "the-cost-of-delay:the-cost-of-delay",
        "the-cost-of-delay:what-delay-costs",
        "what-delay-costs:the-cost-of-delay",
        "the-cost-of-delay:who-pays",
        "what-delay-costs:who-pays",
    ] {
        assert_eq!(count_id(&full, id), 1, "{id}");
    }
    ids_are_unique(&full);
}

#[test]
fn a_renamed_paper_is_one_problem_and_one_line() {
    let site = Site::locked();
    fs::rename(site.path("papers/safe-cities.md"), site.path("papers/safer-cities.md")).unwrap();
    site.has_one_error(&["address-gone", "content/papers/safer-cities.md", "`/papers/safe-cities/`"]);
    let path = site.path("papers/safer-cities.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("date =", "aliases = [\"/papers/safe-cities/\"]\ndate =", 1)).unwrap();
    site.is_clean();
    site.build();
    for (old, new) in
        [("", ""), ("results/", "results/"), ("the-cost-of-delay/", "the-cost-of-delay/"), ("full/", "full/")]
    {
        let page = site.page(&format!("/papers/safe-cities/{old}"));
        assert!(page.contains(&format!("url=/review/papers/safer-cities/{new}\"")), "{page}");
    }
    // What was on its pages is still looked after.
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("### Who pays", "### Who has to pay", 1)).unwrap();
    site.has_one_error(&["heading-gone", "`/papers/safe-cities/the-cost-of-delay/#who-pays`"]);
}

#[test]
fn a_paper_that_becomes_a_draft_again_is_gone_and_stays_locked() {
    let site = Site::locked();
    let lock = site.lock();
    site.edit("date =", "draft = true\ndate =");
    site.has_one_error(&["address-gone", "content/papers/safe-cities.md", "it is a draft"]);
    assert_eq!(site.run("lock").code, 1);
    assert_eq!(site.lock(), lock);
    assert_eq!(site.errors("check --drafts"), Vec::<String>::new());
}

#[test]
fn what_is_not_published_is_not_locked() {
    let site = Site::locked();
    let hidden = |key: &str| PAPER.replacen("date =", &format!("{key}\ndate ="), 1);
    site.write("papers/secret-draft.md", &hidden("draft = true"));
    site.write("papers/secret-embargo.md", &hidden("embargo = 2999-01-01T00:00:00Z"));
    assert_eq!(site.run("lock").code, 0);
    assert!(!site.lock().contains("secret"));
    assert_eq!(site.errors("check --locked --drafts"), Vec::<String>::new());
    for option in ["--drafts", "--now", "--base-url"] {
        assert_eq!(site.run(&format!("lock {option}")).code, 2, "{option}");
    }
}

#[test]
fn the_past_takes_nothing_away() {
    let site = Site::new();
    site.edit("date =", "embargo = 2021-01-01T00:00:00Z\ndate =");
    assert_eq!(site.run("lock").code, 0);
    let lock = site.lock();
    assert!(lock.contains("/papers/safe-cities/"));
    let errors = site.errors("build --now 2020-06-01");
    assert!(errors.len() == 1 && errors[0].contains("it is embargoed until 2021-01-01"), "{errors:#?}");
    assert_eq!(site.lock(), lock);
}

#[test]
fn ci_can_demand_that_the_lock_is_up_to_date() {
    let site = Site::new();
    let errors = site.errors("check --locked");
    assert!(errors.len() == 1 && errors[0].contains("there is no lock"), "{errors:#?}");
    assert_eq!(site.run("lock").code, 0);
    assert_eq!(site.errors("check --locked"), Vec::<String>::new());
    site.edit("## Results", "### Whose\n\n## Results");
    site.is_clean();
    let errors = site.errors("check --locked");
    assert!(
        errors.len() == 1 && errors[0].contains("`/papers/safe-cities/the-cost-of-delay/#whose`"),
        "{errors:#?}"
    );
}

#[test]
fn a_merge_conflict_is_resolved_by_writing_the_lock() {
    let site = Site::locked();
    let lock = site.lock();
    let line = "/papers/safe-cities/results/\n";
    let sides = format!(
        "<<<<<<< ours\n{line}||||||| base\n=======\n/papers/safe-cities/results/#theirs\n>>>>>>> theirs\n"
    );
    site.write("addresses.lock", &lock.replacen(line, &sides, 1));
    let errors = site.errors("check");
    assert!(errors.iter().any(|error| error.contains("merge-conflict")), "{errors:#?}");
    // What one side knows and the texts lack is missed all the same.
    assert!(errors.iter().any(|error| error.contains("#theirs")), "{errors:#?}");
    site.edit("## Results", "## Results\n\n### Theirs");
    let said = site.run("lock");
    assert_eq!(said.code, 0, "{}", said.text);
    let expected = lock.replacen(line, &format!("{line}/papers/safe-cities/results/#theirs\n"), 1);
    assert_eq!(site.lock(), expected);
}

#[test]
fn remarks_of_a_lock_are_kept() {
    let site = Site::locked();
    let lock = site.lock();
    let (head, rest) = lock.split_once('\n').unwrap();
    site.write("addresses.lock", &format!("{head}\n\n{rest}# Ask the library before one goes.\n"));
    assert_eq!(site.run("lock").code, 0);
    assert_eq!(site.lock(), format!("{head}\n# Ask the library before one goes.\n{rest}"));
}

#[test]
fn a_damaged_lock_is_left_as_it_is() {
    let site = Site::locked();
    let good = site.lock();
    let damages = [
        good.replacen("/papers", "papers", 1),
        good.replacen("addresses.lock 1", "addresses.lock 2", 1),
        good.lines().skip(1).map(|line| format!("{line}\n")).collect(),
        String::new(),
    ];
    for damaged in damages {
        site.write("addresses.lock", &damaged);
        let errors = site.errors("check");
        assert!(errors.len() == 1 && errors[0].contains("addresses-damaged"), "{errors:#?}");
        assert_eq!(site.run("lock").code, 1);
        assert_eq!(site.lock(), damaged);
    }
    // What Windows makes of it, and an order that a merge made, are none.
    let crlf: String = std::iter::once(good.lines().next().unwrap())
        .chain(good.lines().skip(1).collect::<Vec<_>>().into_iter().rev())
        .map(|line| format!("{line}\r\n"))
        .collect();
    site.write("addresses.lock", &crlf);
    site.is_clean();
    assert_eq!(site.run("lock").code, 0);
    assert_eq!(site.lock(), good);
}

#[test]
fn papers_may_become_one_page_and_be_split_again() {
    let site = Site::locked();
    site.edit("date =", "pages = \"single\"\ndate =");
    site.has_one_error(&["address-gone", "`/papers/safe-cities/full/`", "so were 2 more pages of it"]);
    site.edit("date =", "aliases = [\"/papers/safe-cities/full/\"]\ndate =");
    site.edit("## Results", "## Results {alias=results}");
    site.edit("## The cost of delay", "## Costs {alias=the-cost-of-delay}");
    site.is_clean();
    site.build();
    let old = site.page("/papers/safe-cities/results/");
    assert!(old.contains("url=/review/papers/safe-cities/#results\""), "{old}");
    let page = site.page("/papers/safe-cities/");
    assert_eq!(count_id(&page, "the-cost-of-delay"), 1);
    assert_eq!(count_id(&page, "the-cost-of-delay:who-pays"), 1);
    ids_are_unique(&page);
    assert_eq!(site.run("lock").code, 0);
    assert!(site.addresses().contains(&"/papers/safe-cities/#costs:who-pays".to_owned()));
    site.edit("pages = \"single\"\n", "");
    site.edit("aliases = [\"/papers/safe-cities/full/\"]\n", "");
    site.has_one_error(&["heading-gone", "when the paper was one page"]);
}

#[test]
fn other_words_for_a_section_of_one_page_are_one_problem() {
    let site = Site::new();
    site.edit("date =", "pages = \"single\"\ndate =");
    assert_eq!(site.run("lock").code, 0);
    site.edit("## The cost of delay", "## What delay costs");
    site.has_one_error(&[
        "heading-gone",
        "`/papers/safe-cities/#the-cost-of-delay` was",
        "; so is one more heading in it",
    ]);
    site.edit("## What delay costs", "## What delay costs {alias=the-cost-of-delay}");
    site.is_clean();
}

#[test]
fn section_files_and_other_languages_have_aliases_too() {
    let site = Site::new();
    fs::remove_file(site.path("papers/safe-cities.md")).unwrap();
    site.write("site.toml", &format!("{SETTINGS}languages = [\"en\", \"pl\"]\n"));
    let front = "+++\ntitle = \"X\"\ndate = 2020\n+++\n";
    site.write("papers/x/index.md", front);
    site.write("papers/x/01-costs.md", "# The costs\n\nWords.\n\n### Detail\n\nWords.\n");
    site.write(
        "papers/x/index.pl.md",
        &format!("{front}\n## Wyniki badań\n\nSłowa.\n\n### Źródła\n\nSłowa.\n"),
    );
    assert_eq!(site.run("lock").code, 0);
    assert!(
        site.addresses().contains(&"/pl/papers/x/wyniki-badan/#wyniki-badań".to_owned()),
        "{}",
        site.lock()
    );
    fs::rename(site.path("papers/x/01-costs.md"), site.path("papers/x/01-prices.md")).unwrap();
    let polish = site.path("papers/x/index.pl.md");
    fs::write(&polish, fs::read_to_string(&polish).unwrap().replace("Wyniki badań", "Co wynika")).unwrap();
    let errors = site.errors("check");
    assert_eq!(errors.len(), 2, "{errors:#?}");
    let said = site.run("check").text;
    assert!(said.contains("`{alias=wyniki-badań}`") && said.contains("`aliases = [\"costs\"]`"), "{said}");
    fs::write(
        &polish,
        fs::read_to_string(&polish).unwrap().replace("Co wynika", "Co wynika {alias=wyniki-badań}"),
    )
    .unwrap();
    site.write(
        "papers/x/01-prices.md",
        "+++\naliases = [\"costs\"]\n+++\n# The costs\n\nWords.\n\n### Detail\n\nWords.\n",
    );
    site.is_clean();
    site.build();
    assert!(site.page("/papers/x/costs/").contains("url=/review/papers/x/prices/\""));
    assert!(site.page("/pl/papers/x/wyniki-badan/").contains("url=/review/pl/papers/x/co-wynika/\""));
    let page = site.page("/pl/papers/x/co-wynika/");
    assert!(page.contains("<h1 id=\"co-wynika\"><span id=\"wyniki-badań\"></span>Co wynika</h1>"), "{page}");
    ids_are_unique(&site.page("/pl/papers/x/full/"));
}

#[test]
fn the_preview_says_what_a_check_says() {
    use offprint::preview::{Preview, PreviewOptions};
    let site = Site::locked();
    site.edit("### Who pays", "### Who has to pay");
    let options = PreviewOptions { drafts: false, now: None, printed: None, base_url: None };
    let preview = Preview::open(site.folder.path(), options).unwrap();
    let change = preview.complete();
    assert_eq!(change.errors, 1);
}
