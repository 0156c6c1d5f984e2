//! Recipes do what they say: their steps are taken out of what `offprint recipe` prints and run in a clean clone.
//!
//! What only the hosts themselves have (checkout, caches, artifacts, deployment) is not run; that it is asked for in a form that
//! they know is checked as far as a parser can.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that can't go on has failed"
)]

#[path = "recipes/runner.rs"]
mod runner;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use runner::{Ended, Job, Machine, steps, yaml};
use serde_json::Value;

/// A repository with a site in a folder of it, and a clean clone.
struct Repository {
    folder: tempfile::TempDir,
    site: &'static str,
}

/// The paper that is broken.
const NOTE: &str = "content/papers/short-note.md";

impl Repository {
    fn new(site: &'static str) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let origin = folder.path().join("origin");
        fs::create_dir_all(&origin).unwrap();
        succeed(Command::new("git").args(["init", "--quiet"]).current_dir(&origin));
        succeed(Command::new(env!("CARGO_BIN_EXE_offprint")).arg("new").arg(origin.join(site).join("new")));
        let made = origin.join(site).join("new");
        for name in ["content", ".gitignore"] {
            fs::rename(made.join(name), origin.join(site).join(name)).unwrap();
        }
        fs::remove_dir(made).unwrap();
        Self { folder, site }
    }

    /// Commits everything; the clone.
    fn clone(&self, name: &str) -> PathBuf {
        let origin = self.folder.path().join("origin");
        let who = ["-c", "user.name=Author", "-c", "user.email=author@example.org"];
        succeed(Command::new("git").args(["add", "--all"]).current_dir(&origin));
        succeed(
            Command::new("git")
                .args(who)
                .args(["commit", "--quiet", "--message", "Write"])
                .current_dir(&origin),
        );
        let clone = self.folder.path().join(name);
        succeed(Command::new("git").args(["clone", "--quiet"]).args([&origin, &clone]));
        clone
    }

    fn append(&self, file: &str, text: &str) -> usize {
        let path = self.folder.path().join("origin").join(self.site).join(file);
        let before = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{before}{text}")).unwrap();
        before.lines().count()
    }

    fn recipe(&self, name: &str) -> Value {
        let site = self.folder.path().join("origin").join(self.site);
        yaml(&succeed(Command::new(env!("CARGO_BIN_EXE_offprint")).args(["recipe", name]).arg(site)))
    }

    fn machine(&self, clone: &Path, name: &str) -> Machine {
        Machine::new(clone, &self.folder.path().join(name), true)
    }
}

fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    assert!(output.status.success(), "{command:?}: {}", text(output.stderr));
    text(output.stdout)
}

fn names(ran: &[(String, Ended)]) -> Vec<(&str, i32)> {
    ran.iter().map(|(name, ended)| (name.as_str(), ended.code)).collect()
}

/// The recipes for GitHub and GitLab, which are whole files.
const WHOLE: [&str; 3] = ["github", "schedule", "gitlab"];

#[test]
fn recipes_are_yaml_that_hosts_know() {
    let repository = Repository::new("docs/site \"a\"");
    for name in WHOLE {
        let recipe = repository.recipe(name);
        let variables = [&recipe["env"], &recipe["variables"]];
        let site = variables.iter().find_map(|variables| variables["SITE"].as_str());
        assert!(name == "schedule" || site == Some("docs/site \"a\""), "{name}: {site:?}");
        for (job, steps) in recipe["jobs"].as_object().into_iter().flatten() {
            assert!(steps["runs-on"] == "ubuntu-latest" || steps["uses"].is_string(), "{name}, {job}");
            for step in steps["steps"].as_array().into_iter().flatten() {
                let action = step["uses"].as_str().unwrap_or("./");
                let (owner, version) = action.split_once('@').unwrap_or((action, "v"));
                assert!(owner.starts_with("actions/") || owner == "./", "{action}: whose is it?");
                assert!(version.starts_with('v') && step["uses"].is_string() != step["run"].is_string());
                // What stands in a script as an expression is run as the script.
                assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{name}: {step}");
            }
        }
    }
    // The action leaves out `.well-known/` and the like unless it is told, and knows the word since its fifth version.
    let workflow = repository.recipe("github");
    let is_upload =
        |step: &&Value| step["uses"].as_str().is_some_and(|action| action.contains("pages-artifact"));
    let upload = workflow["jobs"]["build"]["steps"].as_array().unwrap().iter().find(is_upload).unwrap();
    assert_eq!(upload["uses"], "actions/upload-pages-artifact@v5");
    assert_eq!(upload["with"]["include-hidden-files"], true);
    // GitLab keeps all that is below a folder that is named whole.
    assert_eq!(repository.recipe("gitlab")["pages"]["artifacts"]["paths"], serde_json::json!(["public"]));
    let cache = repository.recipe("cache");
    assert_eq!(cache[0]["with"]["path"], ".offprint/cache");
}

