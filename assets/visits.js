/* Remembers in this browser which build was seen on which day, and offers what changed since the last visit.
   Nothing is sent anywhere; without storage or scripts the page is the same without the link. */
"use strict";
(function () {
  var PLACE = "lagebild-visit";

  function read() {
    try { return JSON.parse(window.localStorage.getItem(PLACE)) || {}; } catch (error) { return {}; }
  }

  function write(seen) {
    try { window.localStorage.setItem(PLACE, JSON.stringify(seen)); } catch (error) { /* storage is closed */ }
  }

  function today() {
    var now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-");
  }

  function inWords(day) {
    var parts = day.split("-").map(Number), language = document.querySelector("[lang]").lang || "en";
    var options = { day: "numeric", month: "long", year: "numeric" };
    return new Date(parts[0], parts[1] - 1, parts[2]).toLocaleDateString(language === "en" ? "en-GB" : language, options);
  }

  /* The visit before this one: of another day, or of another build on the same day. */
  function before(build) {
    var seen = read();
    if (seen.build === build && seen.day === today()) { return seen.before; }
    var earlier = seen.build && seen.day ? { build: seen.build, day: seen.day } : null;
    write({ build: build, day: today(), before: earlier });
    return earlier;
  }

  function say(place) {
    place.dataset.visitDone = "yes";
    var earlier = before(place.dataset.visitBuild);
    if (!earlier || !/^[A-Za-z0-9][A-Za-z0-9_-]{0,50}$/.test(earlier.build)) { return; }
    var text = earlier.build === place.dataset.visitBuild ? place.dataset.visitSame : place.dataset.visitChanged;
    text = text.replace("{day}", inWords(earlier.day));
    if (earlier.build === place.dataset.visitBuild) { place.textContent = text; return; }
    var link = document.createElement("a");
    link.href = place.dataset.visitAddress + encodeURIComponent(earlier.build) + "#changes";
    link.textContent = text;
    place.replaceChildren(link);
  }

  function look() {
    var place = document.getElementById("last-visit");
    if (place && !place.dataset.visitDone) { say(place); }
  }

  document.addEventListener("lagebild:page", look);
  document.addEventListener("DOMContentLoaded", look);
})();
