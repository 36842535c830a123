// Files in pieces: each piece carries its place and its SHA-256; a dropped line, a closed page, a new day cost nothing.
// Without this script the form sends the files whole.
"use strict";
(function () {
  const form = document.querySelector("form[data-bring]");
  if (!form || !window.fetch || !window.Blob || !Blob.prototype.arrayBuffer) return;
  const box = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-arriving-list]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const chunk = Number(form.dataset.chunk);
  const words = form.dataset;
  let busy = false;
  let arrived = 0;

  // ---- SHA-256: the browser's own where it has one (https), else ours ----
  const K = [];
  const H = [];
  (function primes() {
    const fraction = (n) => ((n - Math.floor(n)) * 4294967296) | 0;
    for (let n = 2; K.length < 64; n++) {
      let is = true;
      for (let d = 2; d * d <= n; d++) if (n % d === 0) { is = false; break; }
      if (!is) continue;
      if (H.length < 8) H.push(fraction(Math.sqrt(n)));
      K.push(fraction(Math.cbrt(n)));
    }
  })();
  class Sum {
    constructor() { this.h = H.slice(); this.rest = new Uint8Array(0); this.length = 0; }
    add(bytes) {
      const all = new Uint8Array(this.rest.length + bytes.length);
      all.set(this.rest); all.set(bytes, this.rest.length);
      this.length += bytes.length;
      const whole = all.length - (all.length % 64);
      for (let at = 0; at < whole; at += 64) this.block(all, at);
      this.rest = all.slice(whole);
    }
    block(data, at) {
      const w = new Int32Array(64);
      for (let i = 0; i < 16; i++) w[i] = (data[at + 4 * i] << 24) | (data[at + 4 * i + 1] << 16) | (data[at + 4 * i + 2] << 8) | data[at + 4 * i + 3];
      const r = (x, n) => (x >>> n) | (x << (32 - n));
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15], b = w[i - 2];
        w[i] = (w[i - 16] + (r(a, 7) ^ r(a, 18) ^ (a >>> 3)) + w[i - 7] + (r(b, 17) ^ r(b, 19) ^ (b >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, h] = this.h;
      for (let i = 0; i < 64; i++) {
        const t1 = (h + (r(e, 6) ^ r(e, 11) ^ r(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const t2 = ((r(a, 2) ^ r(a, 13) ^ r(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      this.h = [a, b, c, d, e, f, g, h].map((v, i) => (v + this.h[i]) | 0);
    }
    end() {
      const bits = this.length * 8;
      const pad = new Uint8Array((this.rest.length < 56 ? 64 : 128) - this.rest.length);
      pad[0] = 0x80;
      const view = new DataView(pad.buffer);
      view.setUint32(pad.length - 8, Math.floor(bits / 4294967296));
      view.setUint32(pad.length - 4, bits >>> 0);
      this.add(pad);
      return this.h.map((v) => (v >>> 0).toString(16).padStart(8, "0")).join("");
    }
  }
  async function digest(bytes) {
    if (window.crypto && crypto.subtle) {
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return [...sum].map((b) => b.toString(16).padStart(2, "0")).join("");
    }
    const sum = new Sum();
    sum.add(bytes);
    return sum.end();
  }
  async function digestOf(file, end) {
    const sum = new Sum();
    for (let at = 0; at < end; at += chunk) sum.add(new Uint8Array(await file.slice(at, Math.min(end, at + chunk)).arrayBuffer()));
    return sum.end();
  }

  // ---- asking ----
  class Refused extends Error {
    constructor(status, said) { super(said); this.status = status; }
  }
  async function ask(href, options) {
    const headers = Object.assign({ "X-CSRFToken": token, Accept: "application/json" }, options.headers || {});
    const answer = await fetch(href, Object.assign({}, options, { headers, credentials: "same-origin", redirect: "error" }));
    const told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(answer.status, [told.title, told.hint].filter(Boolean).join(" "));
    return told;
  }
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

  // ---- one line for each file ----
  function line(file) {
    for (const old of list.querySelectorAll("li")) {
      if (old.dataset.name === file.name && Number(old.dataset.size) === file.size) old.remove();
    }
    const item = document.createElement("li");
    const name = document.createElement("b");
    const row = document.createElement("div");
    const bar = document.createElement("progress");
    const state = document.createElement("span");
    const stop = document.createElement("button");
    name.textContent = file.name; name.dir = "auto";
    bar.max = file.size; bar.value = 0; bar.setAttribute("aria-label", file.name);
    row.className = "bar-line";
    stop.type = "button"; stop.className = "link"; stop.textContent = words.stop;
    row.append(bar, stop);
    item.append(name, row, state);
    list.append(item);
    const told = { stopped: false, cancel: "" };
    stop.addEventListener("click", () => { told.stopped = true; stop.remove(); });
    return Object.assign(told, {
      at(value) { bar.value = value; told.say(words.arriving.replace("{percent}", String(Math.floor((value / file.size) * 100)))); },
      say(text, kind) { state.textContent = text; state.dataset.state = kind || ""; },
      end() { stop.remove(); bar.remove(); },
    });
  }

  async function send(file, instead) {
    const shown = line(file);
    if (file.size > Number(words.largest) * 1000000) { shown.say(words.large, "wrong"); shown.end(); return false; }
    let pause = 1000;
    let upload = null;
    let at = 0;
    while (!shown.stopped) {
      try {
        if (!upload) {
          const body = new FormData();
          body.set("name", file.name); body.set("size", String(file.size)); body.set("instead", instead ? "1" : "");
          upload = await ask(words.begin, { method: "POST", body });
          at = upload.offset;
          if (at) {
            shown.say(words.checking);
            if ((await digestOf(file, at)) !== upload.digest) at = 0; // another file of the same name and size
          }
        }
        if (at >= file.size) { upload = null; continue; }
        const bytes = new Uint8Array(await file.slice(at, at + chunk).arrayBuffer());
        const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(at), "Upload-Digest": await digest(bytes) };
        const told = await ask(upload.href, { method: "POST", body: bytes, headers });
        at = told.offset;
        pause = 1000;
        shown.at(at);
        if (told.is_done) { shown.say(words.done, "done"); shown.end(); return true; }
      } catch (problem) {
        if (problem instanceof Refused && problem.status === 409 && upload) {
          upload = null; // what has arrived is not what we thought: ask again
          await wait(300);
        } else if (problem instanceof Refused && problem.status < 500 && problem.status !== 429) {
          shown.say(problem.message, "wrong"); shown.end(); return false;
        } else {
          shown.say(words.retry, "down");
          upload = null;
          await wait(pause);
          pause = Math.min(pause * 2, 30000);
        }
      }
    }
    shown.say(words.stopped); shown.end();
    return false;
  }

  form.addEventListener("submit", async (event) => {
    if (event.submitter && event.submitter.hasAttribute("formaction")) return;
    if (!box.files.length) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const chosen = [...box.files];
    const instead = form.querySelector("[name=instead]");
    let replace = Boolean(instead && instead.checked);
    let all = true;
    for (const file of chosen) {
      const done = await send(file, replace);
      if (done) { arrived += 1; replace = false; }
      all = all && done;
    }
    busy = false;
    box.value = "";
    if (arrived && all) location.assign(location.pathname + "#files"), location.reload();
  });
  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
})();
