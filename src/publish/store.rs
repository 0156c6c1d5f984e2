//! A destination, whichever it is.
//!
//! In: paths and bodies. Out: what is there, and that it was written. Never: deciding what is to be written.

use std::collections::{BTreeMap, BTreeSet};

use super::folder::Folder;
use super::local::{Form, Local, short};
use super::manifest::Record;
#[cfg(feature = "object-storage")]
use super::objects::Objects;
use super::room::Obstacle;
use super::{Destination, Encoding};
use crate::report::Failure;

/// What can be sent to.
pub(super) enum Store {
    Folder(Folder),
    #[cfg(feature = "object-storage")]
    Objects(Objects),
}

/// The manifest as it is kept at a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) bytes: Vec<u8>,
    /// What the destination calls this version of it.
    pub(super) version: Version,
}

/// What a destination calls one version of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) etag: Option<String>,
    pub(super) number: Option<String>,
}

impl Store {
    pub(super) fn open(destination: &Destination, endpoint: Option<&str>) -> Result<Self, Failure> {
        match destination {
            Destination::Folder(path) => Ok(Self::Folder(Folder::new(path)?)),
            #[cfg(feature = "object-storage")]
            Destination::Bucket { cloud, name, prefix } => {
                Ok(Self::Objects(Objects::open(*cloud, name, prefix, endpoint)?))
            }
            #[cfg(not(feature = "object-storage"))]
            Destination::Bucket { cloud, .. } => {
                let _ = endpoint;
                Err(Failure::new(format!("this offprint can't send to `{}://`: it was built without object storage", cloud.scheme()))
                    .hint("take offprint from its release page, or build it with `cargo install --features object-storage`")
                    .hint("or publish to a folder and send that with the tool of your host"))
            }
        }
    }

    /// In which form files are kept.
    pub(super) fn form<'a>(&self, encodings: &'a [Encoding]) -> Result<Form<'a>, Failure> {
        match self {
            Self::Folder(_) => Ok(Form::Beside(encodings)),
            #[cfg(feature = "object-storage")]
            Self::Objects(_) => match encodings {
                [] => Ok(Form::Instead(None)),
                [one] => Ok(Form::Instead(Some(*one))),
                _ => Err(Failure::new("an object has one body, and `--compress` names two")
                    .hint("choose `--compress gzip`, which everything reads")),
            },
        }
    }

    /// How many wait for it at once.
    pub(super) fn workers(&self) -> usize {
        match self {
            Self::Folder(_) => 4,
            #[cfg(feature = "object-storage")]
            Self::Objects(_) => 24,
        }
    }

    pub(super) fn manifest(&self) -> Result<Option<Kept>, Failure> {
        match self {
            Self::Folder(folder) => folder.manifest(),
            #[cfg(feature = "object-storage")]
            Self::Objects(objects) => objects.manifest(),
        }
    }

    /// Which of these are there, each with what the destination calls its version.
    pub(super) fn versions(&self, paths: &BTreeSet<&str>) -> Result<BTreeMap<String, String>, Failure> {
        match self {
            Self::Folder(folder) => folder.versions(paths),
            #[cfg(feature = "object-storage")]
            Self::Objects(objects) => objects.versions(paths),
        }
    }

    /// What tells the content that is there from any other; `None`: nothing, or nothing of offprint's.
    pub(super) fn mark(&self, path: &str) -> Result<Option<String>, Failure> {
        match self {
            Self::Folder(folder) => folder.mark(path),
            #[cfg(feature = "object-storage")]
            Self::Objects(objects) => objects.mark(path),
        }
    }

    /// The mark that a file will have there.
    pub(super) fn mark_of(&self, local: &Local) -> Result<String, Failure> {
        match self {
            Self::Folder(_) => local.body_hash().map(|hash| short(&hash)),
            #[cfg(feature = "object-storage")]
            Self::Objects(_) => Ok(local.print.clone()),
        }
    }

    /// Whether a mark can only have been made by offprint.
    pub(super) fn marks_are_own(&self) -> bool {
        !matches!(self, Self::Folder(_))
    }

    /// Takes the right to write; it ends with the value that is returned.
    pub(super) fn claim(&self) -> Result<Option<super::folder::Claim>, Failure> {
        match self {
            Self::Folder(folder) => folder.claim().map(Some),
            #[cfg(feature = "object-storage")]
            Self::Objects(_) => Ok(None),
        }
    }

    pub(super) fn put(&self, local: &Local) -> Result<Record, Failure> {
        match self {
            Self::Folder(folder) => folder.put(local),
            #[cfg(feature = "object-storage")]
            Self::Objects(objects) => objects.put(local),
        }
    }

    pub(super) fn remove(&self, path: &str) -> Result<(), Failure> {
        match self {
            Self::Folder(folder) => folder.remove(path),
            #[cfg(feature = "object-storage")]
            Self::Objects(objects) => objects.remove(path),
        }
    }

    /// What keeps a file from its place. An object may be called as others begin.
    pub(super) fn obstacle(&self, path: &str) -> Result<Option<Obstacle>, Failure> {
        match self {
            Self::Folder(folder) => folder.obstacle(path),
            #[cfg(feature = "object-storage")]
            Self::Objects(_) => Ok(None),
        }
    }

    /// Removes a folder in which no file is left.
    pub(super) fn vacate(&self, path: &str) -> Result<(), Failure> {
        match self {
            Self::Folder(folder) => folder.vacate(path),
            #[cfg(feature = "object-storage")]
            Self::Objects(_) => Ok(()),
        }
    }

    /// Writes the manifest if it is still the version that was read, and says what it is called now.
    #[cfg_attr(
        not(feature = "object-storage"),
        expect(unused_variables, reason = "a folder is locked, and needs no condition")
    )]
    pub(super) fn put_manifest(&self, bytes: Vec<u8>, before: Option<&Version>) -> Result<Version, Failure> {
        match self {
            Self::Folder(folder) => folder.put_manifest(&bytes).map(|()| Version::default()),
            #[cfg(feature = "object-storage")]
            Self::Objects(objects) => objects.put_manifest(bytes, before),
        }
    }
}
