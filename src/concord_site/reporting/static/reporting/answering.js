// Comfort for pages of questions; every page is complete without it.
// What was typed and could not be sent stays in this browser until it has been saved.
"use strict";
(function () {
  const form = document.querySelector("form[data-answers]");
  if (!form) return;
  const state = document.getElementById("line-state");
  const store = "concord-answers:" + location.pathname + location.search;

  // ---- small things ----
  let back = ""; // where the cursor returns to when its box was drawn anew
  const summary = document.getElementById("errors");
  if (summary) summary.focus();
  const addressOf = (name) => (/^[aswx]:(.*?)(\||$)/.exec(name || "") || [])[1];

  function say(key, good) {
    state.textContent = key ? state.dataset[key] : "";
    state.dataset.now = key || "";
    state.classList.toggle("good", Boolean(good));
  }

  // ---- the dropped line: keep what is typed, send it on return ----
  function read() {
    try { return JSON.parse(localStorage.getItem(store) || "{}"); } catch (_) { return {}; }
  }
  function write(kept) {
    try {
      if (Object.keys(kept).length) localStorage.setItem(store, JSON.stringify(kept));
      else localStorage.removeItem(store);
    } catch (_) { /* a browser that keeps nothing: the page works as without scripts */ }
  }
  function boxesOf(address) {
    return [...form.elements].filter((each) => addressOf(each.name) === address && each.type !== "file" && !each.name.startsWith("x:"));
  }
  function held(address) {
    return boxesOf(address).map((each) => (each.type === "radio" || each.type === "checkbox")
      ? [each.name, each.value, each.checked] : [each.name, null, each.value]);
  }
  function keep(address) {
    const kept = read();
    const seen = form.elements["r:" + address];
    kept[address] = { boxes: held(address), seen: (kept[address] || {}).seen || (seen ? seen.value : ""), unsent: true };
    write(kept);
  }
  function forget(address) {
    const kept = read();
    delete kept[address];
    write(kept);
  }
  function restore() {
    const kept = read();
    let any = false;
    for (const [address, what] of Object.entries(kept)) {
      if (JSON.stringify(held(address)) === JSON.stringify(what.boxes)) { forget(address); continue; }
      if (!boxesOf(address).length) continue;
      for (const [name, value, content] of what.boxes) {
        for (const box of boxesOf(address)) {
          if (box.name !== name) continue;
          if (value === null) box.value = content;
          else if (box.value === value) box.checked = content;
        }
      }
      const seen = form.elements["r:" + address];
      if (seen && what.seen) seen.value = what.seen; // somebody else's newer answer is then shown beside it
      any = true;
    }
    if (any) say("restored");
    return any;
  }
  function sendAgain() {
    for (const address of Object.keys(read())) {
      const box = boxesOf(address)[0];
      if (box) box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  form.addEventListener("input", (event) => {
    const address = addressOf(event.target.name);
    if (address && event.target.type !== "file") keep(address);
  });
  document.body.addEventListener("htmx:sendError", () => say("kept"));
  document.body.addEventListener("htmx:timeout", () => say("kept"));
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const address = ((event.detail.requestConfig || {}).parameters || {}).only;
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (!address || !status) return;
    if (status === 200 || status === 422) {
      forget(address);
      if (state.textContent && !Object.keys(read()).length) say("sent", true);
      for (const box of boxesOf(address)) {
        if (status === 422) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
      }
    } else say(status >= 400 && status < 500 ? "closed" : "kept");
  });
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const target = event.detail.target; // never take a box away from under somebody's hands
    const under = document.activeElement;
    if (!target.classList.contains("question") || !target.contains(under)) return;
    if (under.type === "file") back = under.id;
    else if (under.name === "known") back = event.detail.fragment.querySelector("input.box, select.box")?.id || "";
    else if (!event.detail.fragment.querySelector(".conflict")) event.detail.shouldSwap = false;
  });
  document.body.addEventListener("htmx:afterRequest", () => {
    const box = back && document.getElementById(back);
    back = "";
    if (box) box.focus();
  });
  document.body.addEventListener("htmx:oobAfterSwap", (event) => { enhance(document.getElementById(event.detail.target.id) || form); times(); });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) { event.preventDefault(); say("kept"); state.scrollIntoView({ block: "center" }); return; }
    write({});
  });
  addEventListener("online", sendAgain);
  setInterval(() => { if (state.dataset.now === "kept" && navigator.onLine) sendAgain(); }, 15000);

  // ---- a word in place of an answer, and the answer, are one or the other ----
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (box.name && box.name.startsWith("s:") && box.checked) {
      for (const other of boxesOf(box.name.slice(2))) {
        if (!other.name.startsWith("a:")) continue;
        if (other.type === "radio" || other.type === "checkbox") other.checked = false;
        else { other.dataset.before = other.value; other.value = ""; }
      }
    }
  }, true);
  form.addEventListener("input", (event) => {
    const address = addressOf(event.target.name);
    if (!address || !event.target.name.startsWith("a:")) return;
    for (const other of boxesOf(address)) if (other.name.startsWith("s:")) other.checked = false;
  });

  // ---- long lists: type to search ----
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u064b-\u0652]/g, "").toLowerCase();

  function finder(select) {
    if (select.dataset.found || select.options.length < 13) return;
    select.dataset.found = "1";
    const box = document.createElement("input");
    const list = document.createElement("ul");
    const wrap = document.createElement("div");
    let chosen = -1;
    wrap.className = "finder";
    list.id = select.id + "-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    const label = form.querySelector('label[for="' + CSS.escape(select.id) + '"]');
    if (label) list.setAttribute("aria-label", label.textContent.trim());
    Object.entries({ type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id, class: "box", id: select.id + "-find" })
      .forEach(([name, value]) => box.setAttribute(name, value));
    if (select.getAttribute("aria-describedby")) box.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
    if (select.getAttribute("aria-label")) box.setAttribute("aria-label", select.getAttribute("aria-label"));
    box.dir = "auto";
    if (label) label.htmlFor = box.id;
    const words = () => (select.selectedIndex > 0 ? select.options[select.selectedIndex].text : "");
    box.value = words();
    select.parentElement.hidden = true;
    wrap.append(box, list);
    select.parentElement.after(wrap);

    function open() {
      const typed = box.value === words() ? "" : plain(box.value.trim());
      const fit = [...select.options].slice(1).filter((each) => plain(each.text).includes(typed));
      fit.sort((a, b) => Number(!plain(a.text).startsWith(typed)) - Number(!plain(b.text).startsWith(typed)));
      list.replaceChildren(...fit.slice(0, 60).map((each, place) => {
        const item = document.createElement("li");
        item.id = list.id + "-" + place;
        item.setAttribute("role", "option");
        item.textContent = each.text;
        item.dataset.value = each.value;
        return item;
      }));
      if (!fit.length) {
        const item = document.createElement("li");
        item.className = "none";
        item.setAttribute("role", "option");
        item.setAttribute("aria-disabled", "true");
        item.textContent = select.dataset.none || "–";
        list.append(item);
      }
      chosen = -1;
      list.hidden = false;
      box.setAttribute("aria-expanded", "true");
    }
    function close() {
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }
    function take(value) {
      if (select.value !== value) {
        select.value = value;
        select.dispatchEvent(new Event("input", { bubbles: true }));
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
      box.value = words();
      close();
    }
    function move(step) {
      const items = [...list.querySelectorAll("li[data-value]")];
      if (!items.length) return;
      chosen = (chosen + step + items.length) % items.length;
      items.forEach((each, place) => each.setAttribute("aria-selected", String(place === chosen)));
      items[chosen].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", items[chosen].id);
    }
    box.addEventListener("input", (event) => { event.stopPropagation(); open(); });
    box.addEventListener("change", (event) => event.stopPropagation());
    box.addEventListener("focus", () => box.select());
    box.addEventListener("click", open);
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) open();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        const items = [...list.querySelectorAll("li[data-value]")];
        const item = items[chosen] || (items.length === 1 ? items[0] : null);
        if (item) take(item.dataset.value);
      } else if (event.key === "Escape") { box.value = words(); close(); }
    });
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li[data-value]");
      event.preventDefault();
      if (item) take(item.dataset.value);
    });
    box.addEventListener("blur", () => {
      const same = [...select.options].slice(1).find((each) => plain(each.text) === plain(box.value.trim()));
      if (same) take(same.value); else if (!box.value.trim()) take(""); else { box.value = words(); close(); }
    });
  }

  // A long list of boxes to tick shows what is chosen, and what fits the words typed above it.
  function filter(group) {
    if (group.dataset.found) return;
    group.dataset.found = "1";
    const box = document.createElement("input");
    const told = document.createElement("p");
    const labels = [...group.querySelectorAll("label")];
    box.type = "text";
    box.className = "box list-search";
    box.autocomplete = "off";
    box.dir = "auto";
    box.setAttribute("aria-label", group.dataset.filter);
    box.placeholder = group.dataset.filter;
    told.className = "note";
    told.setAttribute("role", "status");
    function draw() {
      const typed = plain(box.value.trim());
      const fit = typed ? labels.filter((each) => plain(each.textContent).includes(typed)) : [];
      fit.sort((a, b) => Number(!plain(a.textContent.trim()).startsWith(typed)) - Number(!plain(b.textContent.trim()).startsWith(typed)));
      const shown = new Set(fit.slice(0, 12));
      for (const each of labels) each.hidden = !shown.has(each) && !each.querySelector(":checked");
      told.textContent = !typed ? "" : !fit.length ? group.dataset.none : fit.length > 12 ? group.dataset.more : "";
      group.hidden = labels.every((each) => each.hidden);
    }
    box.addEventListener("input", (event) => { event.stopPropagation(); draw(); });
    box.addEventListener("change", (event) => event.stopPropagation());
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    const skip = group.previousElementSibling;
    if (skip && skip.classList.contains("skip-list")) skip.remove();
    group.before(box);
    group.after(told);
    draw();
  }

  // ---- an order: buttons instead of numbers ----
  function order(list) {
    if (list.dataset.found) return;
    list.dataset.found = "1";
    for (const item of list.children) {
      const box = item.querySelector("input");
      const words = item.querySelector("span").textContent.trim();
      for (const way of ["up", "down"]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = way === "up" ? "↑" : "↓";
        button.setAttribute("aria-label", list.dataset[way] + ": " + words);
        button.addEventListener("click", () => {
          const other = way === "up" ? item.previousElementSibling : item.nextElementSibling;
          if (other) { if (way === "up") other.before(item); else other.after(item); }
          [...list.children].forEach((each, place) => { each.querySelector("input").value = String(place + 1); });
          box.dispatchEvent(new Event("input", { bubbles: true }));
          box.dispatchEvent(new Event("change", { bubbles: true }));
          button.focus();
        });
        item.append(button);
      }
    }
  }

  // ---- grids: one outer column at a time on a phone; a block pasted from a spreadsheet ----
  function grid(table) {
    if (table.dataset.found) return;
    table.dataset.found = "1";
    const heads = [...table.querySelectorAll("th.outer")];
    if (heads.length > 1) {
      const row = document.createElement("div");
      row.className = "year-choice";
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", table.dataset.years || "");
      const narrow = matchMedia("(max-width: 700px)");
      let shown = heads[heads.length - 1].dataset.column;
      const draw = () => {
        table.classList.toggle("is-narrowed", narrow.matches);
        for (const cell of table.querySelectorAll("[data-column]")) cell.classList.toggle("is-away", cell.dataset.column !== shown);
        for (const each of row.children) each.setAttribute("aria-pressed", String(each.dataset.column === shown));
      };
      for (const head of heads) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = head.textContent;
        button.dataset.column = head.dataset.column;
        button.addEventListener("click", () => { shown = head.dataset.column; draw(); });
        row.append(button);
      }
      table.parentElement.before(row);
      narrow.addEventListener("change", draw);
      draw();
    }
    table.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      const from = event.target.closest("td");
      if (!from || !/[\t\n]/.test(text.trim())) return;
      event.preventDefault();
      const rows = [...table.tBodies[0].rows];
      const boxesIn = (row) => [...row.querySelectorAll("input.box")];
      const start = rows.indexOf(from.parentElement);
      const first = boxesIn(from.parentElement).indexOf(event.target);
      text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
        const boxes = rows[start + down] ? boxesIn(rows[start + down]) : [];
        line.split("\t").forEach((value, along) => {
          const box = boxes[first + along];
          if (!box) return;
          box.value = value.trim();
          box.dispatchEvent(new Event("input", { bubbles: true }));
          box.dispatchEvent(new Event("change", { bubbles: true }));
        });
      });
    });
    table.addEventListener("keydown", (event) => {
      const way = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
      if (!way || !event.target.matches("input.box")) return;
      const rows = [...table.tBodies[0].rows];
      const row = event.target.closest("tr");
      const next = rows[rows.indexOf(row) + way];
      const place = [...row.querySelectorAll("input.box")].indexOf(event.target);
      const box = next && next.querySelectorAll("input.box")[place];
      if (box || event.key === "Enter") event.preventDefault();
      if (box) { box.focus(); box.select(); }
    });
  }

  function times() {
    for (const each of document.querySelectorAll("time[data-clock]")) {
      const at = new Date(each.dateTime);
      if (!isNaN(at)) each.textContent = String(at.getHours()).padStart(2, "0") + ":" + String(at.getMinutes()).padStart(2, "0");
    }
  }

  function enhance(where) {
    where.querySelectorAll("select[data-search]").forEach(finder);
    where.querySelectorAll("[data-filter]").forEach(filter);
    where.querySelectorAll("ol.order").forEach(order);
    where.querySelectorAll("table[data-grid]").forEach(grid);
  }
  enhance(form);
  times();
  addEventListener("load", () => { if (restore() && navigator.onLine) setTimeout(sendAgain, 200); });
})();
