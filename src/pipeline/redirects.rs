//! What a server is told of a site: its old addresses, and which files to keep.
//!
//! In: a site's folder, and a form of that. Out: the text that the form makes. Never: rendering.

use std::path::Path;

use super::{Ready, prepare};
use crate::hosting::servers::Layout;
use crate::report::{Failure, Options, Silent};

/// The text that `form` makes of all that a server has to know of the site in a folder.
pub(crate) fn for_server(
    folder: &Path,
    options: &Options,
    form: fn(&Layout<'_>) -> String,
) -> Result<String, Failure> {
    let prepared = prepare(folder, options, &Silent)?;
    let Some((Ready { site, .. }, _)) = &prepared.ready else {
        return Err(Failure::new("the site can't be read")
            .hint("`offprint check` says what is wrong; make the recipe when that is mended"));
    };
    Ok(site.for_server(form))
}
