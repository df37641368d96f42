/* The page is drawn after the address was read: go to the place behind # once it is there. */
(function () {
  function go() {
    var place = window.location.hash && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!place) { return false; }
    place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
    place.scrollIntoView();
    return true;
  }
  function wait() {
    var watcher = new MutationObserver(function () { if (go()) { watcher.disconnect(); } });
    watcher.observe(document.body, { childList: true, subtree: true });
    setTimeout(function () { watcher.disconnect(); }, 60000);
  }
  if (window.location.hash && !go()) { wait(); }
})();
