// check.mjs [--other-hosts] [FOLDER [KIND …]]: looks at a built site (default: public) as a reader's browser does.
//
// The site is served from FOLDER on a free port of this machine and crawled from its front page. Then
//   - every link, image, script and style sheet that stands in a page answers, and #fragments name an element there;
//   - every HTML file has no error for the Nu HTML checker (vnu.jar, which needs Java);
//   - no article weighs more than 20 KB of HTML, CSS and scripts as a host sends them, nor names another host's file,
//     and a phone gets no lead photo of more than 100 KB;
//   - articles, and one or two pages of every other kind, are opened in Chromium, narrow and wide, light and dark:
//     no console errors, no failed requests, nothing wider than the window, no violation for axe-core.
// With --other-hosts, what pages ask of other hosts counts as answered: in an archive, that is what the posts say.
// Each KIND named must be reachable. The last line counts: "N passed, N failed". CHROMIUM names the browser.

import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import { answer as answerIn, launch, serve } from "./site.mjs";
import { end, verdict } from "./tally.mjs";

const otherHosts = process.argv.includes("--other-hosts");
const [folder = "public", ...expected] = process.argv.slice(2).filter((word) => word !== "--other-hosts");
const answer = (address) => answerIn(folder, address);
/** What the HTML, style sheets and scripts of an article may weigh, compressed. */
const articleBytes = 20 * 1024;
/** What the lead photo of an article may weigh on a phone. */
const photoBytes = 100 * 1024;

const widths = [390, 1280];
const schemes = ["light", "dark"];

/** The kinds of page, by address: the first that fits. At most `most` pages of a kind are opened in the browser. */
const kinds = [
  { name: "home", most: 1, fits: /^\/$/ },
  { name: "not found", most: 1, fits: /^\/404\.html$/ },
  { name: "article", most: 30, fits: /(?!)/ },
  { name: "list page", most: 1, fits: /\/page\/\d+\/$/ },
  { name: "day", most: 1, fits: /^\/\d{4}\/\d\d\/\d\d\/$/ },
  { name: "month", most: 1, fits: /^\/\d{4}\/\d\d\/$/ },
  { name: "year", most: 1, fits: /^\/\d{4}\/$/ },
  { name: "story", most: 1, fits: /^\/stories\/[^/]+\/$/ },
  { name: "tag", most: 2, fits: /^\/tags\/[^/]+\/$/ },
  { name: "category", most: 2, fits: /^\/categories\/[^/]+\/$/ },
  { name: "author", most: 2, fits: /^\/authors\/[^/]+\/$/ },
  { name: "overview", most: 5, fits: /^\/(tags|categories|authors|stories|archive)\/$/ },
  { name: "page", most: 3, fits: /./ },
];
const isArticle = (text) => text.includes("<body class=\"on-post\"");
const kindOf = (path, text) => (isArticle(text) ? "article" : kinds.find((kind) => kind.fits.test(path)).name);

// ---------------------------------------------------------------- crawling

/** The addresses and ids that stand in a page, as the browser's own parser reads them. */
function readPage() {
  const addresses = [];
  const take = (value) => value && addresses.push(new URL(value, document.baseURI).href);
  for (const element of document.querySelectorAll("[href]")) take(element.getAttribute("href"));
  for (const element of document.querySelectorAll("[src]")) take(element.getAttribute("src"));
  for (const element of document.querySelectorAll("[poster]")) take(element.getAttribute("poster"));
  for (const element of document.querySelectorAll("[srcset]"))
    for (const candidate of element.getAttribute("srcset").split(",")) take(candidate.trim().split(/\s+/)[0]);
  return { addresses, ids: [...document.querySelectorAll("[id]")].map((element) => element.id) };
}

/** Every page that can be reached from the front page, each with its text, and every address with who names it. */
async function crawl(browser, origin) {
  // One blank page parses them all; none is opened, so that no redirect leads away and nothing is fetched.
  const page = await browser.newPage();
  const pages = new Map();
  const named = new Map();
  const queue = ["/", "/404.html"];
  for (const path of queue) named.set(path, { by: "(start)", fragments: new Map() });
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const { status, type, body } = await answer(path);
    const entry = named.get(path);
    entry.status = status;
    if (status !== 200 || !type.startsWith("text/html")) continue;
    const text = body.toString();
    const read = await page.evaluate(([source, base, body]) => {
      const parsed = new DOMParser().parseFromString(source, "text/html");
      const own = parsed.createElement("base");
      own.href = base;
      if (!parsed.querySelector("base")) parsed.head.prepend(own);
      return new Function("document", `return (${body})()`)(parsed);
    }, [text, origin + path, readPage.toString()]);
    pages.set(path, { text, ids: new Set(read.ids) });
    for (const address of read.addresses) {
      const url = new URL(address);
      if (url.origin !== origin) continue;
      if (!named.has(url.pathname)) {
        named.set(url.pathname, { by: path, fragments: new Map() });
        queue.push(url.pathname);
      }
      const fragment = decodeURIComponent(url.hash.slice(1));
      if (fragment) named.get(url.pathname).fragments.set(fragment, path);
    }
  }
  await page.close();
  return { pages, named };
}

function checkLinks({ pages, named }) {
  for (const [path, { status, by, fragments }] of named) {
    const problems = status === 200 ? [] : [`answers ${status}; named by ${by}`];
    const ids = pages.get(path)?.ids;
    for (const [fragment, from] of ids ? fragments : [])
      if (fragment !== "top" && !ids.has(fragment)) problems.push(`has no element #${fragment}, which ${from} names`);
    verdict(`link ${path}`, problems);
  }
}

// ---------------------------------------------------------------- HTML

