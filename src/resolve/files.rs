//! Files that are published as they are: images, data, downloads.
//!
//! In: a path below `content/`. Out: a [`Link::Asset`]. Never: pages.

use super::{Link, Origin, Path, PublishedFile, missing, pages};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::links;
use crate::paper::Usage;
use crate::source::{Asset, AssetKind, StaticFile};

/// An asset as a link.
pub(super) fn asset(path: Path, asset: &Asset) -> Link {
    let (picture, data) = match &asset.kind {
        AssetKind::Image(picture) => (picture.clone(), None),
        AssetKind::Data(data) => (None, Some(data.clone())),
        AssetKind::Other => (None, None),
    };
    let address = format!("/{}", path.path).into();
    Link::Asset(Box::new(PublishedFile { address, picture, data, len: asset.len, suffix: path.suffix() }))
}

impl<'a> Origin<'a> {
    /// A file that is shown or offered, and fit for that.
    pub(super) fn file(self, path: Path, usage: Usage) -> Result<Link, Diagnostic> {
        if let Some(found) = self.assets.get(path.path) {
            if let Some(why) = self.catalog.unpublished_around(path.path) {
                return Err(pages::unpublished(path, why));
            }
            let wanted = match (usage, &found.kind) {
                (Usage::Image | Usage::Figure | Usage::Cover, AssetKind::Data(_) | AssetKind::Other) => {
                    "an image"
                }
                (Usage::Data, AssetKind::Image(_) | AssetKind::Other) => "a table of data",
                _ => return Ok(asset(path, found)),
            };
            return Err(unfit(path, wanted));
        }
        if let Some((address, file)) = self.static_address(path.path).filter(|_| usage != Usage::Data) {
            let (address, len, suffix) = (address.into(), file.len, path.suffix());
            return Ok(Link::Asset(Box::new(PublishedFile {
                address,
                picture: None,
                data: None,
                len,
                suffix,
            })));
        }
        if pages::find(path.path, self.catalog).is_some() {
            return Err(unfit(
                path,
                if matches!(usage, Usage::Data | Usage::Download) { "a file" } else { "an image" },
            ));
        }
        Err(missing::file(self, path))
    }

    /// A file of `static/`, by its address or by its path in the folder.
    pub(super) fn static_address(self, path: &str) -> Option<(String, &'a StaticFile)> {
        let below = path.strip_prefix("static/").map(|path| format!("/{path}"));
        let mut addresses = std::iter::once(format!("/{path}")).chain(below);
        addresses.find_map(|address| self.statics.get(address.as_str()).map(|file| (address, file)))
    }
}

fn unfit(path: Path, wanted: &str) -> Diagnostic {
    Diagnostic::new(&links::FILE_UNFIT, format!("`{}` is not {wanted}", path.written))
}
