//! One request → one answer.

use super::body::Content;
use super::edition::{Edition, is_inside};
use super::guard::{self, Refusal};
use super::page;
use super::preview::Shared;
use super::range::{self, Span};
use super::route::{self, Route};
use super::stamp::Stamp;
use super::{Message, print_of};
use crate::images::{Drawn, Recipe};
use crate::plan::{Output, Shows};
use crate::render::Rendered;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use std::path::Path;
use std::sync::Arc;
use tokio::io::AsyncSeekExt as _;

/// Where the preview's own files are: no site has an address that begins like this.
pub const OWN: &str = "/__dateline/";
/// The script that every page gets.
const SCRIPT: &str = include_str!("preview.js");

/// Answers a request. Its body is not read: none means anything here.
pub async fn answer<B>(request: &Request<B>, shared: &Shared) -> Response<Content> {
    let mut response = match checked(request, shared) {
        Ok(path) => found(request, &path, shared).await,
        Err(Refusal::Malformed) => plain(StatusCode::BAD_REQUEST, "This request is malformed.\n"),
        Err(Refusal::Forbidden) => plain(
            StatusCode::FORBIDDEN,
            "The preview answers to localhost, to IP addresses and to the name given with --host alone.\n",
        ),
    };
    let headers = response.headers_mut();
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if request.method() == Method::HEAD {
        *response.body_mut() = Content::Bytes(Bytes::new());
    }
    response
}

fn checked<B>(request: &Request<B>, shared: &Shared) -> Result<String, Refusal> {
    guard::host(request.headers(), request.uri(), &shared.bound)?;
    guard::path(request.uri().path())
}

async fn found<B>(request: &Request<B>, path: &str, shared: &Shared) -> Response<Content> {
    if let Some(own) = path.strip_prefix(OWN) {
        return own_file(request, own, shared);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");
        set(response.headers_mut(), header::ALLOW, "GET, HEAD");
        return response;
    }
    let now = shared.now();
    let Some(edition) = &now.edition else { return broken() };
    let headers = request.headers();
    match route::route(edition, path) {
        Route::Output(output) => {
            if is_opened(headers) && is_text(&output.path) {
                return framed(edition, output, headers);
            }
            let mut response = file(edition, output, headers).await;
            if let Shows::Redirect { to } = &output.shows {
                // The page itself would lead to the published site.
                *response.status_mut() = StatusCode::FOUND;
                set(response.headers_mut(), header::LOCATION, &edition.config.href(to));
            }
            response
        }
        Route::Moved(to) => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            let mut response = plain(StatusCode::FOUND, "");
            set(response.headers_mut(), header::LOCATION, &format!("{to}{query}"));
            response
        }
        Route::Missing => {
            let mut response = match edition.output("404.html").map(|output| (output, edition.render(output)))
            {
                Some((_, Ok(Rendered::Bytes(bytes)))) => {
                    let print = edition.print(&bytes) ^ 1;
                    whole(with_script(&bytes, print), "text/html; charset=utf-8", &HeaderMap::new())
                }
                Some((_, Err(_))) => return broken(),
                // The site has a 404.html of its own, as a file.
                Some((output, Ok(Rendered::Copy(_) | Rendered::Drawn(_)))) => {
                    file(edition, output, &HeaderMap::new()).await
                }
                None => plain(StatusCode::NOT_FOUND, "There is no such page.\n"),
            };
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    }
}

/// The preview's own script, events and switches.
fn own_file<B>(request: &Request<B>, name: &str, shared: &Shared) -> Response<Content> {
    let headers = request.headers();
    match (request.method(), name) {
        (&Method::GET | &Method::HEAD, "preview.js") => {
            whole(SCRIPT.as_bytes().to_vec(), "text/javascript; charset=utf-8", headers)
        }
        (&Method::GET, "events") if guard::same_origin(headers, false) => events(request.uri(), shared),
        (&Method::POST, "view") if guard::same_origin(headers, true) => {
            let on = |name: &str| query(request.uri(), name).as_deref() == Some("1");
            shared.ask(Message::View { drafts: on("drafts"), future: on("future") });
            plain(StatusCode::NO_CONTENT, "")
        }
        (_, "events" | "view") => {
            plain(StatusCode::FORBIDDEN, "Only pages of this preview may ask for this.\n")
        }
        _ => plain(StatusCode::NOT_FOUND, "There is no such file.\n"),
    }
}

