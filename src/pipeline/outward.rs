//! What a run says of links to other sites.
//!
//! In: a prepared site. Out: problems: of links as they are written, and by the ledger alone or after the other sites were asked.
//! Never: a request in a build.

use std::path::Path;

use super::Prepared;
use crate::diagnostic::Diagnostic;
use crate::external::{self, Asking, Question};
use crate::report::{Failure, Options, Progress};
use crate::site::Site;

/// What is wrong with links as they are written, and what the ledger knows.
pub(crate) fn known(folder: &Path, site: &Site) -> Result<Vec<Diagnostic>, Failure> {
    let (links, settings) = (site.outward(), site.link_settings());
    let mut problems = external::faults(&links, settings);
    problems.extend(external::known(folder, settings, &links)?);
    Ok(problems)
}

impl Prepared {
    /// Adds what is known of links to other sites without asking anybody.
    pub(crate) fn recall(&mut self, folder: &Path) -> Result<(), Failure> {
        let Some((ready, _)) = &self.ready else { return Ok(()) };
        let problems = known(folder, &ready.site)?;
        self.found(problems);
        Ok(())
    }

    /// Asks other sites, and adds what is known then.
    pub(crate) fn ask(
        &mut self,
        folder: &Path,
        options: &Options,
        asking: &Asking,
        progress: &dyn Progress,
    ) -> Result<(), Failure> {
        let Some((ready, _)) = &self.ready else { return Ok(()) };
        let site = &ready.site;
        let links = site.outward();
        let question = Question {
            links: &links,
            settings: site.link_settings(),
            site: &site.base_url(),
            now: options.now,
            // Of a text with errors, links may not have been read.
            is_whole: !self.lint.had_errors(),
        };
        let mut problems = external::faults(&links, question.settings);
        let (counts, answered) = external::ask(folder, &question, asking, progress)?;
        problems.extend(answered);
        self.external = Some(counts);
        self.found(problems);
        Ok(())
    }
}
