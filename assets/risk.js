/* The slider of a map names the date under the hand and shows it when let go; without this file its button does. */
"use strict";

document.addEventListener("input", (event) => {
  const box = event.target.closest(".time-slider");
  if (!box) return;
  const names = box.dataset.names.split("|");
  const said = names[Number(event.target.value)];
  box.querySelector("output").textContent = said;
  event.target.setAttribute("aria-valuetext", said);
});

document.addEventListener("change", (event) => {
  if (event.target.closest(".time-slider")) event.target.form.requestSubmit();
});
