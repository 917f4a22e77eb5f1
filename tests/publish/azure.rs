//! `az://` with Azurite, Microsoft's own stand-in for its storage.

use crate::http::{get_with, request};
use crate::{Place, Server, free_port, program, serve, suite};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

/// The account that every Azurite has, and its key, which Microsoft publishes.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
/// Signed with that key: what may do all, and what may read and list.
const ALL: &str = "sv=2019-12-12&ss=b&srt=sco&sp=rwdlac&se=2099-01-01T00%3A00%3A00Z&spr=https,http&sig=0inStVod1SiNNw%2FCJ4fRrpJIdRZAadbisT7bZCD4KQs%3D";
const READ: &str = "sv=2019-12-12&ss=b&srt=sco&sp=rl&se=2099-01-01T00%3A00%3A00Z&spr=https,http&sig=%2F89rIrsOctn%2F6Wn37z5CXKwXbLZowZjmUBp%2FUxhS1Ok%3D";

struct Container {
    server: Server,
    refuses: AtomicBool,
    _dir: tempfile::TempDir,
}

impl Container {
    fn new() -> Option<Container> {
        let azurite = program(&["azurite-blob"])?;
        let (dir, port) = (tempfile::tempdir().unwrap(), free_port());
        let mut command = Command::new(azurite);
        command
            .args(["--silent", "--disableTelemetry", "--skipApiVersionCheck", "--inMemoryPersistence"])
            .args(["--blobHost", "127.0.0.1", "--blobPort", &port.to_string()])
            .current_dir(dir.path())
            .stdout(Stdio::null());
        let server = serve(&mut command, port);
        let made = request(port, "PUT", &format!("/{ACCOUNT}/paper?restype=container&{ALL}"), "", b"");
        assert_eq!(made.0, 201, "{}", made.1);
        Some(Container { server, refuses: AtomicBool::new(false), _dir: dir })
    }

    fn blob(&self, path: &str) -> String {
        format!("/{ACCOUNT}/paper/site/{path}?{ALL}")
    }
}

impl Place for Container {
    fn to(&self) -> String {
        format!("az://paper/site?account={ACCOUNT}&endpoint=http://127.0.0.1:{}/{ACCOUNT}", self.server.port)
    }

    fn env(&self) -> Vec<(String, String)> {
        match self.refuses.load(Ordering::SeqCst) {
            true => vec![("AZURE_STORAGE_SAS_TOKEN".into(), READ.into())],
            false => vec![("AZURE_STORAGE_ACCOUNT_KEY".into(), KEY.into())],
        }
    }

    fn stranger(&self) -> Option<(Vec<(String, String)>, &'static str)> {
        let key = KEY.replace("Eby8", "AAAA");
        Some((vec![("AZURE_STORAGE_ACCOUNT_KEY".into(), key)], "403 Forbidden"))
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        get_with(self.server.port, &self.blob(path), "")
    }

    fn plant(&self, path: &str, bytes: &[u8]) {
        let put = request(self.server.port, "PUT", &self.blob(path), "x-ms-blob-type: BlockBlob\r\n", bytes);
        assert_eq!(put.0, 201, "{}", put.1);
    }

    fn uproot(&self, path: &str) {
        let gone = request(self.server.port, "DELETE", &self.blob(path), "", b"");
        assert_eq!(gone.0, 202, "{}", gone.1);
    }

    fn refuse(&self, refuse: bool) -> Option<&'static str> {
        self.refuses.store(refuse, Ordering::SeqCst);
        Some("403 Forbidden")
    }
}

#[test]
fn a_container_of_azure() {
    if let Some(container) = Container::new() {
        suite::all(&container);
    }
}
