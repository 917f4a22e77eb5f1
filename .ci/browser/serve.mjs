// serve.mjs DATELINE: a browser that has pages of the preview open while a site is edited.
//
// DATELINE is the program. A small site is made in a temporary folder and served; an article, the home page, a tag's page
// and the feed are open in Chromium. Then the site is edited as editors save (in place, in two writes, by a rename, as Vim
// does), and each open page must come to show what it should, without a reload of ours.
// The last line counts: "N passed, N failed". CHROMIUM names the browser (default: /usr/bin/chromium).

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, closeSync, writeSync, readFileSync, renameSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const program = process.argv[2];
const browserFlags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** How long a page may take to be right: generous, as this is no benchmark. */
const limit = 30_000;

let passed = 0;
let failed = 0;

async function step(what, act) {
  try {
    await act();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${what}\n    ${String(error.message ?? error).split("\n").slice(0, 4).join("\n    ")}`);
  }
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// ---------------------------------------------------------------- the site and its editors

const root = mkdtempSync(join(tmpdir(), "dateline-preview-"));
const at = (path) => join(root, path);

const saves = {
  "in place": async (path, text) => writeFileSync(path, text),
  "in two writes": async (path, text) => {
    const file = openSync(path, "w");
    writeSync(file, text.slice(0, text.length / 2));
    await pause(25);
    writeSync(file, text.slice(text.length / 2));
    closeSync(file);
  },
  "by a rename": async (path, text) => {
    const beside = join(dirname(path), ".saving.tmp");
    writeFileSync(beside, text);
    renameSync(beside, path);
  },
  "as Vim does": async (path, text) => {
    const probe = join(dirname(path), "4913");
    writeFileSync(probe, "");
    rmSync(probe);
    if (existsSync(path)) renameSync(path, `${path}~`);
    await pause(10);
    writeFileSync(path, text);
    rmSync(`${path}~`, { force: true });
  },
};
const patterns = Object.entries(saves);
let turn = 0;

/** Saves a file as the next editor in turn does. */
async function save(path, text) {
  mkdirSync(dirname(at(path)), { recursive: true });
  const [, act] = patterns[turn++ % patterns.length];
  await act(at(path), text);
}

const post = (keys, body) => `---\n${keys}\n---\n\n${body}\n`;
const filler = "A line that makes the page long enough to scroll.\n\n".repeat(120);
const settings = (title) => `title = "${title}"\nbase_url = "https://quay.example"\ntimezone = "UTC"\n`;
const tide = "content/posts/2025-03-01-tide.md";
const ferry = "content/posts/2025-03-02-ferry.md";
const tideKeys = 'title: Tide\ntags: [sea]\nexcerpt: "The tide, in short."';
const article = "/2025/03/01/tide/";

function makeSite() {
  const files = {
    "site.toml": settings("Quay Post"),
    [tide]: post(tideKeys, `Rises slowly.\n\n${filler}`),
    [ferry]: post("title: Ferry\ntags: [sea]", "Sails."),
    "content/about.md": post("title: About", "Who we are."),
    "assets/style.css": "body { border-top: 1px solid red }",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  }
}

// ---------------------------------------------------------------- the server

async function serve(port, ...more) {
  const server = spawn(program, ["serve", "--root", root, "--port", String(port), ...more], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  const address = await new Promise((ready, gone) => {
    server.stdout.on("data", (text) => {
      said += text;
      const found = /http:\S+/.exec(said);
      if (found) ready(found[0].replace(/\/$/, ""));
    });
    server.on("exit", (code) => gone(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { server, address, said: () => said };
}

const stopped = (server) => new Promise((done) => {
  server.removeAllListeners("exit");
  server.on("exit", done);
  server.kill("SIGINT");
});

// ---------------------------------------------------------------- the pages

makeSite();
const first = await serve(0);
let { server } = first;
const { address } = first;
const port = Number(new URL(address).port);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: browserFlags });
const context = await browser.newContext();
const complaints = [];

async function open(path) {
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(`${path}: ${error.message}`));
  await page.goto(address + path);
  await page.locator("dateline-preview .bar").waitFor({ state: "attached", timeout: limit });
  return page;
}

/** The text of a page, or of the feed in its frame. */
async function text(page) {
  const frame = page.frames().find((each) => each.url().endsWith("/feed.xml") && each !== page.mainFrame()) ?? page.mainFrame();
  return frame.evaluate(() => document.documentElement.textContent).catch(() => "");
}

/** Waits until each page is as its test wants it. */
async function become(tests) {
  const end = Date.now() + limit;
  for (const [page, test, what] of tests) {
    while (!test(await text(page).catch(() => ""))) {
      if (Date.now() > end) throw new Error(`${what ?? test}: ${page.url()} shows ${(await text(page)).replace(/\s+/g, " ").slice(0, 300)}`);
      await pause(10);
    }
  }
}
const has = (...parts) => (shown) => parts.every((part) => shown.includes(part));
const lacks = (...parts) => (shown) => shown !== "" && parts.every((part) => !shown.includes(part));
const inOrder = (a, b) => (shown) => shown.includes(a) && shown.indexOf(a) < shown.indexOf(b);

const pages = { article: await open(article), home: await open("/"), tag: await open("/tags/sea/"), feed: await open("/feed.xml") };
const all = (test, what) => Object.values(pages).map((page) => [page, test, what]);
const mark = (page) => page.evaluate(() => { window.untouched = true; });
const isMarked = (page) => page.evaluate(() => window.untouched === true);
const trouble = (page) => page.locator("dateline-preview .trouble");

for (const [pattern] of patterns) {
  await step(`a body saved ${pattern}`, async () => {
    const words = `Falls ${pattern}.`;
    await save(tide, post(tideKeys, `${words}\n\n${filler}`));
    await become([[pages.article, has(words)], [pages.feed, has(words)]]);
  });
}
await step("a title", async () => {
  await save(tide, post(tideKeys.replace("Tide", "High water"), `Falls.\n\n${filler}`));
  await become(all(has("High water")));
});
await step("a title back, and an excerpt on the lists", async () => {
  await save(tide, post(tideKeys.replace("in short", "in brief"), `Falls.\n\n${filler}`));
  await become([[pages.home, has("in brief")], [pages.tag, has("in brief")], [pages.feed, has("in brief")], [pages.article, has("Tide")]]);
});
await step("a tag", async () => {
  await save(ferry, post("title: Ferry\ntags: [lake]", "Sails."));
  await become([[pages.tag, lacks("Ferry")]]);
  await save(ferry, post("title: Ferry\ntags: [sea]", "Sails."));
  await become([[pages.tag, has("Ferry")]]);
});
await step("a date", async () => {
  await become([[pages.home, inOrder("Ferry", "Tide")]]);
  await save(tide, post(`${tideKeys}\ndate: 2025-03-01\nupdated: 2025-03-03`, `Falls.\n\n${filler}`));
  await save(ferry, post("title: Ferry\ntags: [sea]\ndate: 2025-02-01", "Sails."));
  await become([[pages.home, inOrder("Tide", "Ferry")], [pages.tag, inOrder("Tide", "Ferry")], [pages.feed, inOrder("Tide", "Ferry")]]);
});
await step("a new post, which announces itself", async () => {
  await save("content/posts/2025-03-05-gale.md", post("title: Gale\ntags: [sea]", "Blows."));
  await become([[pages.home, has("Gale")], [pages.tag, has("Gale")], [pages.feed, has("Gale")]]);
  const about = await open("/about/");
  await save("content/posts/2025-03-06-fog.md", post("title: Fog\ntags: [sea]", "Lies."));
  await about.locator("dateline-preview .toast").getByText("Fog").waitFor({ timeout: limit });
  await about.close();
});
await step("a renamed post", async () => {
  const gale = await open("/2025/03/05/gale/");
  renameSync(at("content/posts/2025-03-05-gale.md"), at("content/posts/2025-03-05-storm.md"));
  await become([[gale, lacks("Blows.")]]);
  await gale.locator("dateline-preview .bar").getByText("no such page").waitFor({ timeout: limit });
  await become([[pages.home, has("Gale")], [pages.feed, has("/2025/03/05/storm/")]]);
  await pages.home.locator('a[href="/2025/03/05/storm/"]').first().waitFor({ state: "attached", timeout: limit });
  await gale.close();
});
await step("a deleted post", async () => {
  rmSync(at("content/posts/2025-03-05-storm.md"));
  await become([[pages.home, lacks("Gale")], [pages.tag, lacks("Gale")], [pages.feed, lacks("Gale")]]);
});
await step("a template", async () => {
  await save("templates/post.html", '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>OWN TEMPLATE{% include "partials/note.html" %}{{ content }}{% endblock %}');
  await become([[pages.article, (shown) => shown !== ""]]);
});
await step("a partial, first missing", async () => {
  await trouble(pages.article).getByText("templates/post.html").waitFor({ timeout: limit });
  await save("templates/partials/note.html", "<p>OWN PARTIAL</p>");
  await become([[pages.article, has("OWN TEMPLATE", "OWN PARTIAL")]]);
  await save("templates/partials/note.html", "<p>OTHER PARTIAL</p>");
  await become([[pages.article, has("OTHER PARTIAL")]]);
});
await step("a stylesheet, without a reload", async () => {
  const border = (page) => page.evaluate(() => getComputedStyle(document.body).borderTopWidth);
  const shown = [pages.article, pages.home, pages.tag];
  for (const page of shown) await mark(page);
  await save("assets/style.css", "body { border-top: 7px solid red }");
  for (const page of shown) {
    const end = Date.now() + limit;
    while (await border(page) !== "7px") {
      if (Date.now() > end) throw new Error(`${page.url()} has a border of ${await border(page)}`);
      await pause(10);
    }
    if (!await isMarked(page)) throw new Error(`${page.url()} was loaded again`);
  }
});
await step("only what a change affects is loaded again", async () => {
  const about = await open("/about/");
  for (const page of [about, pages.tag]) await mark(page);
  await save(tide, post(`${tideKeys.replace("in short", "in brief")}\ndate: 2025-03-01\nupdated: 2025-03-03`, `Turns.\n\n${filler}`));
  await become([[pages.article, has("Turns.")], [pages.feed, has("Turns.")]]);
  if (!await isMarked(about)) throw new Error("the page about us was loaded again");
  await about.close();
});
await step("the place on the page stays", async () => {
  await pages.article.evaluate(() => scrollTo(0, 900));
  await save(tide, post(`${tideKeys}\ndate: 2025-03-01`, `Turns again.\n\n${filler}`));
  await become([[pages.article, has("Turns again.")]]);
  await pages.article.waitForFunction(() => Math.abs(scrollY - 900) < 2, undefined, { timeout: limit });
});
await step("site.toml", async () => {
  await save("site.toml", settings("Harbour Post"));
  await become(all(has("Harbour Post")));
});

const breaks = [
  [tide, "---\ntitle: Tide\ndate: 2025-02-30\n---\n\nTurns.\n", "is not a day that exists"],
  [tide, "---\ntitle: [\n---\n\nTurns.\n", "not valid YAML"],
  ["templates/post.html", "{% if page.title %}", "templates/post.html:"],
  ["templates/post.html", "{{ page.nothing.at.all }}", "templates/post.html:"],
  ["templates/partials/note.html", "{{ 1 + }}", "templates/partials/note.html:"],
  ["site.toml", "title = \n", "site.toml:1"],
  ["site.toml", 'titel = "Quay"\nbase_url = "https://quay.example"\n', "titel"],
];
for (const [path, broken, said] of breaks) {
  await step(`${path} broken with ${JSON.stringify(broken.slice(0, 40))}, and mended`, async () => {
    const good = readFileSync(at(path), "utf8");
    for (const page of Object.values(pages)) await mark(page);
    await save(path, broken);
    for (const page of Object.values(pages)) {
      await trouble(page).getByText(said).first().waitFor({ timeout: limit });
      if (!await isMarked(page)) throw new Error(`the page behind the error was loaded again: ${page.url()}`);
    }
    await become([[pages.article, has("Turns again.", "OTHER PARTIAL")]]);
    await save(path, good);
    for (const page of Object.values(pages)) await trouble(page).waitFor({ state: "hidden", timeout: limit });
    await become([[pages.article, has("Turns again.", "OTHER PARTIAL")]]);
  });
}
await step("drafts, marked and switched by the toolbar", async () => {
  await save("content/posts/2025-03-07-plan.md", post("title: The plan\ndraft: true", "Secret."));
  const drafts = pages.home.locator("dateline-preview .bar").getByRole("button", { name: "Drafts 1" });
  await drafts.waitFor({ timeout: limit });
  await become([[pages.home, lacks("The plan")]]);
  await drafts.click();
  await become([[pages.home, has("The plan")], [pages.feed, has("The plan")]]);
  await pages.home.locator("[data-dateline-mark]").getByText("draft").first().waitFor({ timeout: limit });
  const plan = await open("/2025/03/07/plan/");
  await plan.locator("dateline-preview .state").getByText("draft").waitFor({ timeout: limit });
  await plan.locator("dateline-preview .bar").getByText("content/posts/2025-03-07-plan.md").waitFor({ timeout: limit });
  await plan.locator("dateline-preview .bar").getByRole("button", { name: "Drafts 1" }).click();
  await plan.locator("dateline-preview .state").getByText("no such page").waitFor({ timeout: limit });
  await become([[pages.home, lacks("The plan")]]);
  await plan.close();
});
await step("a server that comes back", async () => {
  await stopped(server);
  await pages.article.locator("dateline-preview .state").getByText("waiting").waitFor({ timeout: limit });
  await save(tide, post(`${tideKeys}\ndate: 2025-03-01`, `Meanwhile.\n\n${filler}`));
  ({ server } = await serve(port));
  await become([[pages.article, has("Meanwhile.")], [pages.feed, has("Meanwhile.")]]);
});
await step("--navigate leads to what is edited", async () => {
  await stopped(server);
  ({ server } = await serve(port, "--navigate"));
  const follower = pages.home;
  await follower.locator("dateline-preview .state").waitFor({ state: "hidden", timeout: limit });
  await save(ferry, post("title: Ferry\ntags: [sea]\ndate: 2025-02-01", "Docks."));
  await follower.waitForURL(`${address}/2025/02/01/ferry/`, { timeout: limit });
  await become([[follower, has("Docks.")]]);
});
await step("nothing is written beside the sources", async () => {
  for (const path of ["public", ".public.dateline", ".dateline"]) if (existsSync(at(path))) throw new Error(`${path} is there`);
});
await step("no script of the preview fails", async () => {
  if (complaints.length > 0) throw new Error(complaints.join("; "));
});

await browser.close();
await stopped(server);
rmSync(root, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
