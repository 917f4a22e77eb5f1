//! `gs://`. Google's XML interface is the one of S3, so moto's server stands in for it; who the client is, it does not ask.

use crate::http::{get_with, request};
use crate::s3::{SIGNED, moto};
use crate::{Place, Server, suite};

struct Bucket(Server);

impl Place for Bucket {
    fn to(&self) -> String {
        format!("gs://paper/site?endpoint=http://127.0.0.1:{}", self.0.port)
    }

    fn env(&self) -> Vec<(String, String)> {
        vec![("GOOGLE_BEARER_TOKEN".into(), "token".into())]
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        get_with(self.0.port, &format!("/paper/site/{path}"), SIGNED)
    }

    fn plant(&self, path: &str, bytes: &[u8]) {
        let put = request(self.0.port, "PUT", &format!("/paper/site/{path}"), SIGNED, bytes);
        assert_eq!(put.0, 200, "{}", put.1);
    }

    fn uproot(&self, path: &str) {
        let gone = request(self.0.port, "DELETE", &format!("/paper/site/{path}"), SIGNED, b"");
        assert_eq!(gone.0, 204, "{}", gone.1);
    }
}

#[test]
fn a_bucket_of_google() {
    if let Some(server) = moto() {
        suite::all(&Bucket(server));
    }
}
