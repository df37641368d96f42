/* How the connection stands and how old is what is seen: a line in the foot always, and a bar where it matters: no
   network, asking again, a slow link, a page that was kept. The words stand in the document. */
"use strict";

/* lagebildBar.show(name, {words}) and .hide(name) for the lines of the bar. */
window.lagebildBar = (() => {
  const SLOW_TRY = 5000, SLOW_RATE = 30, ENOUGH = 8000, SLOW_KINDS = ["slow-2g", "2g"], MINUTE = 60000;
  const PLACE = "lagebild-not-lite";
  const root = document.documentElement, link = navigator.connection;
  const opened = performance.timeOrigin;
  let isSlow = false, isOffered = false, isLost = false, countdown = 0;

  function lineOf(name) { return document.querySelector(`#link-bar [data-line="${name}"]`); }

  /* Shows or hides a line; the page leaves room for the bar while it has one. */
  function turn(line, isShown) {
    line.hidden = !isShown;
    root.classList.toggle("has-link-bar", Boolean(document.querySelector("#link-bar [data-line]:not([hidden])")));
  }

  function show(name, words = {}) {
    const line = lineOf(name);
    if (!line) { return; }
    const place = line.querySelector("[data-words]") || line;
    let text = place.dataset.words;
    Object.entries(words).forEach(([key, value]) => { text = text.replaceAll(`{${key}}`, value); });
    if (line.hidden || place.textContent !== text) { place.textContent = text; }
    turn(line, true);
  }

  function hide(name) {
    const line = lineOf(name);
    if (line) { turn(line, false); }
  }

  function language() { return root.lang === "en" || !root.lang ? "en-GB" : root.lang; }

  function timeOf(moment) {
    const when = new Date(moment), isToday = when.toDateString() === new Date().toDateString();
    const day = isToday ? {} : { day: "numeric", month: "short", year: "numeric" };
    return when.toLocaleString(language(), { hour: "2-digit", minute: "2-digit", ...day });
  }

  function dayOf(moment) {
    return new Date(moment).toLocaleDateString(language(), { day: "numeric", month: "long", year: "numeric" });
  }

  /* When the page that is seen was fetched, in ms since 1970. */
  function fetched() {
    if (root.dataset.kept) { return Date.parse(root.dataset.kept); }
    return Number(root.dataset.fetched) || opened;
  }

  function look() {
    const foot = document.getElementById("link-line"), isOff = navigator.onLine === false;
    const state = isOff ? "off" : isLost ? "lost" : isSlow ? "slow" : "on", time = timeOf(fetched());
    root.dataset.link = state;
    if (foot) {
      foot.textContent = `${foot.dataset[state]} · ${foot.dataset.fetched.replace("{time}", time)}`;
      foot.hidden = false;
    }
    const isList = document.getElementById("kept-pages");
    if (isOff && !root.dataset.kept && !isList) { show("off", { time }); } else { hide("off"); }
    if (root.dataset.kept) { show("kept", { data: window.lagebildKept.asOf(document), day: dayOf(fetched()) }); }
    else { hide("kept"); }
    if (isSlow && !isOff) { offerLite(); } else { hide("slow"); }
  }

  /* The light view, once, where it is not refused and not seen already. */
  function offerLite() {
    const line = lineOf("slow");
    if (!line || isRefused()) { hide("slow"); return; }
    const lite = new URL(location.href);
    lite.searchParams.set("view", "lite");
    line.querySelector("a").href = lite.pathname + lite.search;
    if (!isOffered) { show("slow"); }
    isOffered = true;
    turn(line, true);
  }

  function isRefused() {
    try { return Boolean(sessionStorage.getItem(PLACE)); } catch (error) { return false; }
  }

  function refuse() {
    try { sessionStorage.setItem(PLACE, "yes"); } catch (error) { /* storage is closed: only for this page */ }
    isSlow = false;
    look();
  }

  function wait(until) {
    clearInterval(countdown);
    function tick() {
      const left = Math.ceil((until - Date.now()) / 1000), said = lineOf("waiting");
      if (left < 1) { clearInterval(countdown); hide("waiting"); return; }
      show("waiting");
      if (said) { said.querySelector("[data-seconds]").textContent = left; }
    }
    countdown = setInterval(tick, 1000);
    tick();
  }

  document.addEventListener("lagebild:link", (event) => {
    const told = event.detail;
    if (told.is === "waiting") { wait(told.until); isLost = true; look(); return; }
    clearInterval(countdown);
    hide("waiting");
    isLost = told.is === "lost";
    if (told.is === "there" && told.took > SLOW_TRY) { isSlow = true; }
    look();
  });
  document.addEventListener("lagebild:page", look);
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#link-bar button[data-do]");
    if (!button) { return; }
    if (button.dataset.do === "now") { document.dispatchEvent(new CustomEvent("lagebild:now")); }
    if (button.dataset.do === "not-lite") { refuse(); }
    if (button.dataset.do === "close") { turn(button.closest("[data-line]"), false); }
  });
  ["online", "offline"].forEach((name) => window.addEventListener(name, look));
  setInterval(() => { if (!document.hidden) { look(); } }, MINUTE);

  /* Bytes in each millisecond in which something came over the link; infinite where too little came to tell. */
  function rate() {
    const came = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
      .filter((one) => one.transferSize > 1000 && one.responseStart);
    let bytes = 0, busy = 0, until = 0;
    came.sort((one, other) => one.responseStart - other.responseStart).forEach((one) => {
      bytes += one.transferSize;
      busy += Math.max(0, one.responseEnd - Math.max(until, one.responseStart));
      until = Math.max(until, one.responseEnd);
    });
    return bytes > ENOUGH ? bytes / Math.max(1, busy) : Infinity;
  }

  /* The first visit tells how the link is, where the browser does not say it. */
  function measured() {
    const isKnownSlow = Boolean(link && SLOW_KINDS.includes(link.effectiveType));
    isSlow = isSlow || isKnownSlow || rate() < SLOW_RATE;
    look();
  }
  if (link && link.addEventListener) { link.addEventListener("change", measured); }
  if (document.readyState === "complete") { measured(); } else { window.addEventListener("load", measured); }
  document.addEventListener("DOMContentLoaded", look);

  return { show, hide, dayOf, timeOf };
})();
