// Reads the index that src/search writes (docs/search.md); folds words as src/site/words.rs does.
(() => {
const id = (name) => document.getElementById(name);
const form = id("search"), found = id("found"), list = id("results"), more = id("more");
const base = form?.dataset.index;
if (!base) return;
const box = form.elements.q, say = found.dataset;

const marks = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u00ad\u200b-\u200d\ufeff]/g;
const plain = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", ı: "i", ς: "σ", ى: "ي", ی: "ي", ة: "ه", ک: "ك" };
const bare = (text) => text.normalize("NFKD").replace(marks, "");
const fold = (text) => bare(bare(text).toLowerCase()).normalize("NFC").replace(/./gu, (c) => plain[c] ?? c);
const unspaced = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
const runs = RegExp(`[${unspaced}]+|[^${unspaced}]+`, "gu"), pair = RegExp(`^[${unspaced}]{2}`, "u");

// The words of a query, each once.
const words = (text) => {
  const all = new Set();
  for (const word of fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [])
    for (const run of word.match(runs)) {
      const chars = [...run];
      if (pair.test(run)) chars.slice(1).map((c, at) => all.add(chars[at] + c));
      else if (!/^[a-z0-9]$/.test(run)) all.add(chars.slice(0, 24).join(""));
    }
  return [...all].slice(0, 8);
};

const cache = {};
const load = (path, as, options) => cache[path] ??= fetch(base + path, options)
  .then((got) => got.ok ? got[as]() : Promise.reject())
  .catch((error) => { delete cache[path]; throw error; });

const name = (word) => (new TextEncoder().encode(word).reduce((h, b) => Math.imul(h ^ b, 0x1000193), 0x811c9dc5) >>> 0).toString(16).padStart(8, "0");

// Calls hit(article, worth) for the words of a shard that `word` stands for; gives how many articles have them.
const read = (bytes, word, hit) => {
  const term = new Uint8Array(128);
  let at = 0, count = 0, common = false;
  const number = (scale = 1) => {
    const byte = bytes[at++];
    return byte > 127 ? (byte - 128) * scale + number(scale * 128) : byte * scale;
  };
  while (at < bytes.length) {
    const same = bytes[at++], rest = bytes[at++];
    term.set(bytes.subarray(at, at += rest), same);
    const text = new TextDecoder().decode(term.subarray(0, same + rest));
    const near = text == word ? 1 : pair.test(word) ? 0 : text.startsWith(word) ? 0.6
      : text.length > 3 && text.length > word.length - 3 && word.startsWith(text) ? 0.4 : 0;
    const all = number(), listed = number();
    for (let n = 0, article = 0; n < listed; n++) {
      const step = number();
      article += step >> 2;
      if (near) hit(article, near * [1, 1.7, 2.6, 6][step & 3]);
    }
    if (near) count += all;
    if (near == 1) common = listed < all;
  }
  return [count, common];
};

// What a word finds: a worth for each article (pages below 0), and whether too many have it to ask for it.
const look = async (index, word) => {
  const worths = new Map();
  let count = 0, common = false;
  await Promise.all(index.segments.map(async ({ name: folder, first, words, versions }) => {
    const firsts = words.split(" "), last = firsts.length - 1;
    const at = (key) => Math.max(0, firsts.findLastIndex((first) => first <= key)), own = at(word);
    for (const shard of new Set([own, at(word.slice(0, -2)) < own ? own - 1 : own, Math.min(at(word + "\uffff"), own + 1)])) {
      const path = `${folder}/${name(firsts[shard])}.bin?v=${versions.substr(shard * 4, 4)}`;
      const seen = read(new Uint8Array(await load(path, "arrayBuffer")), word, (article, worth) => {
        const key = first == null ? -1 - article : first + article;
        worths.set(key, Math.max(worths.get(key) ?? 0, worth));
      });
      count += seen[0];
      common ||= seen[1];
    }
  }));
  return { worths, common, rare: Math.log(1 + index.posts / (count + 1)) };
};

const search = async (query) => {
  const index = await load("index.json", "json", { cache: "no-cache" });
  const all = await Promise.all(words(query).map((word) => look(index, word)));
  const asked = all.filter((one) => !one.common), sums = new Map();
  for (const one of all)
    for (const [article, worth] of one.worths) {
      const sum = sums.get(article) ?? { article, words: 0, worth: 0 };
      sum.words += asked.includes(one);
      sum.worth += worth * one.rare * (1 + (article < 0 ? 0.2 : 0.5 / (1 + (index.posts - article) / 200)));
      sums.set(article, sum);
    }
  const some = [...sums.values()], whole = some.filter((sum) => sum.words == asked.length);
  return (whole.length ? whole : some)
    .sort((a, b) => b.words - a.words || b.worth - a.worth || b.article - a.article)
    .map(({ article }) => async () => {
      const number = article < 0 ? -1 - article : article;
      const file = `${article < 0 ? "pages" : "posts"}/${Math.floor(number / index.cards)}.json`;
      return (await load(file, "json", { cache: "no-cache" }))[number % index.cards];
    });
};

let turn = 0, rest = [], timer;
const show = async () => {
  const mine = turn;
  for (const card of rest.splice(0, 10).map((get) => get())) {
    const [title, url, excerpt, shown, day, category] = await card;
    if (mine != turn) return;
    const made = id("result").content.cloneNode(true);
    const put = (css, text) => {
      const element = made.querySelector(css);
      element.textContent = text;
      if (!text) element.remove();
      return element;
    };
    put(".u-url", title).href = url;
    put(".p-summary", excerpt);
    put("time", shown).dateTime = day;
    put(".p-category", category);
    list.append(made);
  }
  more.hidden = !rest.length;
};
const run = async () => {
  const query = box.value.trim(), mine = ++turn;
  clearTimeout(timer);
  history.replaceState(null, "", query ? "?q=" + encodeURIComponent(query) : location.pathname);
  try {
    const results = await search(query);
    if (mine != turn) return;
    list.replaceChildren();
    rest = results;
    const count = rest.length;
    found.textContent = query && say[count > 1 ? "many" : count ? "one" : "none"]
      .replace("#", count.toLocaleString(document.documentElement.lang)).replace("*", () => query);
    await show();
  } catch {
    if (mine == turn) found.textContent = say.error;
  }
};

box.oninput = () => { clearTimeout(timer); timer = setTimeout(run, 200); };
form.onsubmit = (event) => { event.preventDefault(); run(); };
more.onclick = async () => {
  const at = list.children.length;
  await show();
  list.children[at]?.querySelector("a").focus();
};
box.value = new URLSearchParams(location.search).get("q") ?? "";
if (box.value) run(); else box.focus();
})();
