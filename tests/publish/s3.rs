//! `s3://` with moto's server, which checks signatures and rights when it is told to.

use crate::http::request;
use crate::paper::Paper;
use crate::{Place, Server, free_port, program, serve, suite};
use flate2::read::GzDecoder;
use std::io::Read as _;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// A signature that nobody looks at, as without one moto takes a request for a stranger's.
pub const SIGNED: &str = "Authorization: AWS4-HMAC-SHA256 Credential=x/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x\r\n";

struct Bucket {
    server: Server,
    compress: &'static str,
    keys: Mutex<Option<(String, String)>>,
    guarded: AtomicBool,
}

/// moto's server with an empty bucket, `paper`.
pub fn moto() -> Option<Server> {
    let program = program(&["moto_server"])?;
    let port = free_port();
    let mut command = Command::new(program);
    command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdout(std::process::Stdio::null());
    let server = serve(&mut command, port);
    let made = request(port, "PUT", "/paper", SIGNED, b"");
    assert_eq!(made.0, 200, "{}", made.1);
    Some(server)
}

impl Bucket {
    fn new(compress: &'static str) -> Option<Bucket> {
        let server = moto()?;
        Some(Bucket { server, compress, keys: Mutex::new(None), guarded: AtomicBool::new(false) })
    }

    /// A call of IAM's, which makes users; the signature is not looked at while rights are not.
    fn iam(&self, call: &str) -> String {
        let headers = "Content-Type: application/x-www-form-urlencoded\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=x/20250101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x\r\n";
        let (status, head, body) =
            request(self.server.port, "POST", "/", headers, format!("{call}&Version=2010-05-08").as_bytes());
        assert_eq!(status, 200, "{head}");
        String::from_utf8(body).unwrap()
    }

    /// Whether rights and signatures are looked at from now on.
    fn guard(&self, guard: bool) {
        if self.guarded.swap(guard, Ordering::SeqCst) == guard {
            return;
        }
        let calls = if guard { "0" } else { "inf" };
        let answer = request(
            self.server.port,
            "POST",
            "/moto-api/reset-auth",
            "Content-Type: text/plain\r\n",
            calls.as_bytes(),
        );
        assert_eq!(answer.0, 200, "{}", answer.1);
    }

    /// A user who may do these things.
    fn hire(&self, name: &str, actions: &str) -> (String, String) {
        self.iam(&format!("Action=CreateUser&UserName={name}"));
        let policy = format!(
            "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A{actions}%2C%22Resource%22%3A%22*%22%7D%5D%7D"
        );
        self.iam(&format!("Action=PutUserPolicy&UserName={name}&PolicyName=p&PolicyDocument={policy}"));
        let answer = self.iam(&format!("Action=CreateAccessKey&UserName={name}"));
        let between =
            |from: &str, to: &str| answer.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned();
        (between("<AccessKeyId>", "<"), between("<SecretAccessKey>", "<"))
    }
}

impl Place for Bucket {
    fn to(&self) -> String {
        format!("s3://paper/site?region=us-east-1&endpoint=http://127.0.0.1:{}", self.server.port)
    }

    fn settings(&self) -> String {
        format!("compress = \"{}\"\n", self.compress)
    }

    fn env(&self) -> Vec<(String, String)> {
        let (key, secret) =
            self.keys.lock().unwrap().clone().unwrap_or_else(|| ("AKIAKNOWN".into(), "secret".into()));
        vec![("AWS_ACCESS_KEY_ID".into(), key), ("AWS_SECRET_ACCESS_KEY".into(), secret)]
    }

    fn stranger(&self) -> Option<(Vec<(String, String)>, &'static str)> {
        let reader = self.hire("editor", "%22s3%3A*%22");
        *self.keys.lock().unwrap() = Some(reader);
        self.guard(true);
        let env = [("AWS_ACCESS_KEY_ID", "AKIASTRANGER"), ("AWS_SECRET_ACCESS_KEY", "hunter2")];
        let env = env.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Some((env, "403 Forbidden"))
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        self.guard(false);
        let (status, head, body) =
            request(self.server.port, "GET", &format!("/paper/site/{path}"), SIGNED, b"");
        if status != 200 {
            return None;
        }
        let head = head.to_lowercase();
        if head.contains("content-encoding: gzip") {
            let mut plain = Vec::new();
            GzDecoder::new(&body[..]).read_to_end(&mut plain).unwrap();
            return Some(plain);
        }
        Some(body)
    }

    fn plant(&self, path: &str, bytes: &[u8]) {
        self.guard(false);
        let put = request(self.server.port, "PUT", &format!("/paper/site/{path}"), SIGNED, bytes);
        assert_eq!(put.0, 200, "{}", put.1);
    }

    fn uproot(&self, path: &str) {
        self.guard(false);
        let put = request(self.server.port, "DELETE", &format!("/paper/site/{path}"), SIGNED, b"");
        assert_eq!(put.0, 204, "{}", put.1);
    }

    fn refuse(&self, refuse: bool) -> Option<&'static str> {
        self.guard(false);
        if refuse {
            let keys = self.hire("reader", "%5B%22s3%3AGetObject%22%2C%22s3%3AListBucket%22%5D");
            *self.keys.lock().unwrap() = Some(keys);
            self.guard(true);
        } else {
            *self.keys.lock().unwrap() = None;
        }
        Some("403 Forbidden")
    }
}

#[test]
fn a_bucket() {
    if let Some(bucket) = Bucket::new("none") {
        suite::all(&bucket);
    }
}

#[test]
fn a_bucket_of_compressed_files() {
    if let Some(bucket) = Bucket::new("gzip") {
        suite::all(&bucket);
    }
}

#[test]
fn objects_say_what_they_are() {
    let Some(bucket) = Bucket::new("gzip") else { return };
    // With rights and signatures looked at, that of a redirect among them.
    let keys = bucket.hire("editor", "%22s3%3A*%22");
    *bucket.keys.lock().unwrap() = Some(keys);
    let paper = Paper::new(&bucket);
    bucket.guard(true);
    paper.publish(&[]);
    bucket.guard(false);
    let head = |path: &str| {
        request(bucket.server.port, "HEAD", &format!("/paper/site/{path}"), SIGNED, b"").1.to_lowercase()
    };
    let page = head("index.html");
    assert!(page.contains("content-type: text/html; charset=utf-8"), "{page}");
    assert!(page.contains("cache-control: public, max-age=60"), "{page}");
    assert!(page.contains("content-encoding: gzip"), "{page}");
    let style = head("assets/style.css");
    assert!(style.contains("max-age=31536000, immutable"), "{style}");
    let old = head("imprint/index.html");
    assert!(old.contains("x-amz-website-redirect-location: https://quay.example/about/"), "{old}");
}

#[test]
fn a_bucket_that_is_not_there() {
    let Some(bucket) = Bucket::new("none") else { return };
    let gone = request(bucket.server.port, "DELETE", "/paper", SIGNED, b"");
    assert_eq!(gone.0, 204, "{}", gone.1);
    let paper = Paper::new(&bucket);
    let told = paper.refused(&[]);
    assert!(told.contains("create it first"), "{told}");
}
