/* Whether there are new data or a new version of the app while a page is open: asked with a small call, one at a time,
   only while the page is looked at, and less often where it fails. Nothing changes by itself: the reader is asked. */
"use strict";

/* lagebildState.ask() promises what the server says of itself now, .last() is what it said last, null before:
   {edition, build, who}. who: a sign of the reader and of what is open to the reader, null for a stranger. */
window.lagebildState = (() => {
  const ADDRESS = "/state", EVERY = 120000, SPARING = 600000, LONGEST = 1800000, FIRST = 15000, LATEST_LOOK = 30000;
  const root = document.documentElement, link = navigator.connection;
  let last = null, pause = usual(), timer = 0, isAsking = false, asked = 0;

  function usual() { return link && link.saveData ? SPARING : EVERY; }

  /* The build of the address is the one that the reader wants, whatever comes after it. */
  function isNamed() { return new URLSearchParams(location.search).has("build"); }

  function compare() {
    const isNewer = last.build && root.dataset.build && last.build !== root.dataset.build;
    const isUpgraded = last.edition && root.dataset.edition && last.edition !== root.dataset.edition;
    window.lagebildBar[isNewer && !isNamed() && !root.dataset.kept ? "show" : "hide"]("data");
    window.lagebildBar[isUpgraded ? "show" : "hide"]("version");
  }

  async function ask() {
    if (isAsking || document.hidden || navigator.onLine === false) { return last; }
    isAsking = true;
    asked = Date.now();
    try {
      const got = await fetch(ADDRESS, { credentials: "same-origin" });
      if (!got.ok) { throw new Error(got.status); }
      last = await got.json();
      pause = usual();
      compare();
      document.dispatchEvent(new CustomEvent("lagebild:state", { detail: last }));
    } catch (error) {
      pause = Math.min(LONGEST, pause * 2);
    } finally {
      isAsking = false;
      plan(pause);
    }
    return last;
  }

  function plan(after) {
    clearTimeout(timer);
    timer = setTimeout(ask, after);
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - asked > LATEST_LOOK) { ask(); }
  });
  window.addEventListener("online", () => { pause = usual(); plan(1000); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#link-bar button[data-do]");
    if (!button) { return; }
    if (button.dataset.do === "show-data") { window.lagebildVisit(location.href, { isInPlace: true }); }
    if (button.dataset.do === "load") { location.reload(); }
  });

  /* A page of a newer build than the one before says so: who compares the two must know. */
  document.addEventListener("lagebild:page", (event) => {
    const before = event.detail.before.build, isOther = before && root.dataset.build && before !== root.dataset.build;
    const wasNamed = new URLSearchParams(event.detail.before.key.split("?")[1] || "").has("build");
    const isSilent = isOther && !isNamed() && !wasNamed && !root.dataset.kept;
    window.lagebildBar[isSilent ? "show" : "hide"]("changed");
    if (last) { compare(); }
  });
  plan(FIRST);

  return { ask, last: () => last };
})();
