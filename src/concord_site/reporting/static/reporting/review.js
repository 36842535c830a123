/* Comfort at the desk: n and p go to the next and the previous question that has something to look at. */
(() => {
  "use strict";
  const found = () => [...document.querySelectorAll(".reviewed.with-finding")];
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const step = { n: 1, p: -1 }[event.key];
    const every = found();
    if (!step || every.length === 0) return;
    const here = every.findIndex((each) => each.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : every.length - 1) : here + step;
    const target = every[Math.min(Math.max(next, 0), every.length - 1)];
    event.preventDefault();
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  });
})();
