//! A bucket of object storage, as a destination. The one door for object_store, and for what it needs.
//!
//! In: paths and bodies. Out: objects with the headers that readers get, each marked with the print of what was sent. Never: a
//! credential of its own; the environment gives them, under the names that each cloud's own tools use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, Error, GetOptions, ObjectStore, ObjectStoreExt, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, RetryConfig, UpdateVersion, WriteMultipart,
};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use super::body::Body;
use super::local::Local;
use super::manifest::{self, Record};
use super::store::{Kept, Version};
use super::{Cloud, crew, send};
use crate::hosting;
use crate::report::Failure;

/// The name of the metadata that holds an object's print.
const MARK: &str = "offprint";

/// How many of its questions wait at once for objects that a list can't name.
const ASKING: usize = 24;

/// How often a request that failed for a passing reason is made again, and for how long.
const RETRIES: usize = 6;
const RETRIED_FOR: Duration = Duration::from_secs(60);

/// What is longer is sent in parts of this length.
const PART: u64 = 8 * MEGABYTE;

/// How many parts an object has at most, by the rules of S3, with some to spare.
const PARTS: u64 = 9_000;

/// How many parts of one object are on their way at once, while the next is read.
const PARTS_AT_ONCE: u64 = 3;

/// How many bytes of files are in memory at once; a file waits until there is room for it, or for its parts.
const ROOM: u64 = 64 * MEGABYTE;

const MEGABYTE: u64 = 1024 * 1024;

/// In what room is measured; an empty file takes one, too.
const KILOBYTE: u64 = 1024;

/// The most characters of what a cloud says about an error.
const LONGEST_REASON: usize = 300;

/// What services say that take no such header and call that a mistake in the request; other mistakes have the same status.
const REFUSED_HEADER: [&str; 6] =
    ["NotImplemented", "InvalidArgument", "InvalidRequest", "nsupported", "If-Match", "If-None-Match"];

/// A prefix in a bucket.
pub(super) struct Objects {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
    /// In kilobytes.
    room: Semaphore,
    cloud: Cloud,
    bucket: String,
    prefix: String,
}

