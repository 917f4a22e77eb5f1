//! S3's own redirects: a header of the object that has to be signed, and that the store's crate does not know. Requests
//! that carry a [`RedirectTo`] get it here and are signed anew.

use object_store::ClientOptions;
use object_store::aws::{AwsAuthorizer, AwsCredentialProvider};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
    ReqwestConnector,
};
use reqwest::header::{HeaderName, HeaderValue};
use std::sync::{Arc, OnceLock};

const HEADER: HeaderName = HeaderName::from_static("x-amz-website-redirect-location");

/// Where readers of an object are sent: a whole address.
#[derive(Debug, Clone)]
pub struct RedirectTo(pub String);

/// What signing needs; known only when the store is made, which needs the connector first.
#[derive(Debug, Clone, Default)]
pub struct Signing {
    credentials: Arc<OnceLock<AwsCredentialProvider>>,
    region: Arc<OnceLock<String>>,
}

impl Signing {
    /// Once the region is known; without one it is the crate's own, `us-east-1`.
    pub fn set_region(&self, region: &str) {
        let _ = self.region.set(region.to_owned());
    }

    /// Once the store is made.
    pub fn set_credentials(&self, credentials: AwsCredentialProvider) {
        let _ = self.credentials.set(credentials);
    }
}

impl HttpConnector for Signing {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let inner = ReqwestConnector::default().connect(options)?;
        Ok(HttpClient::new(Service { inner, signing: self.clone() }))
    }
}

#[derive(Debug)]
struct Service {
    inner: HttpClient,
    signing: Signing,
}

#[async_trait::async_trait]
impl HttpService for Service {
    async fn call(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let to = request.extensions().get::<RedirectTo>().cloned();
        if let (Some(RedirectTo(to)), Some(credentials)) = (to, self.signing.credentials.get())
            // An address that no header can hold is still in the page itself.
            && let Ok(value) = HeaderValue::from_str(&to)
        {
            let told = |error| HttpError::new(HttpErrorKind::Request, error);
            let credential = credentials.get_credential().await.map_err(told)?;
            request.headers_mut().insert(HEADER, value);
            let region = self.signing.region.get().map_or("us-east-1", String::as_str);
            let signer = AwsAuthorizer::new(&credential, "s3", region);
            signer.try_authorize(&mut request, None).map_err(told)?;
        }
        self.inner.execute(request).await
    }
}
