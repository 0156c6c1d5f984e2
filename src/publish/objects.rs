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
    PutOptions, PutPayload, RetryConfig, UpdateVersion,
};
use tokio::runtime::Runtime;

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

/// The most characters of what a cloud says about an error.
const LONGEST_REASON: usize = 300;

/// A prefix in a bucket.
pub(super) struct Objects {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
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
        Ok(Self { store, runtime, cloud, bucket: bucket.to_owned(), prefix: prefix.to_owned() })
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

    pub(super) fn put(&self, local: &Local, body: Vec<u8>) -> Result<Record, Failure> {
        let key = self.key(&local.path)?;
        let attributes = Attributes::from_iter(
            [
                (Attribute::ContentType, hosting::media(&local.path).header.to_owned()),
                (Attribute::CacheControl, hosting::cache_control(&local.path).to_owned()),
                (Attribute::Metadata(MARK.into()), local.print.clone()),
            ]
            .into_iter()
            .chain(local.encoding.map(|encoding| (Attribute::ContentEncoding, encoding.name().to_owned()))),
        );
        let options = PutOptions { attributes, ..PutOptions::default() };
        let put = self.runtime.block_on(self.store.put_opts(&key, PutPayload::from(body), options));
        let put = put.map_err(|e| self.failed("send", &local.path, &e))?;
        Ok(Record(local.print.clone(), String::new(), put.e_tag.unwrap_or_default()))
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
        let condition = before.map_or(PutMode::Create, |version| {
            PutMode::Update(UpdateVersion { e_tag: version.etag.clone(), version: version.number.clone() })
        });
        let put = match put(condition) {
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => return Err(send::overtaken()),
            Err(Error::NotImplemented { .. } | Error::NotSupported { .. } | Error::Generic { .. }) => {
                put(PutMode::Overwrite)
            }
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
