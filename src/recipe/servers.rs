//! Recipes for web servers and hosts, made of a site: its old addresses, the path of its base URL, which files to keep.
//!
//! In: a site's folder. Out: a configuration. Never: what it says; that is `hosting`'s.

use std::path::Path;

use crate::hosting::servers;
use crate::pipeline;
use crate::report::{Failure, Options};

/// For nginx.
pub(super) fn nginx(folder: &Path, options: &Options) -> Result<String, Failure> {
    pipeline::for_server(folder, options, servers::nginx)
}

/// For Caddy.
pub(super) fn caddy(folder: &Path, options: &Options) -> Result<String, Failure> {
    pipeline::for_server(folder, options, servers::caddy)
}

/// `_headers`.
pub(super) fn headers(folder: &Path, options: &Options) -> Result<String, Failure> {
    pipeline::for_server(folder, options, servers::headers_file)
}

/// `_redirects`.
pub(super) fn redirects(folder: &Path, options: &Options) -> Result<String, Failure> {
    pipeline::for_server(folder, options, servers::redirects_file)
}
