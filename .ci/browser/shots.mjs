// shots.mjs [FOLDER [OUT]]: pictures of each kind of page of the built demo (default: public) for docs/images/.
//
// Each is what a reader sees first, in a window of its own size, as WebP: some tens of kilobytes apiece.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch, serve } from "./site.mjs";

const [folder = "public", out = "docs/images"] = process.argv.slice(2);
const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const article = "/2026/11/24/hull-felled-in-1761/";

const shots = [
  { name: "front-page", path: "/", size: { width: 1280, height: 1400 } },
  { name: "front-page-dark", path: "/", size: wide, dark: true },
  { name: "front-page-phone", path: "/", size: phone },
  { name: "article", path: article, size: { width: 1280, height: 1400 } },
  { name: "article-dark", path: article, size: wide, dark: true },
  { name: "article-phone", path: article, size: phone },
  { name: "article-arabic", path: "/2026/02/20/bakery-on-the-ropewalk/", size: wide },
  { name: "story", path: "/stories/harbour-plan/", size: wide },
  { name: "category", path: "/categories/news/", size: wide },
  { name: "tag", path: "/tags/tides/", size: wide },
  { name: "author", path: "/authors/ines/", size: wide },
  { name: "authors", path: "/authors/", size: wide },
  { name: "archive", path: "/archive/", size: wide },
  { name: "not-found", path: "/404.html", size: wide },
];

/** Chromium draws the page; its own encoder makes the WebP. */
async function shoot(page, file) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  const bytes = Buffer.from(data, "base64");
  await writeFile(file, bytes);
  return bytes.length;
}

await mkdir(out, { recursive: true });
const { server, origin } = await serve(folder);
const browser = await launch();
try {
  for (const { name, path, size, dark } of shots) {
    const page = await browser.newPage({ viewport: size, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
    await page.goto(origin + path, { waitUntil: "networkidle" });
    const bytes = await shoot(page, join(out, `${name}.webp`));
    console.log(`${name}.webp ${(bytes / 1024).toFixed(0)} KB`);
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}
