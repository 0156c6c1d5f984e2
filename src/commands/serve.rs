//! `offprint serve`.

use std::io;
use std::path::Path;

use anstream::AutoStream;
use offprint::preview::PreviewOptions;
use offprint::report::Failure;

use super::site::check_content;
use super::{Outcome, Surroundings, choice, print};
use crate::cli::Serve;
use crate::serve::{self, Port, Settings, Terminal};

/// The first port that is tried where none is named.
const FIRST_PORT: u16 = 4747;

/// Serves a site until it is interrupted.
pub(super) fn run(arguments: &Serve, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    check_content(&arguments.site)?;
    let settings = Settings {
        folder: if arguments.site.as_os_str().is_empty() { Path::new(".") } else { &arguments.site }
            .to_owned(),
        host: arguments.host.clone(),
        port: arguments.port.map_or(Port::From(FIRST_PORT), Port::Exactly),
        preview: PreviewOptions {
            drafts: !arguments.no_drafts,
            now: arguments.now,
            printed: surroundings.printed,
            base_url: arguments.base_url.clone(),
        },
        open: arguments.open,
        follow: arguments.follow,
    };
    let colours = choice(arguments.color);
    let lines = move |text: &str| print(&mut AutoStream::new(io::stdout(), colours), text);
    serve::run(settings, Terminal { print: Box::new(lines) })?;
    Ok(Outcome::Clean)
}
