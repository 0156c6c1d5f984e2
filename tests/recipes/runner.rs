//! A runner of CI jobs, as far as recipes need one: it takes steps out of the YAML that offprint prints and runs them.
//!
//! In: a recipe's text, a repository. Out: how each step ended, and what it said. Never: a step that the recipe does not have.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// YAML as both hosts read it.
pub(crate) fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|e| panic!("no YAML: {e}\n{text}"))
}

/// What ran, and how.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    /// Both streams, as a log has them.
    pub(crate) log: String,
}

/// A machine that runs steps: a folder with the repository, one for temporary files, and variables.
pub(crate) struct Machine {
    pub(crate) workspace: PathBuf,
    pub(crate) temporary: PathBuf,
    pub(crate) variables: BTreeMap<String, String>,
    pub(crate) path: Vec<PathBuf>,
}

impl Machine {
    /// A machine with the program on its path, or without it.
    pub(crate) fn new(workspace: &Path, temporary: &Path, has_offprint: bool) -> Self {
        fs::create_dir_all(temporary).unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_offprint")).parent().unwrap();
        let system = ["/usr/local/bin", "/usr/bin", "/bin"].map(PathBuf::from);
        let path = has_offprint.then(|| program.to_owned()).into_iter().chain(system).collect();
        Self {
            workspace: workspace.to_owned(),
            temporary: temporary.to_owned(),
            variables: BTreeMap::new(),
            path,
        }
    }

    /// The variables of a workflow or step, which must be texts without expressions.
    pub(crate) fn set(&mut self, variables: &Value) {
        for (name, value) in variables.as_object().into_iter().flatten() {
            self.variables.insert(name.clone(), value.as_str().unwrap().to_owned());
        }
    }

    /// Runs a script as the host's shell does: it ends at the first command that fails.
    pub(crate) fn run(&self, script: &str) -> Ended {
        let file = self.temporary.join("script.sh");
        fs::write(&file, script).unwrap();
        let path = std::env::join_paths(&self.path).unwrap();
        let mut command = Command::new("bash");
        command.args(["-e", "-o", "pipefail"]).arg(&file).current_dir(&self.workspace);
        command.env_clear().env("PATH", path).env("HOME", &self.temporary).envs(&self.variables);
        let output = command.output().unwrap();
        let log = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        Ended { code: output.status.code().unwrap(), log }
    }
}

/// A step of GitHub Actions that runs a script.
pub(crate) struct Step {
    pub(crate) name: String,
    condition: Option<String>,
    variables: Value,
    script: String,
}

impl Step {
    /// The same step with other variables than the recipe's, which are expressions of the host.
    pub(crate) fn with_variables(self, variables: Value) -> Self {
        Self { variables, ..self }
    }
}

/// The scripts of a job, in their order.
pub(crate) fn steps(workflow: &Value, job: &str) -> Vec<Step> {
    let steps = workflow["jobs"][job]["steps"].as_array().unwrap_or_else(|| panic!("no steps in `{job}`"));
    let scripts = steps.iter().filter(|step| step.get("run").is_some());
    scripts
        .map(|step| Step {
            name: step["name"].as_str().unwrap().to_owned(),
            condition: step.get("if").map(|condition| condition.as_str().unwrap().to_owned()),
            variables: step["env"].clone(),
            script: step["run"].as_str().unwrap().to_owned(),
        })
        .collect()
}

/// A job of GitHub Actions on a machine.
pub(crate) struct Job {
    machine: Machine,
    event: &'static str,
}

impl Job {
    pub(crate) fn new(workflow: &Value, event: &'static str, mut machine: Machine) -> Self {
        machine.set(&workflow["env"]);
        for (name, file) in
            [("GITHUB_OUTPUT", "output"), ("GITHUB_PATH", "path"), ("GITHUB_STEP_SUMMARY", "summary.md")]
        {
            let file = machine.temporary.join(file);
            fs::write(&file, "").unwrap();
            machine.variables.insert(name.to_owned(), file.to_str().unwrap().to_owned());
        }
        for (name, folder) in [("GITHUB_WORKSPACE", &machine.workspace), ("RUNNER_TEMP", &machine.temporary)]
        {
            machine.variables.insert(name.to_owned(), folder.to_str().unwrap().to_owned());
        }
        Self { machine, event }
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.machine.variables.insert(name.to_owned(), value.to_owned());
    }

    /// Runs the steps until one fails; what each that ran said.
    pub(crate) fn run(&mut self, steps: &[Step]) -> Vec<(String, Ended)> {
        let mut ran = Vec::new();
        for step in steps {
            let runs = match step.condition.as_deref() {
                None => true,
                Some("github.event_name == 'pull_request'") => self.event == "pull_request",
                Some("github.event_name != 'pull_request'") => self.event != "pull_request",
                Some(other) => panic!("the runner does not know the condition `{other}`"),
            };
            if !runs {
                continue;
            }
            self.machine.set(&step.variables);
            let ended = self.machine.run(&step.script);
            let added = self.file("path");
            self.machine.path.splice(0..0, added.lines().map(PathBuf::from));
            let failed = ended.code != 0;
            ran.push((step.name.clone(), ended));
            if failed {
                break;
            }
        }
        ran
    }

    /// What steps wrote to one of the job's files: `output`, `summary.md`.
    pub(crate) fn file(&self, name: &str) -> String {
        fs::read_to_string(self.machine.temporary.join(name)).unwrap()
    }
}