async function checkMarkup() {
  const jar = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
  const options = ["-jar", jar, "--errors-only", "--skip-non-html", "--exit-zero-always", "--format", "json", folder];
  const { stderr } = await promisify(execFile)("java", options, { maxBuffer: 1 << 28 });
  const base = pathToFileURL(resolve(folder)).href;
  const problems = JSON.parse(stderr).messages.map(({ url, lastLine, lastColumn, message }) =>
    `${url?.replace(base, "")}:${lastLine}:${lastColumn} ${message}`);
  verdict("html of every file", problems);
}

// ---------------------------------------------------------------- weight

/** What a page asks for before anything is clicked: its style sheets, scripts and frames, pictures apart. */
async function checkWeight(browser, origin, pages) {
  let heaviest = { bytes: 0 };
  const page = await browser.newPage();
  for (const [path, { text }] of pages) {
    if (!isArticle(text)) continue;
    const files = await page.evaluate(([source, base]) => {
      const parsed = new DOMParser().parseFromString(source, "text/html");
      const named = [...parsed.querySelectorAll("link[rel~=stylesheet], link[rel~=preload], script[src], iframe[src]")];
      return named.map((element) => new URL(element.getAttribute("href") ?? element.getAttribute("src"), base).href);
    }, [text, origin + path]);
    const own = files.filter((file) => file.startsWith(`${origin}/`));
    let bytes = gzipSync(text).length;
    for (const file of own) bytes += gzipSync((await answer(file)).body).length;
    const others = otherHosts ? [] : files.filter((file) => !own.includes(file));
    const problems = others.map((file) => `asks another host for ${file}`);
    if (bytes > articleBytes) problems.push(`weighs ${bytes} bytes, more than ${articleBytes}`);
    verdict(`weight ${path}`, problems);
    if (bytes > heaviest.bytes) heaviest = { path, bytes };
  }
  await page.close();
  console.log(`heaviest article: ${heaviest.bytes} bytes of HTML, CSS and scripts, compressed: ${heaviest.path}`);
}

// ---------------------------------------------------------------- the browser

/** What stands out of the window's right edge, unless a box that scrolls by itself holds it. */
function wideElements() {
  const root = document.documentElement;
  const width = root.clientWidth;
  if (root.scrollWidth <= width && document.body.scrollWidth <= width) return [];
  const scrolls = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== "visible") return true;
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")]
    .filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      const end = getComputedStyle(element).overflowX === "visible" ? left + element.scrollWidth : right;
      return Math.max(right, end) > width + 0.5 && !scrolls(element);
    })
    .slice(-3)
    .map((element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 80));
  return [`wider than the window: ${root.scrollWidth} > ${width} px: ${wide.join(" | ")}`];
}

/** What is wrong with the size of the lead photo that this browser chose. */
async function heavyPhoto(page, origin) {
  const photo = await page.evaluate(() => document.querySelector("article .hero img")?.currentSrc);
  if (!photo?.startsWith(`${origin}/`)) return [];
  const { length } = (await answer(photo)).body;
  return length > photoBytes ? [`the lead photo ${new URL(photo).pathname} weighs ${length} bytes`] : [];
}

async function look(context, origin, path) {
  const problems = [];
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => problems.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (response) => response.status() >= 400 && problems.push(`${response.status()}: ${response.url()}`));
  try {
    await page.goto(origin + path, { waitUntil: "load", timeout: 30_000 });
    problems.push(...await page.evaluate(wideElements));
    if (page.viewportSize().width < 500) problems.push(...await heavyPhoto(page, origin));
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, impact, help, nodes } of violations)
      problems.push(`axe ${id} (${impact}): ${help}: ${nodes.length}×, first ${nodes[0].html.replace(/\s+/g, " ").slice(0, 120)}`);
  } catch (error) {
    problems.push(String(error));
  }
  await page.close();
  return problems;
}

/** The pages to open: up to so many of each kind, and no page that only leads elsewhere. */
function sample(pages) {
  const chosen = new Map(kinds.map((kind) => [kind.name, []]));
  for (const [path, { text }] of pages) {
    if (/<meta[^>]+http-equiv="?refresh/i.test(text)) continue;
    const kind = kinds.find((candidate) => candidate.name === kindOf(path, text));
    if (chosen.get(kind.name).length < kind.most) chosen.get(kind.name).push(path);
  }
  for (const name of expected)
    verdict(`a page of kind "${name}" is reachable`, chosen.get(name).length > 0 ? [] : ["none was found"]);
  return [...chosen.values()].flat();
}

async function checkInBrowser(browser, origin, paths) {
  for (const width of widths)
    for (const colorScheme of schemes) {
      const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, deviceScaleFactor: width < 500 ? 2 : 1 });
      // A page that needs another host is not a page that can be put anywhere.
      await context.route((url) => url.origin !== origin,
        (route) => (otherHosts ? route.fulfill({ status: 200, body: "" }) : route.abort()));
      const left = [...paths];
      const worker = async () => {
        for (let path = left.shift(); path !== undefined; path = left.shift())
          verdict(`${path} at ${width} px, ${colorScheme}`, await look(context, origin, path));
      };
      await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
      await context.close();
    }
}

// ----------------------------------------------------------------

const { server, origin } = await serve(folder);
const browser = await launch();
try {
  const found = await crawl(browser, origin);
  console.log(`${found.pages.size} pages and ${found.named.size - found.pages.size} other files from ${folder}`);
  checkLinks(found);
  await checkMarkup();
  await checkWeight(browser, origin, found.pages);
  const paths = sample(found.pages);
  console.log(`${paths.length} pages opened at ${widths.join(" and ")} px, ${schemes.join(" and ")}`);
  await checkInBrowser(browser, origin, paths);
} finally {
  await browser.close();
  server.close();
}
end();
