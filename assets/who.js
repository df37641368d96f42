/* The reader's own corner of the header. It comes by itself, so that the document holds nothing personal. */
"use strict";
(() => {
  const place = document.getElementById("who");
  if (!place || !place.dataset.who || document.documentElement.dataset.kept) { return; }
  window.lagebildAsk(place.dataset.who, { pauses: [3000], isQuiet: true }).then((told) => {
    if (!told.ok) { return; }
    const next = new DOMParser().parseFromString(told.text, "text/html");
    place.replaceChildren(...[...next.body.childNodes].map((one) => document.importNode(one, true)));
  }, () => null);  /* without it the link to the account stays */
})();