#[test]
fn github_publishes_what_is_clean() {
    let repository = Repository::new(".");
    let clone = repository.clone("clone");
    let workflow = repository.recipe("github");
    let mut job = Job::new(&workflow, "pull_request", repository.machine(&clone, "pull"));
    let ran = job.run(&steps(&workflow, "build"));
    assert_eq!(names(&ran), [("Install offprint", 0), ("Check", 0)], "{ran:?}");
    assert!(!ran[1].1.log.contains("::error"), "{ran:?}");
    assert!(!clone.join("public").exists(), "a check writes nothing");
    assert!(
        job.file("summary.md").starts_with("## offprint check: 0 errors, 0 warnings, "),
        "{}",
        job.file("summary.md")
    );

    let mut job = Job::new(&workflow, "push", repository.machine(&clone, "push"));
    let ran = job.run(&steps(&workflow, "build"));
    assert_eq!(names(&ran), [("Install offprint", 0), ("Build", 0)], "{ran:?}");
    assert!(clone.join("public/index.html").is_file());
    assert_eq!(job.file("output"), "next_change=never\n");
    assert!(
        job.file("summary.md").contains("\n**What to do:** nothing must be done.\n"),
        "{}",
        job.file("summary.md")
    );
}

#[test]
fn github_fails_on_a_broken_link_with_an_annotation_on_its_line() {
    let repository = Repository::new("docs");
    let line = repository.append(NOTE, "\nSee [the other](nowhere.md).\n") + 2;
    let clone = repository.clone("clone");
    let workflow = repository.recipe("github");
    for event in ["pull_request", "push"] {
        let mut job = Job::new(&workflow, event, repository.machine(&clone, event));
        let ran = job.run(&steps(&workflow, "build"));
        let last = if event == "push" { "Build" } else { "Check" };
        assert_eq!(names(&ran), [("Install offprint", 0), (last, 1)], "{ran:?}");
        let log = &ran[1].1.log;
        let commands: Vec<&str> = log.lines().filter(|line| line.starts_with("::error ")).collect();
        let place = format!(
            "::error file=docs/{NOTE},line={line},endLine={line},col=5,endColumn=28,title=link-missing::"
        );
        assert!(commands.len() == 1 && commands[0].starts_with(&place), "{place}\n{log}");
        let to_do = "to do: correct the error above; `offprint explain link-missing` says why and how\n";
        assert!(log.contains(to_do), "{log}");
        assert!(log.contains("the same on your own machine: offprint check docs\n"), "{log}");
        let summary = job.file("summary.md");
        assert!(summary.starts_with(&format!("## offprint {}: 1 error, ", last.to_lowercase())), "{summary}");
        assert!(summary.contains(&format!("<code>docs/{NOTE}:{line}:5</code>")), "{summary}");
        assert!(
            summary.contains("**What to do:** correct the error below; `offprint explain link-missing`"),
            "{summary}"
        );
        assert!(!clone.join("docs/public").exists(), "nothing is published");
    }
}

#[test]
fn offprint_is_installed_from_a_release_if_its_sum_is_right() {
    let repository = Repository::new(".");
    let clone = repository.clone("clone");
    let workflow = repository.recipe("github");
    let install = || steps(&workflow, "build").into_iter().take(1).collect::<Vec<_>>();
    let bare = |name| Machine::new(&clone, &repository.folder.path().join(name), false);
    let mut job = Job::new(&workflow, "push", bare("unset"));
    let ran = job.run(&install());
    assert!(ran[0].1.code == 1 && ran[0].1.log.contains("::error::set OFFPRINT_RELEASES"), "{ran:?}");

    let releases = repository.folder.path().join("releases");
    let version = env!("CARGO_PKG_VERSION");
    let folder = releases.join(format!("v{version}"));
    let name = format!("offprint-{version}-x86_64-unknown-linux-musl");
    fs::create_dir_all(folder.join(&name)).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_offprint"), folder.join(&name).join("offprint")).unwrap();
    let pack = format!("tar -czf {name}.tar.gz {name} && sha256sum {name}.tar.gz > {name}.tar.gz.sha256");
    succeed(Command::new("bash").args(["-c", &pack]).current_dir(&folder));
    let mut job = Job::new(&workflow, "push", bare("good"));
    job.set("OFFPRINT_RELEASES", &format!("file://{}", releases.display()));
    let ran = job.run(&steps(&workflow, "build"));
    assert_eq!(names(&ran), [("Install offprint", 0), ("Build", 0)], "{ran:?}");

    fs::write(folder.join(format!("{name}.tar.gz")), "something else").unwrap();
    let mut job = Job::new(&workflow, "push", bare("damaged"));
    job.set("OFFPRINT_RELEASES", &format!("file://{}", releases.display()));
    let ran = job.run(&install());
    assert!(ran[0].1.code == 1 && ran[0].1.log.contains("FAILED"), "{ran:?}");
}

