//! `s3://`, `gs://`, `az://` and `webdav://`: stores that take whole objects by name, all through one crate.
//!
//! Each file is put in front of readers by itself, in the order of the phases.

mod errors;
mod redirect;

use super::credentials;
use super::headers::{cache_control, compressed, content_type};
use super::manifest::{NAME, is_own};
use super::target::{Base, Cause, Failure, Found, Put, Stored, Target};
use crate::config::address::Address;
use crate::config::publish::Compress;
use crate::plan::Kind;
use errors::of_store;
use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::http::HttpBuilder;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt as _, PutOptions,
    RetryConfig,
};
use redirect::{RedirectTo, Signing};
use std::sync::Arc;
use std::time::Duration;

/// A bucket, a container or a WebDAV folder as a target.
pub struct Objects {
    runtime: tokio::runtime::Runtime,
    store: Arc<dyn ObjectStore>,
    prefix: String,
    compress: Option<Compress>,
    /// Where old addresses lead, where the store can send readers on by itself: the site's whole address.
    site: String,
    flavor: Flavor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flavor {
    S3,
    Cloud,
    WebDav,
}

impl Objects {
    /// Makes the client; nothing is asked of the store yet. `None` for addresses of other kinds.
    pub fn open(
        address: &Address,
        compress: Option<Compress>,
        site: &str,
    ) -> Option<Result<Objects, Failure>> {
        let told = |error: object_store::Error| of_store("connect to", "", &error);
        let made: Result<(Arc<dyn ObjectStore>, &str, Flavor), Failure> = match address {
            Address::S3 { bucket, prefix, region, endpoint } => {
                s3(bucket, region.as_deref(), endpoint.as_deref())
                    .map(|store| (store, prefix.as_str(), Flavor::S3))
            }
            Address::Gs { bucket, prefix, endpoint } => {
                let mut builder = GoogleCloudStorageBuilder::from_env()
                    .with_bucket_name(bucket)
                    .with_client_options(client(endpoint.as_deref().unwrap_or_default()))
                    .with_retry(retries());
                if let Some(endpoint) = endpoint {
                    builder = builder.with_base_url(endpoint);
                }
                let store = builder.build().map_err(told);
                store.map(|store| (Arc::new(store) as Arc<dyn ObjectStore>, prefix.as_str(), Flavor::Cloud))
            }
            Address::Az { container, prefix, account, endpoint } => {
                let mut builder = MicrosoftAzureBuilder::from_env()
                    .with_container_name(container)
                    .with_client_options(client(endpoint.as_deref().unwrap_or_default()))
                    .with_retry(retries());
                if let Some(account) = account {
                    builder = builder.with_account(account);
                }
                if let Some(endpoint) = endpoint {
                    let plain = endpoint.starts_with("http://");
                    builder = builder.with_endpoint(endpoint.clone()).with_allow_http(plain);
                }
                let store = builder.build().map_err(told);
                store.map(|store| (Arc::new(store) as Arc<dyn ObjectStore>, prefix.as_str(), Flavor::Cloud))
            }
            Address::WebDav { url } => webdav(url).map(|store| (store, "", Flavor::WebDav)),
            Address::Dir { .. } | Address::Git { .. } | Address::Ssh { .. } => return None,
        };
        Some(made.and_then(|(store, prefix, flavor)| {
            Ok(Objects {
                runtime: super::runtime()?,
                store,
                prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
                compress,
                site: site.to_owned(),
                flavor,
            })
        }))
    }

    fn key(&self, path: &str) -> Result<Path, Failure> {
        Path::parse(format!("{}{path}", self.prefix))
            .map_err(|error| Failure::new(Cause::Other, "put", path, error.to_string()))
    }

    fn write(&self, file: &Put<'_>) -> Result<Stored, Failure> {
        let key = self.key(file.path)?;
        let mut options = PutOptions::default();
        let (bytes, is_compressed) = compressed(file.path, file.bytes, self.compress);
        options.attributes = attributes(file, self.compress.filter(|_| is_compressed));
        if let (Kind::Redirect { to }, Flavor::S3) = (file.kind, self.flavor) {
            options.extensions.insert(RedirectTo(format!("{}{to}", self.site)));
        }
        let size = bytes.len() as u64;
        let result = self.runtime.block_on(self.store.put_opts(&key, bytes.into_owned().into(), options));
        let result = result.map_err(|error| {
            let mut failure = of_store("put", file.path, &error);
            // Two files in one new folder: the other one was quicker to create it.
            if self.flavor == Flavor::WebDav && failure.reason.contains("405") {
                failure.cause = Cause::Passing;
            }
            failure
        })?;
        let mark = result.e_tag.as_deref().and_then(mark);
        Ok(Stored { size, mark })
    }

    /// Folder by folder, which every WebDAV server answers.
    async fn walk(&self) -> Result<Vec<Found>, object_store::Error> {
        let mut found = Vec::new();
        let mut folders: Vec<Option<Path>> = vec![None];
        while let Some(folder) = folders.pop() {
            let listed = self.store.list_with_delimiter(folder.as_ref()).await?;
            folders.extend(listed.common_prefixes.into_iter().map(Some));
            found.extend(listed.objects.into_iter().map(|object| Found {
                path: object.location.to_string(),
                size: Some(object.size),
                mark: None,
                hash: None,
            }));
        }
        Ok(found)
    }
}

impl Target for Objects {
    fn manifest(&self) -> Result<Option<Vec<u8>>, Failure> {
        let key = self.key(NAME)?;
        let read = async { self.store.get(&key).await?.bytes().await };
        match self.runtime.block_on(read) {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { source, .. })
                if !source.to_string().contains("NoSuchBucket") =>
            {
                Ok(None)
            }
            Err(error) => Err(of_store("read", NAME, &error)),
        }
    }

