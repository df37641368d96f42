/* What is seen and heard between an address and its page: that it loads, that it takes long, that it failed, that
   nobody is signed in any more. A call that a weak link has lost is made again, since a page only reads. Afterwards the
   focus goes to the new heading. */
(function () {
  var SHOWN_AFTER = 250, SLOW_AFTER = 8000, PAUSES = [1000, 3000], AGAIN = [502, 503, 504];
  var ask = window.fetch, newest = 0, timers = [], path = window.location.pathname;

  function say(state) {
    var box = document.getElementById("page-state");
    timers.forEach(clearTimeout);
    timers = [];
    document.documentElement.dataset.page = state;
    if (!box) { return; }
    box.querySelector("[role=status]").textContent = box.dataset[state] || "";
    showWay(box, box.querySelector("a"), state === "ended");
  }

  /* The way on: the page once more, or where one signs in and comes back from. */
  function showWay(box, link, hasEnded) {
    var here = window.location.pathname + window.location.search;
    box.dataset.again = box.dataset.again || link.textContent;
    link.textContent = hasEnded ? box.dataset.signIn : box.dataset.again;
    link.href = hasEnded ? "/sign-in?said=ended&next=" + encodeURIComponent(here) : here;
  }

  function later(state, pause) {
    timers.push(setTimeout(function () {
      var others = timers;
      timers = [];
      say(state);
      timers = others;
    }, pause));
  }

  function place(address, options) {
    if (/_dash-(layout|dependencies)(\?|$)/.test(address)) { return "frame"; }
    var isPage = /_dash-update-component(\?|$)/.test(address) && /_pages_content/.test((options || {}).body || "");
    return isPage ? "page" : "";
  }

  function tried(given, pauses) {
    function again(otherwise) {
      if (!pauses.length) { return otherwise(); }
      return new Promise(function (go) { setTimeout(go, pauses[0]); }).then(function () {
        return tried(given, pauses.slice(1));
      });
    }
    return ask.apply(window, given).then(
      function (got) { return AGAIN.indexOf(got.status) < 0 ? got : again(function () { return got; }); },
      function (error) { return again(function () { throw error; }); }
    );
  }

  /* Nobody is signed in any more: what stands on the page is not for whoever sits here now. */
  function seen(got) {
    if (got.status === 401) { say("ended"); }
    return got;
  }

  function toHeading() {
    var heading = document.querySelector("main h1"), active = document.activeElement;
    var isNew = path !== window.location.pathname, isLost = !active || active === document.body;
    path = window.location.pathname;
    if (!heading || window.location.hash || !(isNew || isLost)) { return; }
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: !isNew });
  }

  function arrived(isFirst) {
    say("ready");
    if (!isFirst) { setTimeout(toHeading, 100); }
  }

  window.fetch = function (what, options) {
    var kind = place(String((what && what.url) || what), options), number, isFirst;
    if (!kind) { return ask.apply(window, arguments).then(seen); }
    number = newest += 1;
    isFirst = !document.querySelector("main");
    if (kind === "page") {
      say("");
      later("loading", SHOWN_AFTER);
      later("slow", SLOW_AFTER);
    }
    function ended(isGood) {
      if (number === newest && kind === "page" && isGood) { arrived(isFirst); }
      if (!isGood && (number === newest || kind === "frame")) { say("failed"); }
    }
    return tried(arguments, PAUSES).then(
      function (got) {
        if (seen(got).status === 401) { return got; }
        got.clone().text().then(function () { ended(got.ok); }, function () { ended(false); });
        return got;
      },
      function (error) { ended(false); throw error; }
    );
  };

  /* A script that does not arrive: without words there is no page, with words only its figures are missing. */
  window.addEventListener("error", function (event) {
    if (event.target.tagName === "SCRIPT") { say(document.querySelector("main") ? "partly" : "failed"); }
  }, true);
})();
