//! `gs://`. Google's XML interface is the one of S3, so moto's server stands in for it. Who the client is, it does not ask;
//! a door before it does.

use crate::door::Door;
use crate::http::{get_with, request};
use crate::s3::{SIGNED, moto};
use crate::{Place, Server, suite};

struct Bucket {
    server: Server,
    door: Door,
}

impl Place for Bucket {
    fn to(&self) -> String {
        format!("gs://paper/site?endpoint=http://127.0.0.1:{}", self.door.port)
    }

    fn env(&self) -> Vec<(String, String)> {
        vec![("GOOGLE_BEARER_TOKEN".into(), "token".into())]
    }

    fn stranger(&self) -> Option<(Vec<(String, String)>, &'static str)> {
        Some((vec![("GOOGLE_BEARER_TOKEN".into(), "hunter2".into())], "401 Unauthorized"))
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        get_with(self.server.port, &format!("/paper/site/{path}"), SIGNED)
    }

    fn plant(&self, path: &str, bytes: &[u8]) {
        let put = request(self.server.port, "PUT", &format!("/paper/site/{path}"), SIGNED, bytes);
        assert_eq!(put.0, 200, "{}", put.1);
    }

    fn uproot(&self, path: &str) {
        let gone = request(self.server.port, "DELETE", &format!("/paper/site/{path}"), SIGNED, b"");
        assert_eq!(gone.0, 204, "{}", gone.1);
    }

    fn refuse(&self, refuse: bool) -> Option<&'static str> {
        self.door.shut(refuse);
        Some("403 Forbidden")
    }
}

#[test]
fn a_bucket_of_google() {
    if let Some(server) = moto() {
        let door = Door::before(server.port, "token");
        suite::all(&Bucket { server, door });
    }
}
