/* The bar of filters without a reload: the form is a plain one and works without this file. */
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".filter-form, .month-form") || form.method !== "get") return;
  event.preventDefault();
  const chosen = new Map();
  for (const [key, value] of new FormData(form)) {
    if (value) chosen.set(key, chosen.has(key) ? `${chosen.get(key)},${value}` : value);
  }
  const query = new URLSearchParams([...chosen]).toString();
  window.history.pushState({}, "", form.getAttribute("action") + (query ? `?${query}` : ""));
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
});

/* In a list of several, a click adds or takes away one, without a key held down. */
document.addEventListener("mousedown", (event) => {
  const option = event.target;
  if (option.tagName !== "OPTION" || !option.closest(".filter-form select[multiple]")) return;
  const list = option.closest("select");
  const top = list.scrollTop;
  event.preventDefault();
  option.selected = !option.selected;
  list.focus({ preventScroll: true });
  window.requestAnimationFrame(() => { list.scrollTop = top; });
});
