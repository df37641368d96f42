/* Pages that a reader keeps in this browser for use without a network: only those, only as long as the same reader is
   signed in with the same rights, and nothing that is personal or a file. The service worker opens them again. */
"use strict";

/* lagebildKept(key) promises a kept page as lagebildVisit takes it, or null. .index() promises {who, pages}. */
window.lagebildKept = (() => {
  const CACHE = "lagebild-kept", INDEX = "/kept-pages.json", LEFT = "lagebild-left", MOST = 40, PATIENCE = 1500;
  const MOST_FILES = 10000;
  const root = document.documentElement, isAble = "caches" in window && "serviceWorker" in navigator;
  let isKeeping = false, reader = null;

  async function found(key) {
    try {
      return isAble && await caches.has(CACHE) ? await (await caches.open(CACHE)).match(key) : undefined;
    } catch (error) { return undefined; }
  }

  async function index() {
    const got = await found(INDEX);
    return got ? got.json() : { who: null, pages: [] };
  }

  async function kept(key) {
    const known = (await index()).pages.find((one) => one.key === key), got = known && await found(key);
    return got ? { status: 200, url: key, text: await got.text(), kept: known.at, fetched: Date.parse(known.at) } : null;
  }

  function answerOf(text, kind, policy = "") {
    return new Response(text, { headers: { "Content-Type": kind, ...(policy && { "Content-Security-Policy": policy }) } });
  }

  async function written(told) {
    await (await caches.open(CACHE)).put(INDEX, answerOf(JSON.stringify(told), "application/json"));
    document.dispatchEvent(new CustomEvent("lagebild:kept"));
  }

  async function asked(address) {
    const got = await window.lagebildAsk(address, { headers: { Accept: "text/html, application/json" } });
    if (!got.ok) { throw new Error(String(got.status)); }
    return got;
  }

  /* The page as it is now, its figures, and the files of the app that it needs. */
  async function keep() {
    const key = location.pathname + location.search, state = JSON.parse((await asked("/state")).text);
    const page = await asked(key), told = await index();
    if (!state.who || /no-store/.test(page.headers.get("Cache-Control") || "")) { throw new Error("personal"); }
    const next = new DOMParser().parseFromString(page.text, "text/html"), store = await caches.open(CACHE);
    const figures = [...next.querySelectorAll("[data-figure]")].map((one) => one.dataset.figure);
    await window.lagebildDrawing.drawn();  /* so that the files which they need are known */
    let size = page.text.length;
    for (const address of figures) {
      const figure = await asked(address);
      size += figure.text.length;
      await store.put(address, answerOf(figure.text, "application/json"));
    }
    const files = filesOf(next);
    await Promise.all(files.map((address) => store.add(address)));
    const policy = page.headers.get("Content-Security-Policy") || "default-src 'none'";
    await store.put(key, answerOf(page.text, "text/html; charset=utf-8", policy));
    const own = { key, title: titleOf(next), at: new Date().toISOString(), asOf: asOf(next), size };
    const others = told.who === state.who ? told.pages.filter((one) => one.key !== key) : [];
    await written({ who: state.who, pages: [{ ...own, uses: [...figures, ...files] }, ...others].slice(0, MOST) });
    await tidy();
  }

  /* The title of a page with its filters, by which two of the same page differ. */
  function titleOf(page) {
    const chosen = [...page.querySelectorAll(".filter-bar .chip")].map((one) => {
      one.querySelectorAll("[aria-hidden=true], .unseen").forEach((part) => part.remove());
      return one.textContent.trim();
    });
    return [page.title.replace(/ · Lagebild$/, ""), ...chosen].join(" · ");
  }

  /* The sentence of the page on how old its data are. */
  function asOf(page) { return (page.querySelector("#page .build-line span") || { textContent: "" }).textContent; }

  /* Files of the app that the document names or that were loaded for it; each has its content in its name. */
  function filesOf(page) {
    const named = [...page.querySelectorAll("link[href], script[src]")].map((one) => one.getAttribute("href") || one.src);
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const ours = [...named, ...loaded].map((one) => new URL(one, location.href))
      .filter((one) => one.origin === location.origin && /^\/(static|boundaries)\//.test(one.pathname))
      .map((one) => one.pathname + one.search);
    return [...new Set(ours)];
  }

  /* Throws away what no kept page uses any more. */
  async function tidy() {
    const used = new Set([INDEX]), store = await caches.open(CACHE);
    (await index()).pages.forEach((one) => [one.key, ...one.uses].forEach((address) => used.add(address)));
    const all = await store.keys();
    await Promise.all(all.map((one) => {
      const address = new URL(one.url);
      return used.has(address.pathname + address.search) ? null : store.delete(one);
    }));
  }

  async function remove(key) {
    const told = await index();
    await written({ ...told, pages: told.pages.filter((one) => one.key !== key) });
    await tidy();
  }

  async function clear() {
    try {
      if (isAble) { await caches.delete(CACHE); }
    } finally {
      document.dispatchEvent(new CustomEvent("lagebild:kept"));
    }
  }

  /* Everything that this app wrote into this browser. */
  async function leave() {
    try {
      localStorage.clear();
      sessionStorage.clear();
      localStorage.setItem(LEFT, "yes");
    } catch (error) { /* storage is closed: nothing was written either */ }
    if (window.lagebildVisit) { window.lagebildVisit.forget(); }
    await clear();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.left || form.getAttribute("action") !== "/sign-out") { return; }
    event.preventDefault();
    form.dataset.left = "yes";
    const late = new Promise((go) => { setTimeout(go, PATIENCE); });
    Promise.race([leave().catch(() => null), late]).then(() => form.submit());
  });

  function hasLeft() {
    try { return Boolean(localStorage.getItem(LEFT)); } catch (error) { return false; }
  }

  /* A page that the browser still had after somebody signed out is not for whoever sits here now. Any other document
     has just come from the server, which knows who asks. */
  async function check(isFromHistory) {
    if (!hasLeft()) { return; }
    if (!isFromHistory) { localStorage.removeItem(LEFT); return; }
    window.lagebildSay("ended");
    try {
      const state = JSON.parse((await window.lagebildAsk("/state")).text);
      if (!state.who) { return; }
      localStorage.removeItem(LEFT);
      window.lagebildSay("");
    } catch (error) { /* no network: it stays hidden */ }
  }

  window.addEventListener("pageshow", (event) => { if (event.persisted) { check(true); } });
  window.addEventListener("storage", (event) => {
    if (event.key === LEFT && event.newValue) { window.lagebildSay("ended"); }
  });
  document.addEventListener("lagebild:state", async (event) => {
    const { who } = event.detail, told = await index();
    if (told.who && who && told.who !== who) { await clear(); }
    if (!who || (reader && reader !== who)) { window.lagebildVisit.forget(); }
    if (!who) { window.lagebildSay("ended"); }
    else if (reader && reader !== who) { window.lagebildSay("other"); }
    reader = reader || who;
  });

  function tell(words) {
    const place = document.querySelector("#keeping [role=status]");
    if (place) { place.textContent = place.dataset[words] || ""; }
  }

  /* The button: where pages can be kept, and this one is not kept already. */
  function offer() {
    const place = document.getElementById("keeping");
    if (!place) { return; }
    place.hidden = false;
    place.querySelector("button").hidden = Boolean(root.dataset.kept || document.getElementById("kept-pages"));
    tell("");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#keeping button");
    if (!button || isKeeping) { return; }
    isKeeping = true;
    tell("busy");
    keep().then(() => tell("done"), (error) => tell(error.message === "personal" ? "personal" : "failed"))
      .then(() => { isKeeping = false; });
  });

  /* Browsers remember 250 files; a long visit to many pages loads more, and the last ones would not be kept. */
  function begin() {
    if (!isAble) { return; }
    performance.setResourceTimingBufferSize(MOST_FILES);
    navigator.serviceWorker.register("/service-worker.js").then(() => {
      offer();
      document.addEventListener("lagebild:page", offer);
    }, () => null);
  }
  document.addEventListener("DOMContentLoaded", () => {
    const way = performance.getEntriesByType("navigation")[0];
    check(Boolean(way && way.type === "back_forward"));
  });
  if (document.readyState === "complete") { begin(); } else { window.addEventListener("load", begin); }

  return Object.assign(kept, { index, remove, clear, asOf });
})();
