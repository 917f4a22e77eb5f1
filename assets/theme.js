(() => {
  const copy = document.getElementById("copy");
  if (!copy || !navigator.clipboard) return;
  const words = copy.textContent;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector("link[rel=canonical]")?.href ?? location.href);
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = words; }, 2000);
  });
  copy.hidden = false;
})();
(() => {
  const root = document.documentElement, button = document.getElementById("theme");
  if (!button) return;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const show = () => button.setAttribute("aria-pressed", dark());
  button.addEventListener("click", () => {
    const next = dark() ? "light" : "dark";
    root.dataset.theme = next;
    try {
      // A choice that equals the system's setting is no choice: follow the system again.
      if ((next === "dark") === system.matches) localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
    } catch {}
    show();
  });
  system.addEventListener("change", () => {
    try { if (!localStorage.getItem("theme")) delete root.dataset.theme; } catch {}
    show();
  });
  show();
  button.hidden = false;
})();