    fn survey(&self) -> Result<Vec<Found>, Failure> {
        if self.flavor == Flavor::WebDav {
            return match self.runtime.block_on(self.walk()) {
                Ok(found) => Ok(found.into_iter().filter(|file| !is_own(&file.path)).collect()),
                // A server without listings: what the site needs most is looked for by name.
                Err(error) if errors::is_not_offered(&error) => {
                    let there = self.holds("index.html")?;
                    Ok(there
                        .then(|| Found { path: "index.html".into(), ..Found::default() })
                        .into_iter()
                        .collect())
                }
                Err(error) => Err(of_store("list", "", &error)),
            };
        }
        let prefix = Some(self.prefix.trim_end_matches('/')).filter(|prefix| !prefix.is_empty());
        let prefix = prefix.map(|_| self.key("")).transpose()?;
        let listed: Result<Vec<_>, _> = self.runtime.block_on(self.store.list(prefix.as_ref()).try_collect());
        let listed = listed.map_err(|error| of_store("list", "", &error))?;
        let found = listed.into_iter().filter_map(|object| {
            let path = object.location.as_ref().strip_prefix(self.prefix.as_str())?.to_owned();
            Some(Found {
                path,
                size: Some(object.size),
                mark: object.e_tag.as_deref().and_then(mark),
                hash: None,
            })
        });
        Ok(found.filter(|file| !is_own(&file.path)).collect())
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        let key = self.key(path)?;
        match self.runtime.block_on(self.store.head(&key)) {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(of_store("look at", path, &error)),
        }
    }

    fn begin(&self) -> Result<Base, Failure> {
        Ok(Base::Kept)
    }

    fn put(&self, file: &Put<'_>) -> Result<Stored, Failure> {
        self.write(file)
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        let key = self.key(path)?;
        match self.runtime.block_on(self.store.delete(&key)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(of_store("delete", path, &error)),
        }
    }

    fn keep(&self, manifest: &[u8]) -> Result<(), Failure> {
        let file = Put { path: NAME, bytes: manifest, kind: &Kind::Machine, fingerprinted: false };
        self.write(&file).map(|_| ())
    }

    fn roll_back(&self) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}

/// An ETag as the manifest holds it: one word. Azure quotes it in one answer and not in another.
fn mark(e_tag: &str) -> Option<String> {
    let word = e_tag.trim_matches('"');
    (!word.is_empty() && !word.contains(char::is_whitespace)).then(|| word.to_owned())
}

fn attributes(file: &Put<'_>, compress: Option<Compress>) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, content_type(file.path).into());
    attributes.insert(Attribute::CacheControl, cache_control(file).into());
    if let Some(how) = compress {
        attributes.insert(Attribute::ContentEncoding, how.encoding().into());
    }
    attributes
}

fn client(endpoint: &str) -> ClientOptions {
    ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(10))
        .with_timeout(Duration::from_secs(300))
        .with_allow_http(endpoint.starts_with("http://"))
        .with_user_agent(reqwest::header::HeaderValue::from_static(concat!(
            "dateline/",
            env!("CARGO_PKG_VERSION")
        )))
}

/// The crate waits and tries again by itself, as the stores ask for.
fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig { init_backoff: Duration::from_millis(200), ..BackoffConfig::default() },
        max_retries: 5,
        retry_timeout: Duration::from_secs(120),
    }
}

fn s3(bucket: &str, region: Option<&str>, endpoint: Option<&str>) -> Result<Arc<dyn ObjectStore>, Failure> {
    let signing = Signing::default();
    let mut builder = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .with_client_options(client(endpoint.unwrap_or_default()))
        .with_retry(retries())
        .with_http_connector(signing.clone());
    if let Some(found) = credentials::aws_profile() {
        builder = builder.with_access_key_id(found.key_id).with_secret_access_key(found.secret_key);
        if let Some(token) = found.token {
            builder = builder.with_token(token);
        }
    }
    if let Some(region) = region.map(str::to_owned).or_else(credentials::aws_region) {
        signing.set_region(&region);
        builder = builder.with_region(region);
    }
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    let store = builder.build().map_err(|error| of_store("connect to", "", &error))?;
    signing.set_credentials(Arc::clone(store.credentials()));
    Ok(Arc::new(store))
}

fn webdav(url: &str) -> Result<Arc<dyn ObjectStore>, Failure> {
    let mut options = client(url);
    if let Some(login) = credentials::webdav(url) {
        let mut headers = reqwest::header::HeaderMap::new();
        if let Ok(mut value) = reqwest::header::HeaderValue::from_str(&login) {
            value.set_sensitive(true);
            headers.insert(reqwest::header::AUTHORIZATION, value);
        }
        options = options.with_default_headers(headers);
    }
    let builder = HttpBuilder::new().with_url(url).with_client_options(options).with_retry(retries());
    let store = builder.build().map_err(|error| of_store("connect to", "", &error))?;
    Ok(Arc::new(store))
}
