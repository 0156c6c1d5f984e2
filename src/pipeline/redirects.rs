//! Where old addresses lead, for servers that answer with a redirect of their own.
//!
//! In: a site's folder. Out: the path of its base URL, and each old address with the new one. Never: rendering.

use std::path::Path;

use super::{Ready, prepare};
use crate::report::{Failure, Options, Silent};

/// The path of the base URL, without a `/` at its end, and each old address below it with the whole path that it leads to.
pub(crate) fn redirects(
    folder: &Path,
    options: &Options,
) -> Result<(String, Vec<(String, String)>), Failure> {
    let prepared = prepare(folder, options, &Silent)?;
    let Some((Ready { site, .. }, _)) = &prepared.ready else {
        return Err(Failure::new("the site can't be read")
            .hint("`offprint check` says what is wrong; make the recipe when that is mended"));
    };
    Ok((site.base_path().to_owned(), site.redirects()))
}
