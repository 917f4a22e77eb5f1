//! `webdav://` with nginx.

use crate::http::get;
use crate::{Place, Server, free_port, program, serve, suite};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

struct Dav {
    dir: tempfile::TempDir,
    program: PathBuf,
    server: Mutex<Option<Server>>,
    port: u16,
}

impl Dav {
    fn new() -> Option<Dav> {
        let program = program(&["nginx"])?;
        let module = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";
        if !fs::exists(module).unwrap() {
            assert!(std::env::var_os("DATELINE_TEST_SERVERS").is_none(), "nginx has no dav_ext module");
            eprintln!("SKIPPED: nginx has no dav_ext module");
            return None;
        }
        let dav =
            Dav { dir: tempfile::tempdir().unwrap(), program, server: Mutex::new(None), port: free_port() };
        fs::create_dir(dav.files()).unwrap();
        fs::create_dir(dav.dir.path().join("logs")).unwrap();
        // {PLAIN} is a scheme that nginx has without a system's crypt().
        fs::write(dav.dir.path().join("users"), "ines:{PLAIN}letmein\n").unwrap();
        dav.restart("auth_basic dav; auth_basic_user_file users;");
        Some(dav)
    }

    fn files(&self) -> PathBuf {
        self.dir.path().join("files")
    }

    /// Starts it anew with a rule for everything but reading.
    fn restart(&self, rule: &str) {
        let root = self.dir.path().display();
        // Where it is started by root its workers would be another user, who may not write here.
        let user = if crate::ssh::user() == "root" { "user root;" } else { "" };
        let config = format!(
            "{user} daemon off; master_process on; worker_processes 1; pid {root}/pid; error_log {root}/logs/error.log;\n\
             load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;\n\
             events {{ worker_connections 256; }}\n\
             http {{ access_log off; client_body_temp_path {root}/body; client_max_body_size 100m;\n\
             types {{ text/html html; }} default_type application/octet-stream;\n\
             server {{ listen 127.0.0.1:{}; root {root}/files; location / {{\n\
             dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS; create_full_put_path on;\n\
             limit_except GET HEAD {{ {rule} }} }} }} }}\n",
            self.port
        );
        fs::write(self.dir.path().join("nginx.conf"), config).unwrap();
        let mut held = self.server.lock().unwrap();
        if let Some(server) = held.take() {
            // The master has to end its workers, or the port stays taken.
            let _ = Command::new("kill").arg("-QUIT").arg(server.child.id().to_string()).status();
            let mut server = server;
            let _ = server.child.wait();
        }
        let mut command = Command::new(&self.program);
        command.arg("-p").arg(self.dir.path()).arg("-c").arg(self.dir.path().join("nginx.conf"));
        *held = Some(serve(&mut command, self.port));
    }
}

impl Drop for Dav {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.lock().unwrap().take() {
            let _ = Command::new("kill").arg("-QUIT").arg(server.child.id().to_string()).status();
            let _ = server.child.wait();
        }
    }
}

impl Place for Dav {
    fn to(&self) -> String {
        format!("webdav+http://127.0.0.1:{}/", self.port)
    }

    fn env(&self) -> Vec<(String, String)> {
        vec![("WEBDAV_USERNAME".into(), "ines".into()), ("WEBDAV_PASSWORD".into(), "letmein".into())]
    }

    fn stranger(&self) -> Option<(Vec<(String, String)>, &'static str)> {
        let env = [("WEBDAV_USERNAME", "ines"), ("WEBDAV_PASSWORD", "hunter2")];
        Some((
            env.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            "check who you are there",
        ))
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        get(self.port, &format!("/{path}"))
    }

    fn plant(&self, path: &str, bytes: &[u8]) {
        let place = self.files().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }

    fn uproot(&self, path: &str) {
        fs::remove_file(self.files().join(path)).unwrap();
    }

    fn refuse(&self, refuse: bool) -> Option<&'static str> {
        self.restart(if refuse { "deny all;" } else { "auth_basic dav; auth_basic_user_file users;" });
        Some("check who you are there")
    }
}

#[test]
fn a_folder_over_webdav() {
    if let Some(dav) = Dav::new() {
        suite::all(&dav);
    }
}
