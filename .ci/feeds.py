#!/usr/bin/env python3
"""feeds.py [FOLDER]: reads a built site (default: public) as feed readers and search engines do.

  - Atom, RSS and JSON feeds by their specifications, and all of them by feedparser, which must not complain;
  - sitemaps by the schemas of sitemaps.org and Google; every address in them is a page that may be listed;
  - JSON-LD of every page: complete on each article, and a list, a person or a newsroom where one belongs;
  - every page has one canonical address and a description, and its head names feeds that are there.

Needs Python 3.9 and feedparser. The last line counts: "N passed, N failed".
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
WHOLE = re.compile(r"https?://[^/\s]+/\S*")

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "public")
passed = failed = 0


def verdict(what, problems):
    global passed, failed
    if not problems:
        passed += 1
        return
    failed += 1
    print(f"FAILED {what}")
    for problem in problems[:12]:
        print(f"    {problem}")
    if len(problems) > 12:
        print(f"    … and {len(problems) - 12} more")


def file_of(address, base):
    """The file that a static host gives for a whole address of the site; None for an address elsewhere."""
    if not address.startswith(base):
        return None
    path = unquote(urlsplit(address).path)[len(urlsplit(base).path):]
    file = folder / path
    return file / "index.html" if path == "" or path.endswith("/") else file


# ---------------------------------------------------------------- pages

class Head(HTMLParser):
    """What a page's head says: tags by name, links by relation, structured data."""

    def __init__(self, text):
        super().__init__()
        self.meta, self.links, self.scripts, self.in_script = {}, [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property")
            self.meta.setdefault(name, []).append(attributes.get("content", ""))
        elif tag == "link":
            self.links.append(attributes)
        elif tag == "script" and attributes.get("type") == "application/ld+json":
            self.in_script = True
            self.scripts.append("")

    def handle_data(self, data):
        if self.in_script:
            self.scripts[-1] += data

    def handle_endtag(self, tag):
        self.in_script = self.in_script and tag != "script"

    def linked(self, rel):
        return [link for link in self.links if link.get("rel") == rel]

    def is_indexed(self):
        return "noindex" not in " ".join(self.meta.get("robots", []))


def required(node, keys):
    return [f"{node.get('@type')} has no {key}" for key in keys if not node.get(key) and node.get(key) != 0]


def node_problems(node, base):
    kind = node.get("@type")
    if kind in ("NewsArticle", "AdvertiserContentArticle"):
        problems = required(node, ["headline", "datePublished", "dateModified", "author", "publisher", "url",
                                   "mainEntityOfPage", "inLanguage", "wordCount"])
        problems += [problem for author in node.get("author", []) for problem in required(author, ["@type", "name", "url"])]
        publisher = node.get("publisher", {})
        problems += required(publisher, ["@id", "name", "url", "logo"])
        if publisher.get("@type") != "NewsMediaOrganization":
            problems.append("its publisher is no NewsMediaOrganization")
        dates = [node.get("datePublished", ""), node.get("dateModified", "")]
        problems += [f"date {date!r} is not ISO 8601's" for date in dates if not RFC3339.fullmatch(date)]
        for image in node.get("image", []):
            address = image if isinstance(image, str) else image.get("url", "")
            if not WHOLE.fullmatch(address):
                problems.append(f"image {address!r} is no whole address")
            file = file_of(address, base)
            if file and not file.is_file():
                problems.append(f"image {address} is not there")
        return problems
    if kind == "BreadcrumbList":
        steps = node.get("itemListElement", [])
        problems = [] if len(steps) > 1 else ["BreadcrumbList has no path"]
        for number, step in enumerate(steps, 1):
            problems += required(step, ["name", "item"])
            if step.get("position") != number:
                problems.append(f"step {number} says it is {step.get('position')}")
            file = file_of(step.get("item", ""), base)
            if not file or not file.is_file():
                problems.append(f"step {step.get('item')} is not there")
        return problems
    if kind in ("CollectionPage", "ProfilePage"):
        problems = required(node, ["url", "name", "mainEntity"])
        for item in node.get("mainEntity", {}).get("itemListElement", []):
            file = file_of(item.get("url", ""), base)
            if not file or not file.is_file():
                problems.append(f"item {item.get('url')} is not there")
        return problems
    if kind == "NewsMediaOrganization":
        return required(node, ["@id", "name", "url"])
    if kind in ("WebPage", "WebSite"):
        return required(node, ["@id", "url", "name"])
    return [f"unexpected type {kind!r}"]


def check_page(path, text, base):
    """One page's head; -> (whether it may be listed, its canonical address, whether it is an article)."""
    head, problems, nodes = Head(text), [], []
    canonical = [link.get("href") for link in head.linked("canonical")]
    if len(canonical) > 1:
        problems.append(f"{len(canonical)} canonical addresses")
    for script in head.scripts:
        try:
            data = json.loads(script)
            nodes += data.get("@graph", [data])
        except ValueError as error:
            problems.append(f"JSON-LD: {error}")
    for node in nodes:
        problems += node_problems(node, base)
    kinds = [node.get("@type") for node in nodes]
    is_article = head.meta.get("og:type") == ["article"]
    if head.is_indexed():
        if len(canonical) != 1:
            problems.append("no canonical address")
        elif not file_of(canonical[0], base) or file_of(canonical[0], base).resolve() != (folder / path).resolve():
            problems.append(f"its canonical address {canonical[0]} is another page's")
        for name in ("description", "og:title", "og:url", "twitter:card"):
            if not any(head.meta.get(name, [])):
                problems.append(f"no {name}")
        if is_article and not {"NewsArticle", "AdvertiserContentArticle"} & set(kinds):
            problems.append("an article without NewsArticle")
        if is_article and "article:published_time" not in head.meta:
            problems.append("an article without article:published_time")
        if not nodes:
            problems.append("no structured data")
    for link in head.linked("alternate"):
        file = file_of(link.get("href", ""), base)
        if file and not file.is_file():
            problems.append(f"its alternate {link['href']} is not there")
    verdict(f"head of {path}", problems)
    return head.is_indexed(), canonical[0] if canonical else None, is_article


# ---------------------------------------------------------------- feeds

def check_html(html):
    """Links and pictures in a feed's HTML must be whole."""
    found = []

    class Links(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.extend(value for name, value in attributes if name in ("href", "src", "poster") and value)

    Links().feed(html)
    return [f"{link!r} in its content is not whole" for link in found if not urlsplit(link).scheme and not link.startswith("//")]


def check_enclosure(url, length, base):
    file = file_of(url, base)
    if not file:
        return []
    if not file.is_file():
        return [f"enclosure {url} is not there"]
    size = file.stat().st_size
    return [] if str(size) == str(length) else [f"enclosure {url} has {size} bytes, not {length}"]


def unique(ids):
    return [f"{id!r} is given twice" for id in set(ids) if ids.count(id) > 1]


def atom(root, base):
    problems = [f"no {name}" for name in ("id", "title", "updated") if not (root.findtext(ATOM + name) or "").strip()]
    if "self" not in [link.get("rel") for link in root.findall(ATOM + "link")]:
        problems.append("no link to itself")
    entries = root.findall(ATOM + "entry")
    for entry in entries:
        problems += [f"an entry without {name}" for name in ("id", "title", "updated", "author/" + ATOM + "name")
                     if not (entry.findtext(ATOM + name) or "").strip()]
        if not entry.findtext(ATOM + "content") and "alternate" not in [l.get("rel") for l in entry.findall(ATOM + "link")]:
            problems.append("an entry with neither content nor a page")
        problems += check_html(entry.findtext(ATOM + "content") or "")
        for link in entry.findall(ATOM + "link"):
            if link.get("rel") == "enclosure" and link.get("length"):
                problems += check_enclosure(link.get("href"), link.get("length"), base)
    for date in [*root.iter(ATOM + "updated"), *root.iter(ATOM + "published")]:
        if not RFC3339.fullmatch(date.text or ""):
            problems.append(f"date {date.text!r} is not RFC 3339's")
    return problems + unique([entry.findtext(ATOM + "id") for entry in entries]), len(entries)


def rss(root, base):
    channel = root.find("channel")
    if root.get("version") != "2.0" or channel is None:
        return ["not RSS 2.0"], 0
    problems = [f"no {name}" for name in ("title", "link", "description") if not (channel.findtext(name) or "").strip()]
    if channel.find(ATOM + "link[@rel='self']") is None:
        problems.append("no atom:link to itself")
    items = channel.findall("item")
    for item in items:
        problems += [f"an item without {name}" for name in ("title", "link", "guid", "pubDate") if not item.findtext(name)]
        problems += check_html(item.findtext(CONTENT + "encoded") or item.findtext("description") or "")
        for enclosure in item.findall("enclosure"):
            problems += required({"@type": "enclosure", **enclosure.attrib}, ["url", "length", "type"])
            problems += check_enclosure(enclosure.get("url"), enclosure.get("length"), base)
        if len(item.findall("enclosure")) > 1:
            problems.append("an item with two enclosures")
    for date in [*root.iter("pubDate"), *root.iter("lastBuildDate")]:
        try:
            exact = re.fullmatch(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", date.text)
            if not exact or parsedate_to_datetime(date.text).strftime("%a") != date.text[:3]:
                problems.append(f"date {date.text!r} is not RFC 822's")
        except (TypeError, ValueError):
            problems.append(f"date {date.text!r} is not RFC 822's")
    return problems + unique([item.findtext("guid") for item in items]), len(items)


def json_feed(data, base):
    problems = required({"@type": "the feed", **data}, ["version", "title", "home_page_url", "feed_url"])
    if data.get("version") != "https://jsonfeed.org/version/1.1":
        problems.append(f"version {data.get('version')!r}")
    for item in data.get("items", []):
        problems += required({"@type": "an item", **item}, ["id", "url", "title", "date_published"])
        if "content_html" not in item and "content_text" not in item:
            problems.append("an item without content")
        problems += check_html(item.get("content_html", ""))
        for key in ("date_published", "date_modified"):
            if key in item and not RFC3339.fullmatch(item[key]):
                problems.append(f"{key} {item[key]!r} is not RFC 3339's")
        for attachment in item.get("attachments", []):
            problems += required({"@type": "an attachment", **attachment}, ["url", "mime_type"])
            if "size_in_bytes" in attachment:
                problems += check_enclosure(attachment["url"], attachment["size_in_bytes"], base)
    return problems + unique([item.get("id") for item in data.get("items", [])]), len(data.get("items", []))


def check_feed(path, base):
    raw = (folder / path).read_bytes()
    try:
        if path.endswith(".json"):
            problems, count = json_feed(json.loads(raw), base)
        else:
            root = ElementTree.fromstring(raw)
            problems, count = atom(root, base) if root.tag == ATOM + "feed" else rss(root, base)
    except (ValueError, ElementTree.ParseError) as error:
        verdict(f"feed {path}", [str(error)])
        return
    # feedparser reads XML; JSON Feed is JSON, which the checks above have read whole.
    if not path.endswith(".json"):
        read = feedparser.parse(raw)
        if read.bozo:
            problems.append(f"feedparser: {read.bozo_exception}")
        if len(read.entries) != count:
            problems.append(f"feedparser finds {len(read.entries)} of {count} entries")
        for entry in read.entries:
            if not entry.get("published_parsed") or not entry.get("link") or not entry.get("title"):
                problems.append(f"feedparser finds no date, link or title in {entry.get('id')}")
    verdict(f"feed {path}", problems)


# ---------------------------------------------------------------- sitemaps

def check_sitemap(path, base, listed):
    """By the schema: which elements, in which order, and what is in them. -> the addresses in it."""
    try:
        root = ElementTree.parse(folder / path).getroot()
    except ElementTree.ParseError as error:
        verdict(f"sitemap {path}", [str(error)])
        return []
    problems, addresses = [], []
    is_index = root.tag == SITEMAP + "sitemapindex"
    is_news = path == "news-sitemap.xml"
    if root.tag not in (SITEMAP + "sitemapindex", SITEMAP + "urlset"):
        problems.append(f"its root is {root.tag}")
    child = SITEMAP + ("sitemap" if is_index else "url")
    # The schema asks for one address at least; Google allows a news sitemap to be empty on a day without news.
    if not len(root) and not is_news:
        problems.append("it is empty")
    if len(root) > (1000 if is_news else 50_000) or (folder / path).stat().st_size > 50 * 1024 * 1024:
        problems.append("it is too large")
    order = {SITEMAP + name: at for at, name in enumerate(("loc", "lastmod", "changefreq", "priority"))}
    for entry in root:
        names = [element.tag for element in entry]
        places = [order.get(name, len(order)) for name in names]
        if entry.tag != child or names[:1] != [SITEMAP + "loc"] or places != sorted(places):
            problems.append(f"an entry of {names}")
        unknown = set(names) - set(order) - {IMAGE + "image", NEWS + "news"}
        if unknown:
            problems.append(f"unknown elements {unknown}")
        address = entry.findtext(SITEMAP + "loc") or ""
        addresses.append(address)
        if not WHOLE.fullmatch(address) or len(address) > 2048:
            problems.append(f"address {address!r}")
        file = file_of(address, base)
        if not file or not file.is_file():
            problems.append(f"{address} is not there")
        elif not is_index and address not in listed:
            problems.append(f"{address} is not its page's canonical address, or is not to be listed")
        date = entry.findtext(SITEMAP + "lastmod")
        if date is not None and not RFC3339.fullmatch(date):
            problems.append(f"lastmod {date!r}")
        for image in entry.findall(IMAGE + "image"):
            found = image.findtext(IMAGE + "loc") or ""
            file = file_of(found, base)
            if not WHOLE.fullmatch(found) or (file and not file.is_file()):
                problems.append(f"image {found!r} is not there")
        if is_news:
            news = entry.find(NEWS + "news")
            paths = ("publication/" + NEWS + "name", "publication/" + NEWS + "language", "publication_date", "title")
            problems += [f"{address} has no {name}" for name in paths if news is None or not news.findtext(NEWS + name)]
    verdict(f"sitemap {path}", problems + unique(addresses))
    return addresses


# ----------------------------------------------------------------

def main():
    robots = (folder / "robots.txt").read_text()
    sitemaps = re.findall(r"^Sitemap: (\S+)$", robots, re.M)
    verdict("robots.txt names a sitemap", [] if sitemaps else ["none"])
    base = sitemaps[0].rsplit("/", 1)[0] + "/"
    names = sorted(os.path.relpath(Path(at) / name, folder) for at, _, files in os.walk(folder) for name in files)
    listed, articles = set(), 0
    for path in (name for name in names if name.endswith(".html")):
        text = (folder / path).read_text()
        if re.search(r'<meta[^>]+http-equiv="?refresh', text):
            continue
        indexed, canonical, is_article = check_page(path, text, base)
        articles += is_article
        if indexed and canonical:
            listed.add(canonical)
    verdict("articles were found", [] if articles else ["none"])
    feeds = [name for name in names if name.rsplit("/", 1)[-1] in ("feed.xml", "rss.xml", "feed.json")]
    verdict("feeds were found", [] if feeds else ["none"])
    for path in feeds:
        check_feed(path, base)
    in_sitemaps = []
    for address in sitemaps:
        path = address[len(base):]
        found = check_sitemap(path, base, listed)
        for part in found if (folder / path).read_text().count("<sitemapindex") else []:
            in_sitemaps += check_sitemap(part[len(base):], base, listed)
        in_sitemaps += found
    missing = sorted(listed - set(in_sitemaps))
    verdict("every page that may be listed stands in a sitemap", missing)
    print(f"{articles} articles, {len(feeds)} feeds and {len(in_sitemaps)} addresses in sitemaps, from {folder}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if failed == 0 else 1)


if __name__ == "__main__":
    main()
