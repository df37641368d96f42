/* The list of the pages that are kept in this browser, with a way to each and a button that takes it away. */
"use strict";
(() => {
  const EVERY = 10000;

  function named(tag, words, attributes = {}) {
    const made = document.createElement(tag);
    made.textContent = words;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  }

  function entry(one, words) {
    const item = document.createElement("li"), { dayOf } = window.lagebildBar;
    const told = words.told.replace("{data}", one.asOf || "–").replace("{day}", dayOf(one.at))
      .replace("{size}", Math.max(1, Math.round(one.size / 1024)).toLocaleString(document.documentElement.lang));
    const button = named("button", words.remove, { type: "button", "data-remove": one.key });
    button.append(named("span", `: ${one.title}`, { class: "unseen" }));
    item.append(named("a", one.title, { href: one.key, "data-plain": "" }), named("span", told), button);
    return item;
  }

  async function probe() {
    if (document.hidden || navigator.onLine === false) { return; }
    try {
      const got = await fetch("/state", { cache: "no-store" });
      if (got.ok) { location.reload(); }
    } catch (error) { /* not yet */ }
  }

  async function show() {
    const place = document.getElementById("kept-pages");
    if (!place) { return; }
    const { pages } = await window.lagebildKept.index();
    place.replaceChildren(...pages.map((one) => entry(one, place.dataset)));
    if (!pages.length) { place.append(named("li", place.dataset.none)); }
    explain();
  }

  /* Stands in for a page that could not be had: says which, and tries again when the network is back. */
  function explain() {
    const why = document.getElementById("offline-why");
    if (!why || location.pathname === why.dataset.own) { return; }
    why.hidden = false;
    why.querySelector("a").href = location.pathname + location.search;
    window.addEventListener("online", probe);
    setInterval(probe, EVERY);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("#kept-pages [data-remove]");
    if (!button) { return; }
    await window.lagebildKept.remove(button.dataset.remove);
    document.querySelector("#content").focus();
  });
  document.addEventListener("lagebild:kept", show);
  document.addEventListener("lagebild:page", show);
  document.addEventListener("DOMContentLoaded", show);
})();
