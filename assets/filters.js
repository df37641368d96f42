/* In a list of several, a click adds or takes away one, without a key held down. */
"use strict";
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
