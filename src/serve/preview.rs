//! The preview without a network: changes in, editions out, requests answered.

use super::body::Content;
use super::change::{Change, Changed};
use super::edition::Edition;
use super::hub::{self, Hub, News, Told};
use super::now::Now;
use super::workspace::{Place, Workspace};
use super::{Message, respond};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::site::visibility::Visibility;
use hyper::body::Bytes;
use hyper::{Request, Response};
use jiff::Timestamp;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

/// What every connection sees.
pub struct Shared {
    now: Mutex<Arc<Now>>,
    hub: Hub,
    messages: Sender<Message>,
    /// The name or address that the server was told to listen on.
    pub bound: String,
}

impl Shared {
    /// What to answer from.
    #[must_use]
    pub fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Answers a request. Its body is not read: none means anything here.
    pub async fn answer<B>(&self, request: &Request<B>) -> Response<Content> {
        respond::answer(request, self).await
    }

    /// Takes in a browser's event stream.
    #[must_use]
    pub fn join(&self, path: String, print: u64) -> Receiver<Bytes> {
        self.hub.join(|| self.now(), path, print)
    }

    /// Asks the loop for something.
    pub fn ask(&self, message: Message) {
        // The loop ends with the program.
        let _ = self.messages.send(message);
    }

    /// Sends each browser a sign of life.
    pub fn beat(&self) {
        self.hub.beat();
    }

    /// Answers from `now` from here on, and tells every open page what that means for it.
    fn publish(&self, now: Now, news: &News) -> Told {
        let now = Arc::new(now);
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&now);
        self.hub.tell(&now, news)
    }
}

/// Who looks at the preview, and when.
#[derive(Debug, Clone, Copy)]
pub struct Eyes {
    /// Drafts are shown.
    pub drafts: bool,
    /// Scheduled posts are shown.
    pub future: bool,
    /// The preview's "now"; `None` for the clock.
    pub at: Option<Timestamp>,
    /// Browsers follow to the page that is edited.
    pub navigate: bool,
}

impl Eyes {
    fn now(&self) -> Timestamp {
        self.at.unwrap_or_else(Timestamp::now)
    }
}

/// A version of the site that was published.
#[derive(Debug)]
pub struct Published {
    /// Who was told.
    pub told: Told,
    /// Warnings of the files that changed, or of all files at first.
    pub warnings: Vec<Diagnostic>,
    /// How many posts and pages are shown.
    pub articles: usize,
}

/// Where changes come in and editions go out.
pub struct Preview {
    /// Who looks.
    pub eyes: Eyes,
    workspace: Workspace,
    shared: Arc<Shared>,
    next_change: Option<Timestamp>,
}

impl Preview {
    /// Reads the site. Nothing is served before [`Preview::publish`]. `bound` is the name that requests may use besides
    /// those of this machine; what browsers ask of the loop goes to `messages`.
    #[must_use]
    pub fn open(place: Place, eyes: Eyes, bound: String, messages: Sender<Message>) -> Preview {
        let now = Mutex::new(Arc::new(Now { edition: None, problems: Arc::new([]) }));
        let shared = Arc::new(Shared { now, hub: Hub::default(), messages, bound });
        Preview { eyes, workspace: Workspace::open(place, eyes.now()), shared, next_change: None }
    }

    /// What connections answer from.
    #[must_use]
    pub fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    /// The settings, when there are any that can be read.
    #[must_use]
    pub fn config(&self) -> Option<&Config> {
        self.workspace.config().map(|config| &**config)
    }

    /// Whether a path is one of the site's files.
    #[must_use]
    pub fn knows(&self, path: &Path) -> bool {
        self.workspace.knows(path)
    }

    /// How long until the site changes by itself, as a post becomes due or expires.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        if self.eyes.at.is_some() {
            return None;
        }
        let wait = self.next_change?.duration_since(Timestamp::now());
        Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
    }

    /// Brings the sources up to what is on disk, and tells what that changed.
    pub fn update(&mut self, change: &Change) -> Changed {
        self.workspace.update(change, self.eyes.now())
    }

    /// Makes a new edition of the sources, serves it and tells the open pages; `changed` is what made it necessary.
    /// `Err` with all errors when none can be made: the last one stays.
    pub fn publish(&mut self, changed: &Changed) -> Result<Published, Vec<Diagnostic>> {
        let before = self.shared.now();
        let visibility =
            Visibility { now: self.eyes.now(), drafts: self.eyes.drafts, future: self.eyes.future };
        let made = self
            .workspace
            .sources()
            .and_then(|sources| Edition::make(sources, visibility, before.edition.as_deref()));
        let edition = match made {
            Ok(edition) => Arc::new(edition),
            Err(problems) => {
                self.next_change = None;
                let now = Now { edition: before.edition.clone(), problems: problems.clone().into() };
                self.shared.publish(now, &News::default());
                return Err(problems);
            }
        };
        let news = self.news(before.edition.as_deref(), &edition, changed);
        let articles = edition.model.articles().count();
        // What was said of a file before is not said again at each save.
        let warnings = match &before.edition {
            None => edition.all_warnings(),
            Some(before) => {
                let is_new = |path: &&str, warning: &&Diagnostic| !before.warnings(path).contains(warning);
                let of_file =
                    |path| edition.warnings(path).iter().filter(move |warning| is_new(&path, warning));
                changed.all().into_iter().flat_map(of_file).cloned().collect()
            }
        };
        let told =
            self.shared.publish(Now { edition: Some(Arc::clone(&edition)), problems: Arc::new([]) }, &news);
        self.next_change = edition.model.site.next_change;
        Ok(Published { told, warnings, articles })
    }

    fn news(&self, before: Option<&Edition>, edition: &Edition, changed: &Changed) -> News {
        let mut news = hub::news(before, edition);
        let found = |path: &String| edition.article_of(path);
        let href = |url: &str| edition.config.href(url);
        // At first all files are new, and that is no news.
        if before.is_some() {
            let added = changed.added.iter().take(3).filter_map(found).filter(|article| article.is_post);
            news.posts = added.map(|post| (href(&post.url), post.title.clone())).collect();
        }
        if self.eyes.navigate {
            let touched = changed.edited.iter().chain(&changed.added).take(3).filter_map(found);
            news.navigate = touched.map(|article| href(&article.url)).next();
        }
        news
    }
}