#[test]
fn the_schedule_builds_when_an_embargo_has_ended() {
    let repository = Repository::new(".");
    let note = repository.folder.path().join("origin").join(NOTE);
    let text = fs::read_to_string(&note).unwrap();
    fs::write(&note, text.replacen("+++\n", "+++\nembargo = 2990-01-01T09:00:00+01:00\n", 1)).unwrap();
    let clone = repository.clone("clone");
    let (workflow, schedule) = (repository.recipe("github"), repository.recipe("schedule"));
    let mut job = Job::new(&workflow, "push", repository.machine(&clone, "push"));
    let ran = job.run(&steps(&workflow, "build"));
    assert!(ran[1].1.log.contains("next change: 2990-01-01T08:00:00Z"), "{ran:?}");
    let next = job.file("output").trim().strip_prefix("next_change=").unwrap().to_owned();
    assert_eq!(next, "2990-01-01T08:00:00Z");

    // What the last job notes is what the schedule reads.
    let machine = repository.machine(&clone, "publish");
    let noted = steps(&workflow, "publish").remove(0);
    let mut job = Job::new(&workflow, "push", machine);
    job.set("NEXT_CHANGE", &next);
    let without_expression = noted.with_variables(Value::Null);
    assert_eq!(names(&job.run(&[without_expression])), [("Note the end of the next embargo", 0)]);
    let file = clone.join("offprint-next-change");
    assert_eq!(fs::read_to_string(&file).unwrap(), "2990-01-01T08:00:00Z\n");

    let due = |text: Option<&str>| {
        match text {
            Some(text) => fs::write(&file, text).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        let mut job = Job::new(&schedule, "schedule", repository.machine(&clone, "due"));
        let ran = job.run(&steps(&schedule, "due"));
        assert_eq!(names(&ran), [("Has an embargo ended?", 0)], "{ran:?}");
        job.file("output")
    };
    assert_eq!(due(Some("2990-01-01T08:00:00Z\n")), "due=false\n");
    assert_eq!(due(Some("never\n")), "due=false\n");
    assert_eq!(due(Some("2020-01-01T08:00:00Z\n")), "due=true\n");
    for unknown in ["", "x\n", "zzz\n"] {
        assert_eq!(due(Some(unknown)), "due=true\n", "{unknown:?}");
    }
    assert_eq!(due(None), "due=true\n", "where nothing is known, build");
}

/// Runs what a job of GitLab runs.
fn gitlab(repository: &Repository, recipe: &Value, job: &str, clone: &Path) -> Ended {
    let mut machine = repository.machine(clone, job);
    machine.set(&recipe["variables"]);
    machine.variables.insert("CI_PROJECT_DIR".to_owned(), clone.to_str().unwrap().to_owned());
    let scripts = [&recipe["default"]["before_script"], &recipe[job]["script"]];
    let lines: Vec<&str> =
        scripts.iter().flat_map(|s| s.as_array().unwrap()).map(|s| s.as_str().unwrap()).collect();
    machine.run(&lines.join("\n"))
}

#[test]
fn gitlab_checks_and_publishes() {
    let repository = Repository::new("docs");
    let clone = repository.clone("clean");
    let recipe = repository.recipe("gitlab");
    let report = |clone: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(clone.join("gl-code-quality-report.json")).unwrap()).unwrap()
    };
    let ended = gitlab(&repository, &recipe, "check", &clone);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(report(&clone).as_array().unwrap().iter().all(|entry| entry["severity"] == "info"));
    let ended = gitlab(&repository, &recipe, "pages", &clone);
    assert!(ended.code == 0 && clone.join("public/index.html").is_file(), "{ended:?}");

    let line = repository.append(NOTE, "\nSee [the other](nowhere.md).\n") + 2;
    let clone = repository.clone("broken");
    for job in ["check", "pages"] {
        let ended = gitlab(&repository, &recipe, job, &clone);
        assert_eq!(ended.code, 1, "{ended:?}");
        assert!(
            ended.log.contains("error[link-missing]") && ended.log.contains("to do: correct"),
            "{ended:?}"
        );
        let report = report(&clone);
        let faults: Vec<&Value> =
            report.as_array().unwrap().iter().filter(|e| e["severity"] == "major").collect();
        assert_eq!(faults.len(), 1);
        let location =
            serde_json::json!({ "path": format!("docs/{NOTE}"), "lines": { "begin": line, "end": line } });
        assert_eq!(faults[0]["location"], location);
        assert!(!clone.join("public").exists());
    }
}

