//! The browsers that have a page open, and what they are told.

use super::edition::Edition;
use super::now::Now;
use super::page::{self, Look, Note};
use hyper::body::Bytes;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How many events may wait for one browser. One that falls behind is let go; it asks again, and gets what is true then.
const WAITING: usize = 32;

/// One open page.
struct Client {
    path: String,
    print: u64,
    info: String,
    /// Whether problems lie over the page.
    troubled: bool,
    /// It missed an event, so it has to ask again.
    behind: bool,
    sender: Sender<Bytes>,
}

/// What a change means for every open page, beyond its own text.
#[derive(Debug, Default)]
pub struct News {
    /// Stylesheets that changed: address, and address with fingerprint.
    pub styles: BTreeMap<String, String>,
    /// Other files that pages load.
    pub files: Vec<String>,
    /// New posts: address and title.
    pub posts: Vec<(String, String)>,
    /// Where the page that was edited is, when browsers are to follow.
    pub navigate: Option<String>,
}

/// How many open pages were told what.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Pages that load again.
    pub reloaded: usize,
    /// Pages that take a new stylesheet.
    pub restyled: usize,
    /// Pages that show what is wrong.
    pub warned: usize,
    /// All open pages.
    pub open: usize,
}

/// All open pages.
#[derive(Default)]
pub struct Hub {
    clients: Mutex<Vec<Client>>,
}

impl Hub {
    /// Takes in a browser that shows the page at `path` as it was when its bytes hashed to `print`, and tells it at once
    /// what is different by now.
    #[must_use]
    pub fn join(&self, now: impl FnOnce() -> Arc<Now>, path: String, print: u64) -> Receiver<Bytes> {
        let (sender, receiver) = channel(WAITING);
        let mut clients = self.clients();
        // Asked for only now that no change can be told to the others alone.
        let look = page::look(&now(), &path);
        let mut client = Client { path, print, info: String::new(), troubled: true, behind: false, sender };
        client.send("hello", &json!({}));
        client.meet(&look);
        clients.push(client);
        receiver
    }

    /// Tells every open page what `now` means for it.
    pub fn tell(&self, now: &Now, news: &News) -> Told {
        let mut clients = self.clients();
        clients.retain(|client| !client.behind && !client.sender.is_closed());
        let mut looks: BTreeMap<String, Look> = BTreeMap::new();
        let mut told = Told { open: clients.len(), ..Told::default() };
        for client in clients.iter_mut() {
            let look = looks.entry(client.path.clone()).or_insert_with(|| page::look(now, &client.path));
            if let Some(url) = &news.navigate {
                client.send("navigate", &json!({ "url": url }));
            }
            if client.meet(look) {
                told.reloaded += 1;
            } else if !look.problems.is_empty() {
                told.warned += 1;
            } else if !news.styles.is_empty() || !news.files.is_empty() {
                told.restyled += usize::from(!news.styles.is_empty());
                client.send("assets", &json!({ "styles": news.styles, "files": news.files }));
            }
            for (url, title) in &news.posts {
                client.send("post", &json!({ "url": url, "title": title }));
            }
        }
        told
    }

    /// Sends each browser a sign of life, so that those who are gone are noticed.
    pub fn beat(&self) {
        let mut clients = self.clients();
        clients
            .retain(|client| !client.behind && client.sender.try_send(Bytes::from_static(b":\n\n")).is_ok());
    }

    fn clients(&self) -> MutexGuard<'_, Vec<Client>> {
        // The list is whole between any two statements, so a thread that panicked left nothing half done.
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Client {
    /// Tells the browser what is different from what it has. Returns whether it loads the page again.
    fn meet(&mut self, look: &Look) -> bool {
        if !look.problems.is_empty() {
            let notes: Vec<Note> = look.problems.iter().map(Note::from).collect();
            self.troubled = true;
            self.send("problems", &json!({ "problems": notes }));
            return false;
        }
        if std::mem::take(&mut self.troubled) {
            self.send("problems", &json!({ "problems": [] }));
        }
        let differs = self.print != look.print;
        if differs {
            self.print = look.print;
            self.send("reload", &Value::Null);
        } else if self.info != look.info {
            self.info.clone_from(&look.info);
            self.write("page", &look.info);
        }
        differs
    }

    fn send(&mut self, event: &str, data: &impl Serialize) {
        // Values of JSON can always be written as it.
        self.write(event, &serde_json::to_string(data).unwrap_or_default());
    }

    /// JSON has no line breaks outside of strings, and escapes them inside, so the data is one line.
    fn write(&mut self, event: &str, data: &str) {
        let sent = self.sender.try_send(Bytes::from(format!("event: {event}\ndata: {data}\n\n")));
        self.behind |= sent.is_err();
    }
}

/// What is new between two editions for pages whose own text stays.
#[must_use]
pub fn news(before: Option<&Edition>, now: &Edition) -> News {
    let Some(before) = before else { return News::default() };
    let (old, new) = (before.assets(), now.assets());
    let mut news = News::default();
    for (url, print) in &new {
        if old.get(url).is_some_and(|old| old != print) {
            if url.ends_with(".css") {
                news.styles.insert(now.config.href(url), now.asset_href(url));
            } else {
                news.files.push(now.config.href(url));
            }
        }
    }
    news
}
