// search.mjs [FOLDER]: searches a built site (default: public) as a reader does, in Chromium.
//
// The demo's own words are looked for: typed and by address, with and without diacritics, in part, in vain, with the
// keyboard alone and without JavaScript. Results are looked at with axe-core, narrow and wide, light and dark. What is
// fetched before the first result is counted. The last line counts: "N passed, N failed".

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";

const folder = process.argv[2] ?? "public";
const browserFlags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const most = 100 * 1024;

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".jpg": "image/jpeg" };
let sent = 0;
const server = createServer(async (request, response) => {
  let file = join(folder, normalize(decodeURIComponent(new URL(request.url, "http://site").pathname)));
  if ((await stat(file).catch(() => undefined))?.isDirectory()) file = join(file, "index.html");
  const body = await readFile(file).catch(() => undefined);
  if (/\/search\/|search\.js/.test(request.url)) sent += body?.length ?? 0;
  const type = body ? types[extname(file)] ?? "application/octet-stream" : "text/plain";
  response.writeHead(body ? 200 : 404, { "content-type": type });
  response.end(body ?? "not found");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const root = `http://127.0.0.1:${server.address().port}`;

let passed = 0, failed = 0;
const check = (what, good, found) => {
  if (good) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${what}${found === undefined ? "" : `: ${JSON.stringify(found)}`}`);
  }
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: browserFlags });
const errors = [];
const open = async (path, options = {}) => {
  const page = await browser.newPage(options);
  page.on("pageerror", (error) => errors.push(`${path}: ${error}`));
  page.on("console", (message) => message.type() === "error" && errors.push(`${path}: ${message.text()}`));
  await page.goto(root + path);
  return page;
};
const titles = (page) => page.locator("#results .p-name a").allTextContents();
const said = async (page) => {
  await page.waitForFunction(() => document.getElementById("found").textContent);
  return page.locator("#found").textContent();
};
/** What a query by address finds: its titles, once the page has said how many there are. */
const find = async (query) => {
  const page = await open(`/search/?q=${encodeURIComponent(query)}`);
  const words = await said(page);
  if (!words.startsWith("Nothing")) await page.locator("#results .p-name a").first().waitFor();
  const found = { words, titles: await titles(page) };
  await page.close();
  return found;
};

sent = 0;
const harbour = await find("harbour");
check("a word is found", harbour.titles.length > 3, harbour);
check("a headline with the word comes first", /harbour/i.test(harbour.titles[0]), harbour.titles);
check(`at most ${most} bytes before the results`, sent > 0 && sent <= most, sent);
check("the status says how many", /^\d+ stories for “harbour”/.test(harbour.words), harbour.words);
check("case and diacritics do not matter", (await find("HÁRBÖUR")).titles[0] === harbour.titles[0]);
check("the beginning of a word will do", (await find("harbou")).titles.length > 3);
check("a plural finds its singular", (await find("lighthouses")).titles.length > 0);
const both = await find("harbour plan hearing");
check("all words are asked for", /hearing|plan/i.test(both.titles[0]), both.titles);
const none = await find("zzyzx");
check("nothing is said to be nothing", none.words.startsWith("Nothing found") && none.titles.length === 0, none);
check("what is hidden is not found", !(await find("swallows")).titles.some((title) => /ice house/i.test(title)));
check("markup in a query stays text", (await find("<img src=x onerror=alert(1)>")).words.includes("<img src=x"));

{
  const page = await open("/");
  await page.locator('a[href$="/search/"]').first().click();
  await page.waitForURL("**/search/");
  check("the field has the focus", await page.evaluate(() => document.activeElement.id) === "q");
  await page.keyboard.type("harbour");
  await page.locator("#results .p-name a").first().waitFor();
  check("the query is in the address", new URL(page.url()).search === "?q=harbour", page.url());
  const more = page.locator("#more");
  if (parseInt(harbour.words) > 10) {
    await more.waitFor();
    await more.press("Enter");
    const moved = page.waitForFunction(() => document.querySelector("#results article:nth-child(11)")?.contains(document.activeElement));
    check("the focus goes on to the new results", await moved.then(() => true, (error) => error.message) === true);
  }
  await page.locator("#results .p-name a").first().press("Enter");
  await page.waitForLoadState();
  check("a result leads to its post", (await page.locator("article.post").count()) === 1, page.url());
  await page.goBack();
  await page.locator("#results .p-name a").first().waitFor();
  check("back leads to the same results", (await page.locator("#q").inputValue()) === "harbour");
  await page.close();
}
{
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${root}/search/`);
  check("without JavaScript there is another way", /needs JavaScript/.test(await page.locator("noscript").innerText()));
  await context.close();
}
for (const width of [390, 1280])
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("/search/?q=harbour", { viewport: { width, height: 900 }, colorScheme });
    await page.locator("#results .p-name a").first().waitFor();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    check(`axe at ${width}, ${colorScheme}`, violations.length === 0, violations.map(({ id, nodes }) => [id, nodes[0].html]));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(`nothing wider than ${width}`, wide <= width, wide);
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `search-${width}-${colorScheme}.png`) });
    await page.close();
  }
check("no errors in the console", errors.length === 0, errors);

await browser.close();
server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
