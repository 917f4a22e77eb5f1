// lighthouse.mjs [FOLDER]: the front page and an article of a built site (default: public), as Lighthouse's phone sees them.
//
// The median of three runs of each. Accessibility, best practices and SEO must be 100, less only what a picture costs that
// another host has and cannot give; the layout's shift must be 0.01 at most.
// The performance score and the time to the largest paint depend on the machine: they are printed, not judged.

import { createServer } from "node:net";
import lighthouse from "lighthouse";
import { answer, launch, serve } from "./site.mjs";
import { end, verdict } from "./tally.mjs";

const folder = process.argv[2] ?? "public";
const runs = 3;
const whole = ["accessibility", "best-practices", "seo"];

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The first article that the front page names. */
async function article() {
  const { body } = await answer(folder, "/");
  const named = body.toString().match(/class="u-url" href="([^"]+)"/);
  if (!named) throw new Error(`the front page of ${folder} names no article`);
  return named[1];
}

/** Whether all that the console complains of is that other hosts did not answer, as on a machine without a network. */
function isForeign(audit, origin) {
  const items = audit.details?.items ?? [];
  const from = (item) => item.sourceLocation?.url ?? "";
  return items.length > 0 && items.every((item) => item.source === "network" && !from(item).startsWith(origin));
}

async function measure(url, port, origin) {
  const { lhr } = await lighthouse(url, { port, logLevel: "error", output: "json" });
  const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  const number = (audit) => lhr.audits[audit].numericValue;
  const failing = Object.values(lhr.categories).filter(({ id }) => whole.includes(id)).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
    .filter(({ id }) => id !== "errors-in-console" || !isForeign(lhr.audits[id], origin)).map(({ id }) => id);
  return { ...scores, shift: number("cumulative-layout-shift"), paint: number("largest-contentful-paint"), failing };
}

const { server, origin } = await serve(folder);
const port = await freePort();
const browser = await launch([`--remote-debugging-port=${port}`]);
try {
  for (const [name, path] of [["home", "/"], ["article", await article()]]) {
    const found = [];
    for (let run = 0; run < runs; run += 1) found.push(await measure(origin + path, port, origin));
    const of = (key) => median(found.map((run) => run[key]));
    console.log(`${name}: performance ${of("performance")}, ${whole.map((key) => `${key} ${of(key)}`).join(", ")}, `
      + `largest paint ${(of("paint") / 1000).toFixed(2)} s, shift ${of("shift").toFixed(4)}`);
    // What fails in two of three runs makes the median less than 100.
    const failing = new Set(found.flatMap((run) => run.failing));
    const problems = [...failing].filter((id) => found.filter((run) => run.failing.includes(id)).length > runs / 2);
    if (of("shift") > 0.01) problems.push(`the layout shifts by ${of("shift")}`);
    verdict(`lighthouse ${name}`, problems);
  }
} finally {
  await browser.close();
  server.close();
}
end();
