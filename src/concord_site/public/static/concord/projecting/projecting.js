// Beside each slider its value; moving one turns its scenario on. Without this the form works by its button.
"use strict";
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!(slider instanceof HTMLInputElement) || slider.type !== "range") return;
  const output = slider.parentElement.querySelector("output bdi");
  if (output) output.textContent = slider.value;
  const on = slider.closest("fieldset").querySelector("input[type=checkbox]");
  if (on) on.checked = true;
});
// Another country has other occupations and years: the whole page is asked for.
document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (!(chosen instanceof HTMLSelectElement) || !["area", "partner"].includes(chosen.name)) return;
  if (!chosen.form.classList.contains("projecting")) return;
  event.stopPropagation();
  chosen.form.submit();
}, true);
