/* Keys on the page of one answer: a number ticks its code, n says that none fits, Enter saves. Without it the boxes do. */
(function () {
  "use strict";
  var form = document.getElementById("coding-form");
  if (!form) return;
  var note = form.querySelector(".keys-note");
  if (note) note.hidden = false;
  var none = form.querySelector('input[name="is_none"]');
  form.addEventListener("change", function (event) {
    if (!none || !event.target.checked) return;
    if (event.target === none) {
      form.querySelectorAll('input[name="codes"]').forEach(function (box) { box.checked = false; });
    } else if (event.target.name === "codes") {
      none.checked = false;
    }
  });
  document.addEventListener("keydown", function (event) {
    var at = event.target;
    var writes = at.tagName === "TEXTAREA" || at.tagName === "SELECT" || (at.tagName === "INPUT" && at.type !== "checkbox");
    if (writes || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && (at === document.body || at.type === "checkbox")) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    var box = form.querySelector('input[data-key="' + (window.CSS ? CSS.escape(event.key) : event.key) + '"]');
    if (!box) return;
    event.preventDefault();
    box.checked = !box.checked;
    box.focus();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
