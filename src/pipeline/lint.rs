//! The severities that a site sets for itself.
//!
//! In: problems and the settings of `[lint]`. Out: the problems that remain, with their severities. Never: new problems.

use crate::config::LintSetting;
use crate::diagnostic::Diagnostic;

/// Applies the settings: of those that name a problem's rule and begin its path, the longest path counts.
pub(crate) fn apply(settings: &[LintSetting], problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if settings.is_empty() {
        return problems;
    }
    problems.into_iter().filter_map(|problem| set(settings, problem)).collect()
}

fn set(settings: &[LintSetting], mut problem: Diagnostic) -> Option<Diagnostic> {
    let path = problem.place.as_ref().map_or("", |place| &*place.path);
    let path = path.strip_prefix("content/").unwrap_or(path);
    let setting = settings
        .iter()
        .filter(|setting| *setting.code == *problem.rule.code && path.starts_with(&*setting.path))
        .max_by_key(|setting| setting.path.len());
    if let Some(setting) = setting {
        problem.severity = setting.severity?;
    }
    Some(problem)
}
