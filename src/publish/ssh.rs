//! `ssh://`: a folder of another machine, over SFTP. Each publish makes a release of its own, out of hard links to what
//! stays and of what is new, and the link `current` is then set to it in one step. With `keep = 0` there are no
//! releases, and each file is switched in by itself.
//!
//! The system's own `ssh` makes the connection, so the user's configuration, keys, agent and known hosts count.

mod session;

use super::manifest::{NAME, PART, is_own};
use super::target::{Base, Cause, Failure, Found, Put, Stored, Target};
use session::{Connection, Session, of_sftp};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A folder of another machine as a target.
pub struct Ssh {
    runtime: tokio::runtime::Runtime,
    connection: Connection,
    session: Mutex<Option<Arc<Session>>>,
    root: String,
    keep: usize,
    /// Folder names of the release that is seen and of the one that is made.
    seen: Option<String>,
    next: OnceLock<String>,
    /// Folders that are known to be there.
    folders: Mutex<BTreeSet<String>>,
}

impl Ssh {
    /// Connects and looks which release is seen; changes nothing.
    pub fn open(host: &str, port: Option<u16>, root: &str, keep: usize) -> Result<Ssh, Failure> {
        let runtime = super::runtime()?;
        let connection = Connection::new(host, port);
        let session = runtime.block_on(connection.open())?;
        let mut ssh = Ssh {
            runtime,
            connection,
            session: Mutex::new(Some(Arc::new(session))),
            root: root.trim_end_matches('/').to_owned(),
            keep,
            seen: None,
            next: OnceLock::new(),
            folders: Mutex::default(),
        };
        ssh.seen = ssh.seen_release()?;
        Ok(ssh)
    }

    fn session(&self) -> Result<Arc<Session>, Failure> {
        let mut held = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = held.as_ref() {
            return Ok(session.clone());
        }
        let session = Arc::new(self.runtime.block_on(self.connection.open())?);
        *held = Some(session.clone());
        Ok(session)
    }

    /// Does something over the connection; one that broke is made anew by the next call.
    fn with<T, F>(&self, work: impl FnOnce(Arc<Session>) -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let session = self.session()?;
        let result = self.runtime.block_on(work(session.clone()));
        if result.as_ref().is_err_and(|failure| failure.cause == Cause::Passing) {
            let mut held = self.session.lock().unwrap_or_else(PoisonError::into_inner);
            if held.as_ref().is_some_and(|one| Arc::ptr_eq(one, &session)) {
                *held = None;
            }
        }
        result
    }

    fn current(&self) -> String {
        format!("{}/current", self.root)
    }

    fn release(&self, name: &str) -> String {
        format!("{}/releases/{name}", self.root)
    }

    /// Where the files are that readers see.
    fn live(&self) -> String {
        if self.keep == 0 { self.root.clone() } else { self.current() }
    }

    /// Where files are put.
    fn base(&self) -> String {
        self.next.get().map_or_else(|| self.live(), |name| self.release(name))
    }

    /// The release that `current` links to.
    fn seen_release(&self) -> Result<Option<String>, Failure> {
        if self.keep == 0 {
            return Ok(None);
        }
        let current = self.current();
        self.with(|session| async move {
            match session.sftp.fs().read_link(&current).await {
                Ok(to) => {
                    let name = to.file_name().and_then(|name| name.to_str()).map(str::to_owned);
                    match name {
                        Some(name) if name.parse::<u64>().is_ok() => Ok(Some(name)),
                        _ => Err(not_ours(&current)),
                    }
                }
                Err(_) => match session.sftp.fs().symlink_metadata(&current).await {
                    Err(_) => Ok(None),
                    Ok(_) => Err(not_ours(&current)),
                },
            }
        })
    }

    /// The numbers of all releases.
    fn releases(&self) -> Result<BTreeSet<u64>, Failure> {
        let folder = format!("{}/releases", self.root);
        self.with(|session| async move {
            let names = session.names(&folder).await?;
            Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
        })
    }

    /// Points `current` at a release, in one step.
    fn switch(&self, name: &str) -> Result<(), Failure> {
        let (to, part) = (format!("releases/{name}"), format!("{}/{PART}current", self.root));
        let current = self.current();
        self.with(|session| async move {
            let mut fs = session.sftp.fs();
            let _ = fs.remove_file(&part).await;
            let told = |error| of_sftp("switch to", &current, &error);
            fs.symlink(&to, &part).await.map_err(told)?;
            fs.rename(&part, &current).await.map_err(told)
        })
    }

    fn remove_release(&self, number: u64) -> Result<(), Failure> {
        let folder = self.release(&format!("{number:06}"));
        if self.connection.shell(&format!("rm -rf -- {}", session::quoted(&folder))) {
            return Ok(());
        }
        self.with(|session| async move { session.remove_tree(&folder).await })
    }

    /// Fills the next release with hard links to the one that is seen.
    fn carry_over(&self, from: &str, to: &str) -> Result<Base, Failure> {
        let (from, to) = (self.release(from), self.release(to));
        let command = format!("cp -al -- {} {}", session::quoted(&from), session::quoted(&to));
        if self.connection.shell(&command) {
            return Ok(Base::Kept);
        }
        self.with(|session| async move {
            if session.sftp.support_hardlink() && session.link_tree(&from, &to).await.is_ok() {
                return Ok(Base::Kept);
            }
            let _ = session.remove_tree(&to).await;
            session.create_folders(&to).await?;
            Ok(Base::Nothing)
        })
    }
}

