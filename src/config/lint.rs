//! Reading `[lint]`.
//!
//! In: the table. Out: [`LintSetting`]s whose paths are written in one way, and diagnostics. Never: whether a setting has any
//! effect; that a run shows.

use super::LintSetting;
use crate::diagnostic::rules::{self, lint as own, reading};
use crate::diagnostic::{Diagnostic, Rule, Severity, nearest};
use crate::fields::{At, Field, Fields, Reader, Value};
use crate::paper::Span;

/// The key of a setting that is written as a table, and gives its severity.
const SEVERITY: &str = "severity";
/// Why: of a setting, or in a table of settings for all that have none of their own.
const REASON: &str = "reason";

/// Reads the table, if there is one.
pub(super) fn settings(site: &mut Reader, problems: &mut Vec<Diagnostic>) -> Vec<LintSetting> {
    let mut found = Found { rules: rules::all(), settings: Vec::new() };
    if let Some(mut table) = site.table("lint") {
        found.table(&mut table, &At::new("".into(), Span::default()), problems);
        problems.extend(table.finish());
    }
    found.settings
}

struct Found {
    rules: Vec<&'static Rule>,
    settings: Vec<LintSetting>,
}

impl Found {
    /// The settings of a path; of the whole site, and then of its paths too, if the path is empty.
    fn table(&mut self, table: &mut Reader, path: &At<Box<str>>, problems: &mut Vec<Diagnostic>) {
        let shared = reason(table);
        for field in table.entries().iter().filter(|field| &*field.key.value != REASON) {
            match &field.value.value {
                Value::Table(fields) if path.value.is_empty() && !self.is_setting(field, fields) => {
                    let mut inner = table.inside(&field.key.value, fields);
                    self.table(&mut inner, &field.key.clone().map(|path| normal(&path)), problems);
                    problems.extend(inner.finish());
                }
                _ => {
                    let setting = self.setting(table, field, path, shared.as_deref(), problems);
                    self.settings.extend(setting);
                }
            }
        }
    }

    /// Whether a table is one setting, and no path with several.
    fn is_setting(&self, field: &Field, fields: &Fields) -> bool {
        self.rule(&field.key.value).is_some() || fields.get(SEVERITY).is_some()
    }

    fn rule(&self, code: &str) -> Option<&'static Rule> {
        self.rules.iter().find(|rule| rule.code == code).copied()
    }

    fn setting(
        &self,
        table: &mut Reader,
        field: &Field,
        path: &At<Box<str>>,
        shared: Option<&str>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<LintSetting> {
        let code = &field.key;
        let Some(rule) = self.rule(&code.value) else {
            let message = format!("no rule is called `{}`", code.value);
            let problem =
                Diagnostic::new(&reading::LINT_UNKNOWN, message).at(table.fields().place(code.span));
            table.push(problem.did_you_mean(nearest(&code.value, self.rules.iter().map(|rule| rule.code))));
            return None;
        };
        let (severity, own) = match &field.value.value {
            Value::Table(fields) => {
                let mut inner = table.inside(&code.value, fields);
                let written = inner.require_string(SEVERITY);
                let severity = written.and_then(|written| severity(&mut inner, &written));
                let own = reason(&mut inner);
                problems.extend(inner.finish());
                (severity?, own)
            }
            _ => {
                let written = table.string(&code.value)?;
                (severity(table, &written)?, None)
            }
        };
        let reason = own.or_else(|| shared.map(Into::into));
        if severity.is_none() && reason.is_none() {
            problems.push(unexplained(rule).at(table.fields().place(code.span)));
        }
        Some(LintSetting { rule, severity, reason, path: path.clone(), span: code.span })
    }
}

fn unexplained(rule: &Rule) -> Diagnostic {
    let message = format!("`{}` is off, and nothing says why", rule.code);
    Diagnostic::new(&own::LINT_WITHOUT_REASON, message).hint(format!(
        "write `{} = {{ severity = \"off\", reason = \"…\" }}`, or one `reason = \"…\"` for its whole table",
        rule.code
    ))
}

/// The reason that a table gives, unless it is blank.
fn reason(table: &mut Reader) -> Option<Box<str>> {
    table.string(REASON).map(|text| text.value).filter(|text| !text.trim().is_empty())
}

fn severity(table: &mut Reader, written: &At<Box<str>>) -> Option<Option<Severity>> {
    match &*written.value {
        "off" => Some(None),
        "hint" => Some(Some(Severity::Hint)),
        "warning" => Some(Some(Severity::Warning)),
        "error" => Some(Some(Severity::Error)),
        other => {
            let message =
                format!("`{other}` is no severity: write \"off\", \"hint\", \"warning\" or \"error\"");
            table.report(&reading::VALUE_INVALID, message, written.span);
            None
        }
    }
}

/// A path below `content/`, without slashes around it.
fn normal(written: &str) -> Box<str> {
    let path = written.trim_start_matches("./").trim_matches('/');
    path.strip_prefix("content/").unwrap_or(path).into()
}