fn events(uri: &Uri, shared: &Shared) -> Response<Content> {
    let path = query(uri, "path").and_then(|path| guard::path(&path).ok());
    let print = query(uri, "print").and_then(|print| u64::from_str_radix(&print, 16).ok());
    let (Some(path), Some(print)) = (path, print) else {
        return plain(StatusCode::BAD_REQUEST, "Say which page is open, and its print.\n");
    };
    let mut response = Response::new(Content::Events(shared.join(path, print)));
    set(response.headers_mut(), header::CONTENT_TYPE, "text/event-stream");
    set(response.headers_mut(), header::CACHE_CONTROL, "no-store");
    response
}

/// A value of the query, decoded once.
fn query(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&');
    let mut found = pairs.filter_map(|pair| pair.split_once('=')).filter(|(key, _)| *key == name);
    found.next().map(|(_, value)| crate::site::slug::unescape_path(value))
}

async fn file(edition: &Arc<Edition>, output: &Output, asked: &HeaderMap) -> Response<Content> {
    let kind = content_type(&output.path);
    let is_page = output.path.ends_with(".html");
    let bytes = match edition.render(output) {
        Ok(Rendered::Bytes(bytes)) => bytes,
        Err(_) => return broken(),
        Ok(Rendered::Drawn(recipe)) => return drawn(edition, recipe, &kind, asked).await,
        Ok(Rendered::Copy(disk)) => {
            // What was a file when the folders were read may have become a link since.
            if !is_inside(&disk, &edition.config.root) {
                return plain(StatusCode::NOT_FOUND, "This file is not there, or leads out of the site.\n");
            }
            let stamp = Stamp::of(&disk);
            if !is_page || stamp.size > page::READ_LIMIT {
                return copy(&disk, stamp, &kind, asked).await;
            }
            match tokio::fs::read(&disk).await {
                Ok(bytes) => bytes,
                Err(error) => return unreadable(&error),
            }
        }
    };
    let bytes = if is_page { with_script(&bytes, edition.print(&bytes)) } else { bytes };
    whole(bytes, &kind, asked)
}

/// A picture at another size, an icon or a share card: from the cache, else drawn now, while others are served.
async fn drawn(edition: &Arc<Edition>, recipe: Recipe, kind: &str, asked: &HeaderMap) -> Response<Content> {
    let edition = Arc::clone(edition);
    match tokio::task::spawn_blocking(move || edition.drawn(&recipe)).await {
        Ok(Drawn::Bytes(bytes)) => whole(bytes, kind, asked),
        Ok(Drawn::File(disk)) => copy(&disk, Stamp::of(&disk), kind, asked).await,
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "This picture cannot be drawn.\n"),
    }
}

