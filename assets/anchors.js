/* The page is drawn after the address was read: go to the place behind # once it is there, and stay there while the
   parts above it are still drawn, until the reader does something. Following a link within the page does the same:
   Dash would go to the top. */
(function () {
  var HOLD = 8000;
  var release = function () {};
  function place() {
    try {
      return window.location.hash && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    } catch (error) { return null; }
  }
  function go(isFirst) {
    var found = place();
    if (!found) { return false; }
    if (isFirst) {
      found.setAttribute("tabindex", "-1");
      found.focus({ preventScroll: true });
    }
    found.scrollIntoView();
    return true;
  }
  function hold() {
    release();
    if (!window.location.hash) { return; }
    var isReached = go(true);
    var watcher = new MutationObserver(function () { isReached = go(!isReached) || isReached; });
    var signs = ["wheel", "touchstart", "keydown", "pointerdown"];
    var timer = setTimeout(stop, isReached ? HOLD : 60000);
    function stop() {
      watcher.disconnect();
      clearTimeout(timer);
      signs.forEach(function (sign) { window.removeEventListener(sign, stop); });
    }
    release = stop;
    watcher.observe(document.body, { childList: true, subtree: true });
    signs.forEach(function (sign) { window.addEventListener(sign, stop, { passive: true }); });
  }
  window.addEventListener("_dashprivate_pushstate", function () { setTimeout(hold, 0); });
  hold();
})();
