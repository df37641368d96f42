/* What is seen and heard between an address and its page: that it loads, that it takes long, that it failed, that
   nobody is signed in any more. Words stand in #page-state, so that they are there when nothing else arrives. */
"use strict";

/* lagebildSay(state, address): states are those of #page-state; address: where the way on leads to. */
window.lagebildSay = (() => {
  const SHOWN_AFTER = 250, SLOW_AFTER = 8000;
  let timers = [];

  function show(state, address) {
    const box = document.getElementById("page-state"), here = location.pathname + location.search;
    document.documentElement.dataset.page = state;
    if (!box) { return; }
    const way = box.querySelector("a"), hasEnded = state === "ended";
    box.querySelector("[role=status]").textContent = box.dataset[state] || "";
    box.dataset.again = box.dataset.again || way.textContent;
    way.textContent = hasEnded ? box.dataset.signIn : box.dataset.again;
    way.href = hasEnded ? `/sign-in?said=ended&next=${encodeURIComponent(address || here)}` : address || here;
  }

  /* A script that does not arrive: the words are there, figures may be missing. */
  window.addEventListener("error", (event) => {
    if (event.target.tagName === "SCRIPT") { show("partly"); }
  }, true);

  return function say(state, address) {
    timers.forEach(clearTimeout);
    timers = [];
    if (state !== "loading") { show(state, address); return; }
    show("", address);
    timers = [
      setTimeout(() => show("loading", address), SHOWN_AFTER),
      setTimeout(() => show("slow", address), SLOW_AFTER)
    ];
  };
})();
