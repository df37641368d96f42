/* Changes pages without loading the document anew: links and forms that only read are fetched, and the part of the
   document that is the page's own is replaced. Without this file the same links and forms do the same by themselves;
   so they do for files, other hosts, a key held down, and whatever comes back and is no page of this app. What was
   read stays on the screen until the next page is there. `lagebild:page` on the document tells of a new page. */
"use strict";

/* lagebildVisit(address) goes to a page of this app; {isInPlace: true} fetches the one that is shown again. */
window.lagebildVisit = (() => {
  const FILES = /\.(csv|csv-metadata\.json|json|parquet|xlsx|pdf|png|svg|html|pptx|docx|zip|js|css|webmanifest)$/i;
  const APART = /^\/(api\/v|static\/|assets\/|boundaries\/|figures\/|sign-|health|offline)/;
  const MOST_REMEMBERED = 8;
  const root = document.documentElement, remembered = new Map();
  let under = null, shown = keyOf(location);

  function keyOf(address) { return address.pathname + address.search; }

  function isOurs(address) {
    return address.origin === location.origin && !FILES.test(address.pathname) && !APART.test(address.pathname)
      && address.searchParams.get("view") !== "lite";
  }

  async function visit(given, how = {}) {
    const address = new URL(given, location.href), key = keyOf(address);
    if (under) { under.abort(); }
    const mine = under = new AbortController();
    const known = how.isBack && remembered.get(key);
    window.lagebildSay("loading", known ? undefined : key);
    let told = known;
    try {
      told = told || await answer(key, mine.signal, await window.lagebildKept(key));
    } catch (error) {
      if (mine.signal.aborted) { return; }
    }
    if (mine !== under) { return; }
    under = null;
    take(told, address, how);
  }

  /* The page as the server has it now; where that does not come, as it was kept, which is not waited for as long. */
  async function answer(key, signal, kept) {
    const pauses = navigator.onLine === false ? [] : kept ? [1000] : undefined;
    const asked = window.lagebildAsk(key, { signal, pauses, headers: { Accept: "text/html" } });
    const got = await (kept ? asked.catch(() => kept) : asked);
    if (got === kept || (kept && got.status >= 500)) { return kept; }
    const told = { status: got.status, url: got.url, text: got.text, fetched: Date.now() };
    if (got.ok && !/no-store/.test(got.headers.get("Cache-Control") || "")) { remember(key, told); }
    return told;
  }

  function remember(key, told) {
    remembered.delete(key);
    remembered.set(key, told);
    if (remembered.size > MOST_REMEMBERED) { remembered.delete(remembered.keys().next().value); }
  }

  /* Shows what came, where it is a page; says so where it is none. */
  function take(told, address, how) {
    if (!told || told.status >= 500) { lost(address, how); return; }
    const came = new URL(told.url || address, location.href);
    if (told.status === 401 || /^\/sign-in/.test(came.pathname)) {
      remembered.clear();
      window.lagebildSay("ended", keyOf(address));
      return;
    }
    const next = new DOMParser().parseFromString(told.text, "text/html"), page = next.getElementById("page");
    const isOlder = root.dataset.edition && next.documentElement.dataset.edition !== root.dataset.edition;
    if (!page || isOlder) {  /* no page of the app as this document knows it: as a plain link would */
      location.assign(address);
      return;
    }
    came.hash = address.hash;
    replace(next, page, { ...how, address: came, told });
  }

  /* A page that did not come: the former one stays, unless the address is already the one of the next. */
  function lost(address, how) {
    window.lagebildSay(how.isBack ? "failed" : "unreached", keyOf(address));
  }

  function replace(next, page, how) {
    const former = document.getElementById("page"), before = { build: root.dataset.build, key: shown };
    const isSamePath = how.address.pathname === new URL(before.key, location.href).pathname;
    const place = placeOf(document.activeElement, former);
    if (!how.isBack && !how.isInPlace) {
      keepScroll();
      const isSame = keyOf(how.address) + how.address.hash === keyOf(location) + location.hash;
      history[isSame ? "replaceState" : "pushState"]({}, "", how.address.href);
    }
    former.replaceWith(document.importNode(page, true));
    document.title = next.title;
    ["build", "edition"].forEach((name) => { root.dataset[name] = next.documentElement.dataset[name] || ""; });
    ["lang", "dir"].forEach((name) => { root[name] = next.documentElement[name]; });
    root.dataset.fetched = how.told.fetched || "";
    if (how.told.kept) { root.dataset.kept = how.told.kept; } else { delete root.dataset.kept; }
    shown = keyOf(how.address);
    window.lagebildSay("ready");
    document.dispatchEvent(new CustomEvent("lagebild:page", { detail: { former, before } }));
    settle(how, isSamePath, place);
  }

  /* Where one was in the former page, to be found again in the next. */
  function placeOf(active, former) {
    if (!active || !former || !former.contains(active)) { return null; }
    if (active.id) { return `#${CSS.escape(active.id)}`; }
    const name = active.getAttribute("name"), href = active.getAttribute("href");
    if (name) { return `form [name="${CSS.escape(name)}"]`; }
    return href ? `a[href="${CSS.escape(href)}"]` : "form button[type=submit]";
  }

  function settle(how, isSamePath, place) {
    const target = targetOf(how.address.hash);
    if (how.isBack && how.scroll !== undefined) { scrollTo({ top: how.scroll, behavior: "instant" }); }
    else if (target) { target.scrollIntoView(); }
    else if (!isSamePath) { scrollTo({ top: 0, behavior: "instant" }); }
    if (target && !how.isBack) { focusOn(target); return; }
    const former = isSamePath && place && document.querySelector(`#page ${place}`);
    const heading = document.querySelector("main h1");
    if (former) { former.focus({ preventScroll: true }); }
    else if (heading && (!isSamePath || document.activeElement === document.body)) { focusOn(heading); }
  }

  function targetOf(hash) {
    try {
      return hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    } catch (error) { return null; }
  }

  function focusOn(element) {
    if (!element.hasAttribute("tabindex")) { element.setAttribute("tabindex", "-1"); }
    element.focus({ preventScroll: true });
  }

  /* Not while the address is already the one of a page that is still on its way. */
  function keepScroll() {
    if (keyOf(location) === shown) { history.replaceState({ ...history.state, scroll: scrollY }, ""); }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    const isPlain = event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey
      || event.altKey;
    if (isPlain || !link || link.target || link.hasAttribute("download") || link.dataset.plain !== undefined) { return; }
    const address = new URL(link.href, location.href);
    if (!isOurs(address) || (keyOf(address) === shown && address.hash)) { return; }
    event.preventDefault();
    visit(address);
  });

  /* A form that only reads. Several values of one field become one list, and empty fields stay out of the address. */
  document.addEventListener("submit", (event) => {
    const form = event.target, way = new URL(form.getAttribute("action") || "", location.href);
    if (event.defaultPrevented || form.method !== "get" || form.target || !isOurs(way)) { return; }
    const chosen = new Map(), isList = form.matches(".filter-form, .month-form");
    for (const [key, value] of new FormData(form, event.submitter)) {
      if (isList && value && chosen.has(key)) { chosen.set(key, [`${chosen.get(key)},${value}`]); }
      else if (value || !isList) { chosen.set(key, [...(chosen.get(key) || []), value]); }
    }
    const query = new URLSearchParams();
    chosen.forEach((values, key) => values.forEach((value) => query.append(key, value)));
    way.search = query.toString();
    if (!isOurs(way)) { return; }
    event.preventDefault();
    visit(way);
  });

  window.addEventListener("popstate", (event) => {
    if (keyOf(location) !== shown) {
      visit(location.href, { isBack: true, scroll: (event.state || {}).scroll });
    } else if (event.state && event.state.scroll !== undefined) {
      scrollTo({ top: event.state.scroll, behavior: "instant" });
    }
  });
  window.addEventListener("hashchange", () => {
    const target = targetOf(location.hash);
    if (target) { focusOn(target); }
  });

  let pending = 0;
  window.addEventListener("scroll", () => {
    clearTimeout(pending);
    pending = setTimeout(keepScroll, 200);
  }, { passive: true });
  history.scrollRestoration = "manual";
  const begun = performance.getEntriesByType("navigation")[0], former = (history.state || {}).scroll;
  if (begun && begun.type !== "navigate" && former) { scrollTo({ top: former, behavior: "instant" }); }
  else if (targetOf(location.hash)) { focusOn(targetOf(location.hash)); }

  visit.forget = () => remembered.clear();
  return visit;
})();
