// refresh.mjs URL FILE RUNS: milliseconds from saving FILE to the repaint of the preview's page at URL that shows it.
//
// The page tells when it has painted: two frames after the new text is in it.

import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [url, file, runs] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
let painted;
await page.exposeFunction("painted", (marker, at) => painted?.(marker, at));
await page.addInitScript(() => {
  const look = () => {
    const marker = /zz\d+paint/.exec(document.body?.textContent ?? "")?.[0];
    if (marker) requestAnimationFrame(() => requestAnimationFrame(() => window.painted(marker, Date.now())));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
await page.goto(url);
const text = readFileSync(file, "utf8");
const times = [];
for (let run = 0; run <= Number(runs); run += 1) {
  const marker = `zz${run}paint`;
  await new Promise((done) => setTimeout(done, 500));
  const shown = new Promise((done) => { painted = (found, at) => { if (found === marker) done(at); }; });
  const start = Date.now();
  writeFileSync(file, `${text.trimEnd()}\n\n${marker}\n`);
  times.push((await shown) - start);
}
writeFileSync(file, text);
await browser.close();
times.shift(); // the first run warms the browser
times.sort((a, b) => a - b);
console.log(`repaint     ${times[times.length >> 1].toFixed(1).padStart(8)} ms median ${times[0].toFixed(1).padStart(8)} least `
  + `${times.at(-1).toFixed(1).padStart(8)} most`);
