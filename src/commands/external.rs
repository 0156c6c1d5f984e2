//! What `offprint check --external` is told of how to ask.
//!
//! In: arguments and surroundings. Out: [`Asking`]. Never: asking.

use offprint::external::{Asking, Reach, Scope};
use offprint::report::Failure;
use offprint::shown::Shown;

use super::Surroundings;
use crate::cli::Which;

/// How other sites are asked.
pub(super) fn asking(
    which: Which,
    allow_private: bool,
    surroundings: &Surroundings,
) -> Result<Asking, Failure> {
    let roots = surroundings.certificates.as_ref().map(|path| {
        std::fs::read(path).map_err(|e| {
            Failure::new(format!("can't read the certificates in `{}`: {e}", path.shown()))
                .hint("set SSL_CERT_FILE to a file of certificates in PEM, or unset it")
        })
    });
    Ok(Asking {
        scope: match which {
            Which::Due => Scope::Due,
            Which::All => Scope::All,
        },
        reach: if allow_private { Reach::Anywhere } else { Reach::Public },
        roots: roots.transpose()?,
        ..Asking::default()
    })
}