fn not_ours(path: &str) -> Failure {
    let reason =
        "it is there and is no link to one of Dateline's releases; keep = 0 publishes without releases";
    Failure::new(Cause::Other, "use", path, reason)
}

impl Target for Ssh {
    fn manifest(&self) -> Result<Option<Vec<u8>>, Failure> {
        let path = format!("{}/{NAME}", self.live());
        self.with(|session| async move {
            match session.sftp.fs().read(&path).await {
                Ok(bytes) => Ok(Some(bytes.to_vec())),
                Err(error) if session::is_missing(&error) => Ok(None),
                Err(error) => Err(of_sftp("read", NAME, &error)),
            }
        })
    }

    fn survey(&self) -> Result<Vec<Found>, Failure> {
        if self.keep > 0 && self.seen.is_none() {
            return Ok(Vec::new());
        }
        let base = self.live();
        self.with(|session| async move {
            let files = session.tree(&base).await?.files;
            let found = files.into_iter().map(|(path, size)| Found { path, size, ..Found::default() });
            Ok(found.filter(|file| !is_own(&file.path)).collect())
        })
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        let path = format!("{}/{path}", self.live());
        self.with(|session| async move {
            match session.sftp.fs().symlink_metadata(&path).await {
                Ok(_) => Ok(true),
                Err(error) if session::is_missing(&error) => Ok(false),
                Err(error) => Err(of_sftp("look at", &path, &error)),
            }
        })
    }

    fn begin(&self) -> Result<Base, Failure> {
        let root = self.root.clone();
        if self.keep == 0 {
            self.with(|session| async move { session.create_folders(&root).await })?;
            return Ok(Base::Kept);
        }
        let releases = format!("{root}/releases");
        self.with(|session| async move { session.create_folders(&releases).await })?;
        let seen = self.seen.as_deref().and_then(|name| name.parse().ok()).unwrap_or(0);
        // A release after the one that is seen was not finished, or was rolled back.
        for number in self.releases()?.range(seen + 1..) {
            self.remove_release(*number)?;
        }
        let next = format!("{:06}", seen + 1);
        let base = match &self.seen {
            Some(seen) => self.carry_over(seen, &next)?,
            None => {
                let folder = self.release(&next);
                self.with(|session| async move { session.create_folders(&folder).await })?;
                Base::Kept
            }
        };
        let _ = self.next.set(next);
        Ok(base)
    }

    fn is_staged(&self) -> bool {
        self.keep > 0
    }

    fn put(&self, file: &Put<'_>) -> Result<Stored, Failure> {
        let base = self.base();
        let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", file.path));
        let folder = if folder.is_empty() { base.clone() } else { format!("{base}/{folder}") };
        let (part, place) = (format!("{folder}/{PART}{name}"), format!("{base}/{}", file.path));
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).contains(&folder);
        let bytes = file.bytes;
        let put = |session: Arc<Session>| async move {
            if !known {
                session.create_folders(&folder).await?;
            }
            let result = session.write(&part, &place, bytes).await;
            result.map(|()| folder).map_err(|mut failure| {
                failure.path = file.path.to_owned();
                failure
            })
        };
        let folder = self.with(put)?;
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder);
        Ok(Stored { size: bytes.len() as u64, mark: None })
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        let base = self.base();
        self.with(|session| async move {
            let mut fs = session.sftp.fs();
            match fs.remove_file(format!("{base}/{path}")).await {
                Err(error) if !session::is_missing(&error) => return Err(of_sftp("delete", path, &error)),
                _ => {}
            }
            let mut folder = path;
            while let Some((parent, _)) = folder.rsplit_once('/') {
                // The first that is not empty ends it: the server's refusal is the test.
                if fs.remove_dir(format!("{base}/{parent}")).await.is_err() {
                    break;
                }
                folder = parent;
            }
            Ok(())
        })?;
        // Folders may be gone with it.
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).clear();
        Ok(())
    }

    fn keep(&self, manifest: &[u8]) -> Result<(), Failure> {
        let base = self.base();
        self.with(|session| async move {
            session.write(&format!("{base}/{PART}manifest"), &format!("{base}/{NAME}"), manifest).await
        })
    }

    fn finish(&self, _message: &str) -> Result<(), Failure> {
        let Some(next) = self.next.get() else { return Ok(()) };
        self.switch(next)?;
        // The live one counts too; an old release that stays takes room and does no harm.
        for number in self.releases()?.iter().rev().skip(self.keep + 1) {
            let _ = self.remove_release(*number);
        }
        Ok(())
    }

    fn roll_back(&self) -> Result<Option<String>, Failure> {
        let Some(seen) = self.seen.as_deref().and_then(|name| name.parse::<u64>().ok()) else {
            return Ok(None);
        };
        let Some(older) = self.releases()?.range(..seen).next_back().copied() else { return Ok(None) };
        self.switch(&format!("{older:06}"))?;
        Ok(Some(format!("release {older}")))
    }
}