impl Objects {
    pub(super) fn open(
        cloud: Cloud,
        bucket: &str,
        prefix: &str,
        endpoint: Option<&str>,
    ) -> Result<Self, Failure> {
        // Another part of the program may have chosen one already; then that one serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        if endpoint.is_some() && cloud != Cloud::S3 {
            return Err(Failure::new(format!(
                "`--endpoint` is for `s3://`, and the destination is `{}://`",
                cloud.scheme()
            )));
        }
        let store = store(cloud, bucket, endpoint).map_err(|e| unusable(cloud, bucket, &e))?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|e| Failure::new(format!("can't start threads: {e}")))?;
        let room = Semaphore::new(kilobytes(ROOM) as usize);
        Ok(Self { store, runtime, room, cloud, bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    pub(super) fn manifest(&self) -> Result<Option<Kept>, Failure> {
        let key = self.key(manifest::NAME)?;
        let read = self.runtime.block_on(async {
            let got = self.store.get(&key).await?;
            let version = Version { etag: got.meta.e_tag.clone(), number: got.meta.version.clone() };
            Ok(Kept { bytes: got.bytes().await?.to_vec(), version })
        });
        match read {
            Ok(kept) => Ok(Some(kept)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(self.failed("read", manifest::NAME, &e)),
        }
    }

    pub(super) fn versions(&self, paths: &BTreeSet<&str>) -> Result<BTreeMap<String, String>, Failure> {
        let prefix = (!self.prefix.is_empty()).then(|| Path::parse(&self.prefix)).transpose();
        let prefix = prefix.map_err(|e| self.failed("list", "", &e.into()))?;
        let start = if self.prefix.is_empty() { String::new() } else { format!("{}/", self.prefix) };
        let listed = self.runtime.block_on(
            self.store
                .list(prefix.as_ref())
                .try_filter_map(|meta| {
                    let path =
                        meta.location.as_ref().strip_prefix(&*start).filter(|path| paths.contains(path));
                    let found = path.map(|path| (path.to_owned(), meta.e_tag.clone().unwrap_or_default()));
                    std::future::ready(Ok(found))
                })
                .try_collect::<BTreeMap<String, String>>(),
        );
        match listed {
            Ok(versions) => Ok(versions),
            // Somebody else's object has a name (`a//b`) that the crate can't hold: each of the site's own is asked for.
            Err(Error::InvalidPath { .. }) => self.versions_one_by_one(paths),
            Err(e) => Err(self.failed("list", "", &e)),
        }
    }

    fn versions_one_by_one(&self, paths: &BTreeSet<&str>) -> Result<BTreeMap<String, String>, Failure> {
        let paths: Vec<&str> = paths.iter().copied().collect();
        let found = crew::each(ASKING, &paths, |path| {
            let key = self.key(path)?;
            match self.runtime.block_on(self.store.head(&key)) {
                Ok(meta) => Ok(Some(((*path).to_owned(), meta.e_tag.unwrap_or_default()))),
                Err(Error::NotFound { .. }) => Ok(None),
                Err(e) => Err(self.failed("look at", path, &e)),
            }
        })?;
        Ok(found.into_iter().flatten().collect())
    }

    pub(super) fn mark(&self, path: &str) -> Result<Option<String>, Failure> {
        let key = self.key(path)?;
        let options = GetOptions { head: true, ..GetOptions::default() };
        match self.runtime.block_on(self.store.get_opts(&key, options)) {
            Ok(got) => Ok(got.attributes.get(&Attribute::Metadata(MARK.into())).map(|mark| mark.to_string())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(self.failed("look at", path, &e)),
        }
    }

    pub(super) fn put(&self, local: &Local) -> Result<Record, Failure> {
        let key = self.key(&local.path)?;
        let attributes = Attributes::from_iter(
            [
                (Attribute::ContentType, local.media.header.to_owned()),
                (Attribute::CacheControl, hosting::cache_control(&local.path).to_owned()),
                (Attribute::Metadata(MARK.into()), local.print.clone()),
            ]
            .into_iter()
            .chain(local.encoding.map(|encoding| (Attribute::ContentEncoding, encoding.name().to_owned()))),
        );
        let part = PART.max(local.size.div_ceil(PARTS));
        let needed = local.size.min(part * (PARTS_AT_ONCE + 1)).min(ROOM);
        // It is never closed, so that this only waits.
        let _room = self.runtime.block_on(self.room.acquire_many(kilobytes(needed)));
        let mut body = local.body()?;
        let first = body.next(part as usize, local.size)?;
        let put = if (first.len() as u64) < part {
            let options = PutOptions { attributes, ..PutOptions::default() };
            let put = self.runtime.block_on(self.store.put_opts(&key, PutPayload::from(first), options));
            put.map_err(|e| self.failed("send", &local.path, &e))?
        } else {
            self.runtime.block_on(self.put_parts(local, &key, attributes, (first, body)))?
        };
        Ok(Record(local.print.clone(), String::new(), put.e_tag.unwrap_or_default()))
    }

    /// Sends a body in parts that are as long as the first. Readers find nothing of it before all are there.
    async fn put_parts(
        &self,
        local: &Local,
        key: &Path,
        attributes: Attributes,
        (first, mut body): (Vec<u8>, Body<'_>),
    ) -> Result<PutResult, Failure> {
        let failed = |e: Error| self.failed("send", &local.path, &e);
        let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
        let upload = self.store.put_multipart_opts(key, options).await.map_err(failed)?;
        let part = first.len();
        let mut upload = WriteMultipart::new_with_chunk_size(upload, part);
        let mut next = Ok(first);
        loop {
            let failure = match next {
                Ok(bytes) if bytes.is_empty() => break,
                Ok(bytes) => match upload.wait_for_capacity(PARTS_AT_ONCE as usize).await {
                    Ok(()) => {
                        upload.put(bytes.into());
                        next = body.next(part, local.size);
                        continue;
                    }
                    Err(e) => failed(e),
                },
                Err(failure) => failure,
            };
            // The parts that are there cost their room; that they could not be removed matters less than why.
            let _ = upload.abort().await;
            return Err(failure);
        }
        upload.finish().await.map_err(failed)
    }

    pub(super) fn remove(&self, path: &str) -> Result<(), Failure> {
        let key = self.key(path)?;
        match self.runtime.block_on(self.store.delete(&key)) {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(e) => Err(self.failed("delete", path, &e)),
        }
    }

    /// Writes the manifest unless another run wrote it since it was read. Where a service does not know conditions, it is written.
    pub(super) fn put_manifest(&self, bytes: Vec<u8>, before: Option<&Version>) -> Result<Version, Failure> {
        let key = self.key(manifest::NAME)?;
        let payload = PutPayload::from(bytes);
        let put = |mode: PutMode| {
            let attributes = Attributes::from_iter([
                (Attribute::ContentType, "application/json"),
                (Attribute::CacheControl, "no-store"),
            ]);
            let options = PutOptions { mode, attributes, ..PutOptions::default() };
            self.runtime.block_on(self.store.put_opts(&key, payload.clone(), options))
        };
        let put = match put(condition(self.cloud, before)) {
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => return Err(send::overtaken()),
            Err(e) if knows_no_conditions(&e) => put(PutMode::Overwrite),
            other => other,
        };
        let put = put.map_err(|e| self.failed("write", manifest::NAME, &e))?;
        Ok(Version { etag: put.e_tag, number: put.version })
    }

    fn key(&self, path: &str) -> Result<Path, Failure> {
        let whole = if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) };
        Path::parse(whole).map_err(|e| self.failed("name", path, &e.into()))
    }

    fn failed(&self, action: &str, path: &str, error: &Error) -> Failure {
        let place = format!("{}://{}", self.cloud.scheme(), self.bucket);
        let what = if path.is_empty() { "its objects".to_owned() } else { format!("`{path}`") };
        let said = reason(error);
        // A list of what is in no bucket fails as any other request does, and says why in words alone.
        let is_missing = ["NoSuchBucket", "404 Not Found"].iter().any(|words| said.contains(words));
        match error {
            _ if is_missing || matches!(error, Error::NotFound { .. }) => {
                Failure::new(format!("there is no `{place}`"))
                    .hint("check the name; offprint makes no buckets")
                    .hint("a service that speaks S3 and is not Amazon's needs `--endpoint URL`")
            }
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                let failure =
                    Failure::new(format!("`{place}` does not let offprint {action} {what}: {said}"));
                explained(self.cloud, failure).hint(
                    "offprint lists, reads, writes and deletes objects there, and needs the right to each",
                )
            }
            _ => explained(self.cloud, Failure::new(format!("can't {action} {what} at `{place}`: {said}"))),
        }
    }
}

fn store(cloud: Cloud, bucket: &str, endpoint: Option<&str>) -> Result<Arc<dyn ObjectStore>, Error> {
    let retry =
        RetryConfig { max_retries: RETRIES, retry_timeout: RETRIED_FOR, backoff: BackoffConfig::default() };
    Ok(match cloud {
        Cloud::S3 => {
            let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retry);
            if let Some(endpoint) = endpoint {
                builder = builder.with_endpoint(endpoint);
            }
            // Whoever writes `http://` means it: a service in the same rack, or on this machine.
            let address = builder.get_config_value(&AmazonS3ConfigKey::Endpoint);
            if address.is_some_and(|address| address.starts_with("http://")) {
                builder = builder.with_allow_http(true);
            }
            Arc::new(builder.build()?)
        }
        Cloud::Google => Arc::new(
            GoogleCloudStorageBuilder::from_env().with_bucket_name(bucket).with_retry(retry).build()?,
        ),
        Cloud::Azure => {
            Arc::new(MicrosoftAzureBuilder::from_env().with_container_name(bucket).with_retry(retry).build()?)
        }
    })
}

