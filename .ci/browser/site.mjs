// What every check here needs: a folder served as a plain static host serves it, and the browser.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

export const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
  ".avif": "image/avif", ".gif": "image/gif", ".ico": "image/x-icon", ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

/** What a plain static host answers: the file, a folder's index.html, or 404.html with status 404. */
export async function answer(folder, address) {
  const path = normalize(decodeURIComponent(new URL(address, "http://site").pathname));
  let file = join(folder, path);
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) file = path.endsWith("/") ? join(file, "index.html") : undefined;
  const body = file && (await readFile(file).catch(() => undefined));
  if (body) return { status: 200, type: types[extname(file).toLowerCase()] ?? "application/octet-stream", body };
  const missing = await readFile(join(folder, "404.html")).catch(() => "not found");
  return { status: 404, type: types[".html"], body: missing };
}

/** Serves `folder` on a free port of this machine. Text is compressed, as hosts do. */
export async function serve(folder) {
  const server = createServer(async (request, response) => {
    const { status, type, body } = await answer(folder, request.url)
      .catch((error) => ({ status: 400, type: types[".txt"], body: String(error) }));
    const zip = /gzip/.test(request.headers["accept-encoding"] ?? "") && /^text|json|xml|javascript/.test(type);
    const headers = { "Content-Type": type, "Cache-Control": "no-store" };
    response.writeHead(status, zip ? { ...headers, "Content-Encoding": "gzip" } : headers);
    response.end(zip ? gzipSync(body) : body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

export function launch(more = []) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, headless: true, args: [...flags, ...more] });
}
