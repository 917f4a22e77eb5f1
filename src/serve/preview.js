// The preview's side in the browser: refreshes the page, swaps stylesheets, and shows errors and the toolbar.
//
// Everything that is seen stands in one shadow root, so that neither the page's styles nor its scripts meet it.
(() => {
  "use strict";
  const print = document.currentScript?.dataset.print ?? "0";
  const place = "dateline-preview:place";
  const folded = "dateline-preview:folded";

  // ------------------------------------------------------------ the page's place

  const remember = () => {
    try {
      sessionStorage.setItem(place, JSON.stringify({ at: location.pathname, x: scrollX, y: scrollY }));
    } catch { /* a browser that stores nothing still refreshes */ }
  };
  const recall = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
      sessionStorage.removeItem(place);
      if (!kept || kept.at !== location.pathname) return;
      history.scrollRestoration = "manual";
      const go = () => scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
      go();
      // Pictures without a size move the page as they come.
      addEventListener("load", () => { go(); history.scrollRestoration = "auto"; }, { once: true });
    } catch { /* as above */ }
  };
  let leaving = false;
  const reload = () => {
    if (leaving) return;
    remember();
    location.reload();
  };

  // ------------------------------------------------------------ what is seen

  const host = document.createElement("dateline-preview");
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; color-scheme: light dark; --ink: light-dark(#1b1b1b, #f1f1f1);
      --paper: light-dark(#fff, #1d1f23); --line: light-dark(#c9c9c9, #4a4d55); --red: light-dark(#b3261e, #ff8a80);
      --mark: light-dark(#8a4b00, #ffc66d); font: 14px/1.5 system-ui, sans-serif; color: var(--ink); }
    @media print { :host { display: none; } }
    [hidden] { display: none !important; }
    .bar, .toast, .trouble { position: fixed; z-index: 2147483647; background: var(--paper); color: var(--ink);
      border: 1px solid var(--line); box-shadow: 0 2px 12px #0004; box-sizing: border-box; }
    .bar { left: 8px; bottom: 8px; max-width: calc(100vw - 16px); border-radius: 8px; padding: 4px 8px;
      display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: center; font-size: 13px; }
    .bar code { font: 12px ui-monospace, monospace; overflow-wrap: anywhere; }
    .state { font-weight: 700; color: var(--mark); }
    button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 5px;
      padding: 1px 8px; cursor: pointer; min-height: 24px; }
    button[aria-pressed="true"] { background: var(--ink); color: var(--paper); }
    button:focus-visible, a:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
    .plain { border-color: transparent; }
    ul { flex-basis: 100%; margin: 4px 0; padding-left: 18px; max-height: 40vh; overflow: auto; }
    .toast { right: 8px; top: 8px; max-width: min(420px, calc(100vw - 16px)); border-radius: 8px; padding: 8px 12px; }
    a { color: inherit; }
    .trouble { inset: 5vh max(4vw, 8px) auto; max-height: 85vh; overflow: auto; border-radius: 8px;
      border-top: 5px solid var(--red); padding: 12px 18px; max-width: 900px; margin-inline: auto; }
    .trouble header { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; }
    .trouble h1 { font-size: 17px; margin: 0; }
    .trouble h2 { font: 700 13px/1.4 ui-monospace, monospace; margin: 16px 0 2px; overflow-wrap: anywhere; }
    .trouble p { margin: 2px 0; overflow-wrap: anywhere; }
    .trouble pre { font: 13px/1.4 ui-monospace, monospace; margin: 6px 0; padding: 6px 10px; overflow-x: auto;
      background: light-dark(#f3f3f3, #2a2d33); border-radius: 4px; }
    .trouble b, .warning b { color: var(--red); } .warning { color: var(--mark); }`);
  shadow.adoptedStyleSheets = [sheet];

  /** An element with attributes, and with texts or elements in it. */
  const el = (name, attributes = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...inside.filter((part) => part != null));
    return made;
  };
  const bar = el("section", { class: "bar", "aria-label": "Preview", hidden: true });
  const trouble = el("section", { class: "trouble", role: "alert", "aria-label": "Errors", hidden: true });
  const toast = el("section", { class: "toast", role: "status", "aria-label": "News of the preview", hidden: true });
  shadow.append(trouble, toast, bar);

  const where = (note) => [note.file, note.line, note.column].filter((part) => part != null && part !== "").join(":");

  /** The line with the place marked in it; columns count characters. */
  const source = (note) => {
    if (note.source == null) return null;
    const chars = [...note.source];
    const from = note.caret ?? chars.length;
    const to = from + (note.width ?? 1);
    const pre = el("pre", {}, `${note.line} │ `, chars.slice(0, from).join(""));
    pre.append(el("b", {}, chars.slice(from, to).join("")), chars.slice(to).join(""));
    return pre;
  };

  const showTrouble = (problems) => {
    trouble.hidden = problems.length === 0;
    if (trouble.hidden) return trouble.replaceChildren();
    const errors = problems.filter((note) => note.error);
    trouble.replaceChildren(
      el("header", {},
        el("h1", {}, errors.length === 1 ? "An error in the site" : `${errors.length} errors in the site`),
        el("button", { type: "button", onclick: () => { trouble.hidden = true; } }, "Look behind")),
      ...errors.flatMap((note) => [
        el("h2", {}, where(note) || "The site"),
        el("p", {}, note.text),
        source(note),
        note.help && el("p", {}, el("strong", {}, "help: "), note.help),
      ].filter(Boolean)));
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") trouble.hidden = toast.hidden = true;
  });

  const announce = (url, title) => {
    toast.hidden = false;
    toast.replaceChildren("New: ", el("a", { href: url }, title), " ",
      el("button", { type: "button", class: "plain", "aria-label": "Close", onclick: () => { toast.hidden = true; } }, "✕"));
  };

  // ------------------------------------------------------------ the toolbar

  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  let isFolded = stored(folded) === "1";
  let info = {};
  let notesOpen = false;

  const fold = () => {
    isFolded = !isFolded;
    try { localStorage.setItem(folded, isFolded ? "1" : "0"); } catch { /* then it is forgotten */ }
    showBar();
  };
  const view = (drafts, future) =>
    fetch(`/__dateline/view?drafts=${drafts ? 1 : 0}&future=${future ? 1 : 0}`, { method: "POST" });
  const toggle = (label, own, change) => el("button", {
    type: "button", "aria-pressed": String(own.on), onclick: change,
    title: own.on ? "Shown; readers do not see them yet" : "Not shown, as for readers",
  }, `${label} ${own.count}`);

  const showBar = (lost = false) => {
    bar.hidden = false;
    const handle = el("button", {
      type: "button", class: "plain", onclick: fold, "aria-expanded": String(!isFolded),
      "aria-label": isFolded ? "Show the preview's toolbar" : "Fold the preview's toolbar",
    }, isFolded ? "▸" : "▾");
    const state = lost ? "waiting for the server" : info.missing ? "no such page"
      : info.state && info.state !== "published" ? info.state + (info.due ? ` for ${info.due}` : "") : null;
    const parts = [handle, state && el("span", { class: "state" }, state)];
    if (!isFolded && info.drafts) {
      const minutes = info.reading_time;
      const notes = info.notes ?? [];
      parts.push(
        info.source && el("code", {}, info.source),
        info.words != null && el("span", {}, `${info.words.toLocaleString("en")} words, ${minutes} min`),
        toggle("Drafts", info.drafts, () => view(!info.drafts.on, info.future.on)),
        toggle("Scheduled", info.future, () => view(info.drafts.on, !info.future.on)),
        info.source && el("button", {
          type: "button", class: "plain", disabled: notes.length === 0, "aria-expanded": String(notesOpen),
          onclick: () => { notesOpen = !notesOpen; showBar(); },
        }, notes.length === 0 ? "no remarks" : notes.length === 1 ? "1 remark" : `${notes.length} remarks`));
      if (notesOpen && notes.length > 0)
        parts.push(el("ul", {}, ...notes.map((note) => el("li", { class: "warning" },
          `${note.line ? `line ${note.line}: ` : ""}${note.text}${note.help ? ` (${note.help})` : ""}`))));
      if (info.nearest?.length > 0)
        parts.push(el("span", {}, "Did you mean ", ...info.nearest.flatMap((url, at) =>
          [at > 0 ? ", " : "", el("a", { href: url }, decode(url))]), "?"));
    }
    bar.replaceChildren(...parts.filter(Boolean));
  };
  const decode = (url) => { try { return decodeURI(url); } catch { return url; } };

  /** Says beside each link to what readers do not see yet why they do not. */
  const mark = () => {
    for (const old of document.querySelectorAll("[data-dateline-mark]")) old.remove();
    for (const link of document.querySelectorAll("main a[href], body a[href]")) {
      const word = info.marks?.[link.getAttribute("href")];
      if (!word || link.querySelector("img,[data-dateline-mark]") || !link.textContent.trim()) continue;
      link.append(el("span", {
        "data-dateline-mark": true,
        style: "font:700 11px/1.4 system-ui,sans-serif;margin-inline-start:.5em;padding:.1em .45em;border-radius:4px;"
          + "background:#8a4b00;color:#fff;vertical-align:middle;text-transform:none;letter-spacing:0",
      }, word));
    }
  };

  // Links that templates write whole lead to the published site; here they stay in the preview.
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || !info.home?.includes("//") || event.defaultPrevented) return;
    if (link.href === info.home || link.href.startsWith(`${info.home}/`))
      link.href = `${info.base}${link.href.slice(info.home.length) || "/"}`;
  }, true);

  // ------------------------------------------------------------ what the server says

  const swap = (styles) => {
    let found = false;
    for (const old of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      const url = new URL(old.href);
      const next = styles[url.pathname];
      if (url.origin !== location.origin || !next) continue;
      found = true;
      const fresh = old.cloneNode();
      // An address that did not change would be taken from memory.
      fresh.href = next.includes("?") ? next : `${next}?t=${Date.now()}`;
      fresh.addEventListener("load", () => old.remove(), { once: true });
      fresh.addEventListener("error", () => old.remove(), { once: true });
      old.after(fresh);
    }
    return found;
  };
  const isLoaded = (path) =>
    performance.getEntriesByType("resource").some((entry) => new URL(entry.name).pathname === encodeURI(decode(path)));
  const refresh = (images, path) => {
    const now = `${path}?t=${Date.now()}`;
    for (const image of images) { image.removeAttribute("srcset"); image.src = now; }
  };
  const assets = ({ styles, files }) => {
    const swapped = swap(styles);
    const imported = Object.keys(styles).some((path) => isLoaded(path)) && !swapped;
    let stale = imported;
    for (const path of files) {
      const images = [...document.images].filter((image) => new URL(image.currentSrc || image.src).pathname === path);
      if (images.length > 0) refresh(images, path);
      else stale ||= isLoaded(path);
    }
    if (stale) reload();
  };

  let stream;
  let again;
  const connect = () => {
    clearTimeout(again);
    stream?.close();
    stream = new EventSource(`/__dateline/events?path=${encodeURIComponent(location.pathname)}&print=${print}`);
    const on = (name, act) => stream.addEventListener(name, (event) => act(JSON.parse(event.data)));
    on("hello", () => { if (info.drafts) showBar(); });
    on("page", (told) => { info = told; showBar(); mark(); });
    on("problems", ({ problems }) => showTrouble(problems));
    on("reload", reload);
    on("assets", assets);
    on("post", ({ url, title }) => { if (url !== location.pathname) announce(url, title); });
    on("navigate", ({ url }) => {
      if (document.hidden || decode(url) === decode(location.pathname)) return;
      leaving = true;
      location.href = url;
    });
    stream.addEventListener("error", () => {
      showBar(true);
      // A stream that was refused is not tried again by the browser.
      if (stream.readyState === EventSource.CLOSED) again = setTimeout(connect, 1000);
    });
  };

  const begin = () => {
    document.body.append(host);
    recall();
    connect();
  };
  // A browser holds six streams to one server, so a page that nobody sees lets go of its own; it asks again, and is
  // told what changed, when it is seen.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) connect();
    else stream?.close();
  });
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  if (document.body && document.readyState !== "loading") begin();
  else addEventListener("DOMContentLoaded", begin);
})();