/// On which condition a manifest is written: that it is still the version that was read, or that there is none.
fn condition(cloud: Cloud, before: Option<&Version>) -> PutMode {
    let Some(version) = before else { return PutMode::Create };
    let name = match cloud {
        Cloud::S3 | Cloud::Azure => &version.etag,
        Cloud::Google => &version.number,
    };
    match name {
        Some(_) => {
            PutMode::Update(UpdateVersion { e_tag: version.etag.clone(), version: version.number.clone() })
        }
        // A service that names no versions can't be asked for one.
        None => PutMode::Overwrite,
    }
}

/// Whether a service says that it can't do what a condition asks for. All else, above all what may pass, says nothing of that.
///
/// The crate keeps the status of an answer to itself, but for its text.
fn knows_no_conditions(error: &Error) -> bool {
    match error {
        Error::NotImplemented { .. } | Error::NotSupported { .. } => true,
        Error::Generic { source, .. } => {
            let said = source.to_string();
            let is = |status: &str| said.contains(&format!("status code: {status}"));
            is("501") || (is("400") && REFUSED_HEADER.iter().any(|words| said.contains(words)))
        }
        _ => false,
    }
}

/// Why no connection to a bucket can even be thought of.
fn unusable(cloud: Cloud, bucket: &str, error: &Error) -> Failure {
    let reason = reason(error);
    let failure = Failure::new(format!("can't use `{}://{bucket}`: {reason}", cloud.scheme()));
    // The client says no more than this where it finds no certificate to begin with.
    let failure = match reason.contains("builder error") {
        true => failure.hint(
            "this machine has no list of the authorities whose certificates count: install the package `ca-certificates`, \
             or name such a file in SSL_CERT_FILE",
        ),
        false => failure,
    };
    explained(cloud, failure)
}