#[test]
fn a_recipe_is_written_once() {
    let repository = Repository::new("docs");
    let origin = repository.folder.path().join("origin");
    let site = origin.join("docs");
    let write = |name: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(["recipe", name, "--write"])
            .arg(&site)
            .output();
        let output = output.unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    };
    for (name, path) in [("github", ".github/workflows/offprint.yml"), ("gitlab", ".gitlab-ci.yml")] {
        assert_eq!(write(name).0, 0);
        assert_eq!(yaml(&fs::read_to_string(origin.join(path)).unwrap()), repository.recipe(name));
        let (code, said) = write(name);
        assert!(code == 0 && said.ends_with("is this recipe already\n"), "{said}");
        fs::write(origin.join(path), "mine\n").unwrap();
        let (code, said) = write(name);
        assert!(code == 2 && said.contains("is not replaced"), "{said}");
        assert_eq!(fs::read_to_string(origin.join(path)).unwrap(), "mine\n");
    }
    let (code, said) = write("cache");
    assert!(code == 2 && said.contains("has no file of its own"), "{said}");
    let (code, said) = write("githup");
    assert!(code == 2 && said.contains("did you mean `github`?"), "{said}");
}

/// The paths of all files below a folder, from that folder.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            found.push(name);
        }
    }
    found
}

#[test]
fn hosts_are_told_to_keep_what_is_named_by_its_bytes_alone() {
    let repository = Repository::new("docs");
    let site = repository.folder.path().join("origin/docs");
    let settings = fs::read_to_string(site.join("content/site.toml")).unwrap();
    fs::write(site.join("content/site.toml"), format!("{settings}\n[hosting]\nfiles = [\"_headers\"]\n"))
        .unwrap();
    let own = ["logo.svg", "deep/logo.4C65E825.svg"];
    for name in own {
        let path = site.join("content/static/assets").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    }
    succeed(Command::new(env!("CARGO_BIN_EXE_offprint")).arg("build").arg(&site));
    let headers = fs::read_to_string(site.join("public/_headers")).unwrap();
    let mut kept: Vec<&str> = headers.lines().filter_map(|line| line.strip_prefix("/assets/")).collect();
    let mut assets = files(&site.join("public/assets"));
    assets.retain(|path| !own.contains(&&**path));
    assert!(assets.len() > 20, "the theme has no assets: {assets:?}");
    kept.sort_unstable();
    assets.sort_unstable();
    assert_eq!(kept, assets);
    assert_eq!(headers.matches("immutable").count(), kept.len(), "{headers}");
}

#[test]
fn a_site_may_have_the_files_of_its_host_made_at_each_build() {
    let repository = Repository::new("docs");
    let site = repository.folder.path().join("origin/docs");
    let settings = fs::read_to_string(site.join("content/site.toml")).unwrap();
    let asked = format!("{settings}\n[hosting]\nfiles = [\"_headers\", \"_redirects\"]\n");
    fs::write(site.join("content/site.toml"), &asked).unwrap();
    let paper = "+++\ntitle = \"Moved\"\ndate = 2026-01-02\nsummary = \"S.\"\nauthors = [\"A B\"]\npages = \"single\"\n\
                 aliases = [\"/papers/old/\"]\n+++\n\n## Costs {alias=charges}\n\nWords.\n";
    fs::write(site.join("content/papers/moved.md"), paper).unwrap();
    let program = || Command::new(env!("CARGO_BIN_EXE_offprint"));
    let sums = site.join("sums");
    succeed(program().arg("build").arg("--manifest").arg(&sums).arg(&site));
    for (name, recipe) in [("_headers", "headers"), ("_redirects", "redirects")] {
        let built = fs::read_to_string(site.join("public").join(name)).unwrap();
        assert_eq!(built, succeed(program().args(["recipe", recipe]).arg(&site)), "{name}");
        assert!(fs::read_to_string(&sums).unwrap().contains(name), "{name} is not in the manifest");
    }
    let redirects = fs::read_to_string(site.join("public/_redirects")).unwrap();
    assert!(redirects.lines().any(|line| line == "/papers/old/ /papers/moved/ 301"), "{redirects}");
    assert!(redirects.contains("/papers/moved/charges/ /papers/moved/#"), "{redirects}");
    let published = repository.folder.path().join("www");
    succeed(program().arg("publish").arg(&published).arg(&site));
    assert_eq!(fs::read_to_string(published.join("_redirects")).unwrap(), redirects);
    // One of the author's own is not passed over.
    fs::create_dir_all(site.join("content/static")).unwrap();
    fs::write(site.join("content/static/_headers"), "/*\n").unwrap();
    let output = program().arg("build").arg(&site).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.contains("error[address-taken]"), "{said}");
    fs::write(site.join("content/site.toml"), asked.replace("_headers", "headers")).unwrap();
    let output = program().arg("build").arg(&site).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("write \"_headers\" or \"_redirects\""), "{said}");
}
