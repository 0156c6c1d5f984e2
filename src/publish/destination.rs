//! Where a site is sent.
//!
//! In: what the user wrote. Out: [`Destination`]. Never: a look at what is there.

use std::fmt;
use std::path::PathBuf;

use crate::report::Failure;
use crate::shown::Shown;

/// A place that a site can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder that a web server reads.
    Folder(PathBuf),
    /// A bucket or container of object storage.
    Bucket {
        /// Whose interface it has.
        cloud: Cloud,
        /// Its name.
        name: String,
        /// What every key begins with, without a `/` at either end; it may be empty.
        prefix: String,
    },
}

/// The interfaces of object storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// S3, and what speaks like it.
    S3,
    /// Google Cloud Storage.
    Google,
    /// Azure Blob Storage.
    Azure,
}

impl Cloud {
    const ALL: [Self; 3] = [Self::S3, Self::Google, Self::Azure];

    /// What stands before `://`.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Google => "gs",
            Self::Azure => "az",
        }
    }
}

impl Destination {
    /// Reads what the user wrote: a path, `file:///srv/www`, `s3://bucket/prefix`, `gs://…` or `az://…`.
    ///
    /// # Errors
    /// If it is none of these.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let Some((scheme, rest)) = text.split_once("://") else { return folder(text) };
        if scheme == "file" {
            return file(text, rest);
        }
        let Some(cloud) = Cloud::ALL.into_iter().find(|cloud| cloud.scheme() == scheme) else {
            return Err(Failure::new(format!("offprint can't send a site to `{scheme}://`")).hint(
                "give a folder, or a bucket as `s3://name/prefix`, `gs://name/prefix` or `az://container/prefix`",
            ));
        };
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_end_matches('/');
        let is_whole = |part: &str| !part.is_empty() && part != "." && part != "..";
        if name.is_empty() || (!prefix.is_empty() && !prefix.split('/').all(is_whole)) {
            return Err(Failure::new(format!("`{text}` names no place in a bucket"))
                .hint(format!("write `{scheme}://name` or `{scheme}://name/prefix`")));
        }
        Ok(Self::Bucket { cloud, name: name.to_owned(), prefix: prefix.to_owned() })
    }
}

fn folder(text: &str) -> Result<Destination, Failure> {
    let typo = Cloud::ALL.into_iter().find(|cloud| text.starts_with(&format!("{}:", cloud.scheme())));
    if let Some(cloud) = typo {
        return Err(Failure::new(format!("`{text}` is neither a folder nor a bucket"))
            .hint(format!("write `{}://name/prefix`; a folder of that name is `./{text}`", cloud.scheme())));
    }
    if text.is_empty() {
        return Err(Failure::new("the destination is empty"));
    }
    Ok(Destination::Folder(PathBuf::from(text)))
}

/// `file:///srv/www`, or with the name of this machine, which nobody writes but browsers show.
fn file(text: &str, rest: &str) -> Result<Destination, Failure> {
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8();
    match decoded {
        Ok(decoded) if decoded.starts_with('/') => Ok(Destination::Folder(PathBuf::from(&*decoded))),
        _ => Err(Failure::new(format!("`{text}` names no folder of this machine"))
            .hint("write three slashes, as in `file:///srv/www`, or the path alone")),
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => {
                let path = path.shown().to_string();
                write!(f, "{}/", path.trim_end_matches('/'))
            }
            Self::Bucket { cloud, name, prefix } if prefix.is_empty() => {
                write!(f, "{}://{name}/", cloud.scheme())
            }
            Self::Bucket { cloud, name, prefix } => write!(f, "{}://{name}/{prefix}/", cloud.scheme()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(cloud: Cloud, name: &str, prefix: &str) -> Destination {
        Destination::Bucket { cloud, name: name.to_owned(), prefix: prefix.to_owned() }
    }

    #[test]
    fn each_form_is_read() {
        for (text, expected, shown) in [
            ("/srv/www", Destination::Folder("/srv/www".into()), "/srv/www/"),
            ("out/", Destination::Folder("out/".into()), "out/"),
            ("file:///srv/my%20www", Destination::Folder("/srv/my www".into()), "/srv/my www/"),
            ("s3://b", bucket(Cloud::S3, "b", ""), "s3://b/"),
            ("s3://b/", bucket(Cloud::S3, "b", ""), "s3://b/"),
            ("gs://b/a/b/", bucket(Cloud::Google, "b", "a/b"), "gs://b/a/b/"),
            ("az://c/x", bucket(Cloud::Azure, "c", "x"), "az://c/x/"),
        ] {
            let destination = Destination::parse(text).unwrap();
            assert_eq!((&destination, &*destination.to_string()), (&expected, shown));
        }
    }

    #[test]
    fn what_names_no_place_is_refused() {
        for text in [
            "",
            "s3:/b",
            "s3:b",
            "s3://",
            "s3:///x",
            "gs://b//x",
            "az://b/../x",
            "ftp://x/y",
            "file://host/x",
        ] {
            assert!(Destination::parse(text).is_err(), "{text}");
        }
    }
}