/// Where credentials come from.
fn explained(cloud: Cloud, failure: Failure) -> Failure {
    failure.hint(match cloud {
        Cloud::S3 => {
            "credentials come from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION; for a profile, \
             `eval \"$(aws configure export-credentials --format env)\"`"
        }
        Cloud::Google => "credentials come from the environment: GOOGLE_APPLICATION_CREDENTIALS names the file of a service account",
        Cloud::Azure => "credentials come from the environment: AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
    })
}

/// What a cloud says, on one line.
fn reason(error: &Error) -> String {
    let text = error.to_string();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_REASON) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Room for so many bytes.
fn kilobytes(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(KILOBYTE).max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(text: &str) -> Error {
        Error::Generic { store: "S3", source: format!("Error performing PUT - {text}").into() }
    }

    #[test]
    fn only_a_service_without_conditions_is_spared_them() {
        let code = |status: &str, code: &str| {
            answered(&format!("Server returned non-2xx status code: {status}: <Code>{code}</Code>"))
        };
        for error in [
            code("501 Not Implemented", "NotImplemented"),
            code("501 Not Implemented", ""),
            code("400 Bad Request", "InvalidArgument"),
            answered("Server returned non-2xx status code: 400 Bad Request: Unsupported header 'if-match'"),
            Error::NotSupported { source: "no".into() },
        ] {
            assert!(knows_no_conditions(&error), "{error}");
        }
        for error in [
            code("400 Bad Request", "ExpiredToken"),
            code("400 Bad Request", "RequestTimeout"),
            code("500 Internal Server Error", "InternalError"),
            code("503 Service Unavailable", "SlowDown"),
            code("405 Method Not Allowed", "MethodNotAllowed"),
            answered("HTTP error: error sending request"),
            Error::PermissionDenied { path: "x".to_owned(), source: "403".into() },
        ] {
            assert!(!knows_no_conditions(&error), "{error}");
        }
    }

    #[test]
    fn a_condition_needs_the_name_of_a_version() {
        let version = |etag: Option<&str>, number: Option<&str>| Version {
            etag: etag.map(str::to_owned),
            number: number.map(str::to_owned),
        };
        assert_eq!(condition(Cloud::S3, None), PutMode::Create);
        for (cloud, version, is_conditional) in [
            (Cloud::S3, version(Some("e"), None), true),
            (Cloud::S3, version(None, Some("1")), false),
            (Cloud::Azure, version(None, None), false),
            (Cloud::Google, version(Some("e"), Some("1")), true),
            (Cloud::Google, version(Some("e"), None), false),
        ] {
            let condition = condition(cloud, Some(&version));
            assert_eq!(matches!(condition, PutMode::Update(_)), is_conditional, "{cloud:?} {version:?}");
        }
    }
}