/// Bytes, or the part of them that is asked for.
fn whole(bytes: Vec<u8>, kind: &str, asked: &HeaderMap) -> Response<Content> {
    let tag = format!("\"{:016x}\"", print_of(&bytes));
    let bytes = Bytes::from(bytes);
    let mut response = head(kind, &tag);
    if is_known(asked, &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    if let Some((first, last)) = part(asked, &tag, bytes.len() as u64, &mut response) {
        // The span lies within the bytes, whose length is a usize.
        *response.body_mut() = Content::Bytes(bytes.slice(first as usize..(last + 1) as usize));
    } else if response.status() == StatusCode::OK {
        *response.body_mut() = Content::Bytes(bytes);
    }
    response
}

/// A file as it is, sent piece by piece.
async fn copy(disk: &Path, stamp: Stamp, kind: &str, asked: &HeaderMap) -> Response<Content> {
    let tag = format!("\"{:x}-{:016x}\"", stamp.size, stamp.print());
    let mut response = head(kind, &tag);
    if is_known(asked, &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let span = part(asked, &tag, stamp.size, &mut response);
    if span.is_none() && response.status() != StatusCode::OK {
        return response;
    }
    let (first, left) = span.map_or((0, stamp.size), |(first, last)| (first, last + 1 - first));
    let opened = async {
        let mut file = tokio::fs::File::open(disk).await?;
        file.seek(std::io::SeekFrom::Start(first)).await?;
        Ok(file)
    };
    match opened.await {
        Ok(file) => *response.body_mut() = Content::File { file, left },
        Err(error) => return unreadable(&error),
    }
    response
}

/// Sets status and headers for the range that is asked for, and returns it; `None` for the whole or for nothing.
fn part(asked: &HeaderMap, tag: &str, length: u64, response: &mut Response<Content>) -> Option<(u64, u64)> {
    let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    // A range of a version that is no more is of no use.
    let range = text(header::RANGE).filter(|_| text(header::IF_RANGE).is_none_or(|known| known == tag));
    match range::span(range, length) {
        Span::Whole => {
            set(response.headers_mut(), header::CONTENT_LENGTH, &length.to_string());
            None
        }
        Span::Outside => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{length}"));
            None
        }
        Span::Part(first, last) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let headers = response.headers_mut();
            set(headers, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            set(headers, header::CONTENT_LENGTH, &(last + 1 - first).to_string());
            Some((first, last))
        }
    }
}

fn head(kind: &str, tag: &str) -> Response<Content> {
    let mut response = Response::new(Content::Bytes(Bytes::new()));
    let headers = response.headers_mut();
    set(headers, header::CONTENT_TYPE, kind);
    set(headers, header::ETAG, tag);
    set(headers, header::CACHE_CONTROL, "no-cache");
    set(headers, header::ACCEPT_RANGES, "bytes");
    set(headers, header::VARY, "Sec-Fetch-Dest");
    response
}

fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known
        .split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

/// A page with the preview's script, and with what tells the script which version of the page it is in.
fn with_script(page: &[u8], print: u64) -> Vec<u8> {
    let script = script(print);
    let at = memchr::memmem::rfind(page, b"</body>").unwrap_or(page.len());
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

fn script(print: u64) -> String {
    format!("<script src=\"{OWN}preview.js\" data-print=\"{print:x}\" defer></script>")
}

/// What stands where no page can be shown: the script lays the reasons over it.
fn broken() -> Response<Content> {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>The site has errors</title>\n<body>\n<p>The site has errors; the terminal says which.</p>\n{}</body>\n</html>\n",
        script(0)
    );
    let mut response = whole(page.into_bytes(), "text/html; charset=utf-8", &HeaderMap::new());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

/// A feed or another text as a browser shows it, in a frame whose page has the script: scripts have no place in a feed.
fn framed(edition: &Edition, output: &Output, asked: &HeaderMap) -> Response<Content> {
    let Ok(print) = page::print(edition, output) else { return broken() };
    let name = quick_xml::escape::escape(&*output.path);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{name}</title>\n\
         <style>html,body{{margin:0;height:100%}}iframe{{display:block;border:0;width:100%;height:100%}}</style>\n\
         <iframe title=\"{name}\" src=\"{}\"></iframe>\n{}</html>\n",
        quick_xml::escape::escape(edition.config.href(&output.url)),
        script(print)
    );
    whole(page.into_bytes(), "text/html; charset=utf-8", asked)
}

/// Whether a person opens this address in a window of their own.
fn is_opened(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-dest").is_some_and(|dest| dest == "document")
}

fn is_text(path: &str) -> bool {
    [".xml", ".txt", ".json", ".atom", ".rss"].iter().any(|extension| path.ends_with(extension))
}

fn content_type(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = kind.type_() == mime_guess::mime::TEXT
        || matches!(kind.subtype().as_str(), "json" | "xml" | "manifest+json" | "javascript");
    if is_text { format!("{}; charset=utf-8", kind.essence_str()) } else { kind.essence_str().to_owned() }
}

fn unreadable(error: &std::io::Error) -> Response<Content> {
    let status = match error.kind() {
        std::io::ErrorKind::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    plain(status, "This file cannot be read.\n")
}

fn plain(status: StatusCode, text: &'static str) -> Response<Content> {
    let mut response = Response::new(Content::Bytes(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = status;
    set(response.headers_mut(), header::CONTENT_TYPE, "text/plain; charset=utf-8");
    set(response.headers_mut(), header::CACHE_CONTROL, "no-store");
    response
}

/// A value that a header cannot hold is left out; none of ours can be one but an address with odd characters.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
