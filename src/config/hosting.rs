//! `[hosting]`: what a site's host reads beside its pages.
//!
//! In: the fields of `site.toml`. Out: the files that each build is to make, and diagnostics. Never: what is in them.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::reading;
use crate::fields::{At, Reader};
use crate::hosting::HostFile;

pub(super) fn files(site: &mut Reader, problems: &mut Vec<Diagnostic>) -> Vec<At<HostFile>> {
    let Some(mut table) = site.table("hosting") else { return Vec::new() };
    let mut files = Vec::new();
    for name in table.strings("files").into_iter().flatten() {
        let file = HostFile::ALL.into_iter().find(|file| file.name() == &*name.value);
        match file {
            Some(file) => files.push(At::new(file, name.span)),
            None => {
                let message = format!(
                    "`{}` is no file that offprint makes for hosts: write \"_headers\" or \"_redirects\"",
                    name.value
                );
                table.report(&reading::VALUE_INVALID, message, name.span);
            }
        }
    }
    problems.extend(table.finish());
    files
}
