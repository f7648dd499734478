// The inbox: refreshes without losing the place, keys, picking, the composer with its drafts and files, and who is here.
import htmx from "./htmx.js";
import { calm, inBurst } from "./scan.js";
import { toast } from "./toast.js";

const inbox = () => document.querySelector("[data-inbox]");
const pane = () => document.querySelector("[data-conversation]");
const openId = () => pane()?.dataset.conversation;
const rows = () => [...document.querySelectorAll("#conv-rows [data-row]")];
const phone = () => matchMedia("(max-width: 63.99rem)").matches;

// --- Refreshing -----------------------------------------------------------------------------------------------------
// Many events become one refresh: the first at once, the last for certain.
const pause = 1200;
const timers = new WeakMap();

document.addEventListener("live", (event) => {
  const part = event.target.closest?.("[data-refreshes]");
  if (part !== event.target) return;
  const waits = timers.get(part);
  if (waits) return void (waits.again = true);
  const turn = { again: false };
  timers.set(part, turn);
  htmx.trigger(part, "refresh");
  setTimeout(() => {
    timers.delete(part);
    const now = document.getElementById(part.id);
    if (turn.again && now) htmx.trigger(now, "live");
  }, pause);
});

const refresh = (id) => document.getElementById(id) && htmx.trigger(document.getElementById(id), "refresh");

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = event.detail;
  if (elt.id === "inbox-left") parameters.shown = String(rows().length);
  if (elt.id !== "conversation-live") return;
  const opened = [...folded].filter(([key, open]) => open && key.startsWith("m")).map(([key]) => key.slice(1));
  if (opened.length) parameters.opened = opened.slice(-50).join(",");
});

// What people folded, picked and scrolled stays as they left it.
const folded = new Map();
let picked = new Set();
let wasAtEnd = false;

document.addEventListener("click", (event) => {
  const details = event.target.closest(".thread summary")?.parentElement;
  if (details?.id) setTimeout(() => folded.set(details.id, details.open));
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const id = event.detail.target?.id;
  if (id === "conversation-live") {
    const scroll = document.getElementById("conv-scroll");
    wasAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  }
  if (id === "inbox-left") picked = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
  if (id === "conversation") {
    folded.clear();
    leave();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const id = event.detail.target?.id;
  if (id === "conversation-live") {
    for (const [key, open] of folded) {
      const part = document.getElementById(key);
      if (part) part.open = open;
    }
    if (wasAtEnd) toEnd();
  }
  if (id === "inbox-left") {
    for (const box of boxes()) box.checked = picked.has(box.value);
    if (event.detail.requestConfig?.elt?.matches("[data-folder]")) document.getElementById("inbox-scroll").scrollTop = 0;
    showPicked();
    markOpen();
  }
  if (id === "conversation") opened();
  if (id === "inbox-more") markOpen();
});

function toEnd() {
  const scroll = document.getElementById("conv-scroll");
  if (scroll) scroll.scrollTop = scroll.scrollHeight;
}

function opened() {
  inbox()?.classList.toggle("has-conversation", Boolean(pane()));
  markOpen();
  startComposer();
  for (const button of document.querySelectorAll("[data-show-html][data-at-once]")) showHtml(button);
  showAside(localStorage.getItem("inbox-aside") !== "closed");
  toEnd();
  const last = document.querySelector(".thread .msg:last-of-type");
  const scroll = document.getElementById("conv-scroll");
  // A message longer than the window is read from its begin.
  if (last && scroll && last.offsetHeight > scroll.clientHeight) last.scrollIntoView({ block: "start" });
  arrive();
}

function markOpen() {
  for (const row of rows()) {
    const isOpen = row.dataset.id === openId();
    row.classList.toggle("is-open", isOpen);
    if (isOpen) row.classList.remove("is-unread");
  }
}

// --- Opening and leaving --------------------------------------------------------------------------------------------
const link = (row) => row?.querySelector("a[data-open]");
let willOpen = 0;

function step(by) {
  const list = rows();
  if (!list.length) return;
  const at = list.findIndex((row) => row.classList.contains("is-current"));
  const from = at >= 0 ? at : list.findIndex((row) => row.dataset.id === openId());
  const next = list[Math.min(Math.max(from + by, 0), list.length - 1)];
  for (const row of list) row.classList.toggle("is-current", row === next);
  link(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  clearTimeout(willOpen);
  if (pane() && next.dataset.id !== openId()) willOpen = setTimeout(() => link(next)?.click(), 180);
}

function backToList() {
  leave();
  document.getElementById("conversation").replaceChildren(document.getElementById("conversation-none").content.cloneNode(true));
  inbox().classList.remove("has-conversation");
  history.pushState(null, "", document.getElementById("inbox-left").getAttribute("hx-get"));
  const row = document.querySelector("#conv-rows .is-open");
  markOpen();
  link(row)?.focus();
}

// What is done with makes room for the next one.
document.body.addEventListener("conversation-done", (event) => {
  refresh("inbox-left");
  if (!event.detail.ids?.map(String).includes(openId())) return;
  const list = rows();
  const at = list.findIndex((row) => row.dataset.id === openId());
  const next = at < 0 ? null : (list[at + 1] ?? list[at - 1]);
  if (next && !phone()) link(next).click();
  else backToList();
});
for (const name of ["conversation-changed", "conversation-back", "conversations-changed", "message-written", "message-called-back"])
  document.body.addEventListener(name, () => {
    refresh("inbox-left");
    refresh("conversation-live");
  });
document.body.addEventListener("conversations-changed", () => {
  for (const box of boxes()) box.checked = false;
  showPicked();
});

// A refusal that no place on the page waits for is told by a toast.
document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, elt } = event.detail;
  if (!inbox() || ![409, 422].includes(xhr?.status)) return;
  const swap = elt.closest("[hx-swap]")?.getAttribute("hx-swap") ?? "none";
  if (swap !== "none" && elt !== document.body) return;
  const text = new DOMParser().parseFromString(xhr.responseText, "text/html").body.textContent.trim();
  toast({ text, level: "error" });
});

// --- Keys -----------------------------------------------------------------------------------------------------------
function openMenu(key) {
  const menu = document.querySelector(`details.menu[data-key="${key}"]`);
  if (!menu) return;
  menu.open = true;
  setTimeout(() => menu.querySelector(".menu-box input[type=search], .menu-box button")?.focus(), 30);
}

function write(mode) {
  const form = document.getElementById("composer");
  const choice = form?.querySelector(`input[name="mode"][value="${mode}"]`);
  if (!choice) return;
  choice.checked = true;
  form.querySelector("[data-composer]").focus();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  o: () => link(document.querySelector("#conv-rows .is-current") ?? rows()[0])?.click(),
  e: () => document.querySelector("[data-close-conversation]")?.click(),
  s: () => openMenu("s"),
  a: () => openMenu("a"),
  r: () => write("reply"),
  n: () => write("note"),
  u: () => pane() && backToList(),
};
const typing = (target) =>
  target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open], details.menu[open]");

let afterG = 0;
document.addEventListener(
  "keydown",
  (event) => {
    if (!inbox() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.matches?.("[data-composer]")) return void event.target.blur();
    if (typing(event.target)) return;
    const key = event.key.toLowerCase();
    // g and a letter lead to another page.
    if (event.timeStamp - afterG < 1200) return void (afterG = 0);
    if (key === "g") afterG = event.timeStamp;
    if (!(key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    setTimeout(() => inBurst() || keys[key](), calm);
  },
  true,
);

// --- Picking --------------------------------------------------------------------------------------------------------
const boxes = () => [...document.querySelectorAll('#conv-rows input[name="ids"]')];
let lastPicked = null;

function showPicked() {
  const bar = document.getElementById("conv-bulk");
  if (!bar) return;
  const chosen = boxes().filter((box) => box.checked);
  for (const box of boxes()) box.closest("[data-row]").classList.toggle("is-selected", box.checked);
  bar.hidden = !chosen.length;
  bar.querySelector("[data-picked]").textContent = chosen.length;
  const every = document.querySelector("[data-pick-every]");
  if (!every) return;
  every.checked = chosen.length > 0 && chosen.length === boxes().length;
  every.indeterminate = chosen.length > 0 && !every.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest('#conv-rows input[name="ids"]');
  if (box) {
    const list = boxes();
    if (event.shiftKey && list.includes(lastPicked)) {
      const [from, to] = [list.indexOf(lastPicked), list.indexOf(box)].sort((a, b) => a - b);
      for (const other of list.slice(from, to + 1)) other.checked = box.checked;
    }
    lastPicked = box;
    showPicked();
  }
  const every = event.target.closest("[data-pick-every]");
  if (every || event.target.closest("[data-pick-nothing]")) {
    for (const other of boxes()) other.checked = Boolean(every?.checked);
    showPicked();
  }
  const back = event.target.closest("[data-back-to-list]");
  if (back && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    backToList();
  }
  const html = event.target.closest("[data-show-html]");
  if (html) html.getAttribute("aria-pressed") === "true" ? hideHtml(html) : showHtml(html);
  const images = event.target.closest("[data-load-images]");
  if (images) loadImages(images);
  if (event.target.closest("[data-switch-aside]")) switchAside();
  // Addresses in a message lead out of Zhiji; the page stays.
  const outward = event.target.closest(".msg-text a[href^='http']");
  if (outward) {
    outward.target = "_blank";
    outward.rel = "noopener noreferrer nofollow";
  }
});

function showAside(open) {
  document.getElementById("conversation")?.classList.toggle("hides-aside", !open);
  document.querySelector("[data-switch-aside]")?.setAttribute("aria-expanded", String(open));
}
// Where there is room it stands beside the messages unless closed; elsewhere it lies over them when asked for.
function switchAside() {
  const section = document.getElementById("conversation");
  if (matchMedia("(min-width: 104rem)").matches) {
    const open = section.classList.contains("hides-aside");
    localStorage.setItem("inbox-aside", open ? "open" : "closed");
    showAside(open);
  } else section.classList.toggle("shows-aside");
}

// --- HTML as it was laid out ----------------------------------------------------------------------------------------
// The frame has no rights at all, not even those of an origin, so its height can't be asked: it is guessed from the
// text, and the reader may pull it.
function showHtml(button) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  frame.title = button.dataset.title;
  frame.className = "mail-frame msg-frame";
  frame.referrerPolicy = "no-referrer";
  frame.src = button.dataset.showHtml;
  const height = Math.min(Math.max(Number(button.dataset.lines) * 22 + 120, 360), Math.round(innerHeight * 0.75));
  frame.style.height = height + "px";
  const body = button.closest(".msg-body");
  button.closest(".msg-foot").prepend(frame);
  button.setAttribute("aria-pressed", "true");
  button.parentElement.querySelector("[data-load-images]").hidden = false;
  body.classList.add("shows-html");
}

function hideHtml(button) {
  button.closest(".msg-foot").querySelector("iframe")?.remove();
  button.setAttribute("aria-pressed", "false");
  button.parentElement.querySelector("[data-load-images]").hidden = true;
  button.closest(".msg-body").classList.remove("shows-html");
}

function loadImages(button) {
  const frame = button.closest(".msg-foot").querySelector("iframe");
  const address = button.parentElement.querySelector("[data-show-html]").dataset.showHtml;
  if (frame) frame.src = address + "?images=1";
  button.hidden = true;
}

// --- The composer ---------------------------------------------------------------------------------------------------
const composer = () => document.getElementById("composer");
const draftKey = (form) => "zhiji-draft:" + form.dataset.draft;

function startComposer() {
  const form = composer();
  if (!form || form.dataset.started) return;
  form.dataset.started = "yes";
  const kept = JSON.parse(localStorage.getItem(draftKey(form)) ?? "null");
  if (!kept) return;
  form.querySelector("[data-composer]").value = kept.text;
  const mode = form.querySelector(`input[name="mode"][value="${kept.mode}"]`);
  if (mode) mode.checked = true;
  if (kept.to && form.elements.to) form.elements.to.value = kept.to;
  form.querySelector("[data-draft-kept]").hidden = false;
}

function keepDraft(form) {
  const text = form.querySelector("[data-composer]").value;
  form.querySelector("[data-draft-kept]").hidden = !text;
  if (!text.trim()) return localStorage.removeItem(draftKey(form));
  const mode = new FormData(form).get("mode");
  localStorage.setItem(draftKey(form), JSON.stringify({ text, mode, to: form.elements.to?.value ?? "" }));
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("#composer");
  if (!form) return;
  keepDraft(form);
  if (event.target.matches("[data-composer]")) wrote();
});
document.body.addEventListener("message-written", (event) => {
  const form = composer();
  if (form && String(event.detail.id) === openId()) localStorage.removeItem(draftKey(form));
  writing = false;
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "composer" && event.target?.id !== "composer") return;
  startComposer();
  toEnd();
});
document.body.addEventListener("message-called-back", (event) => {
  const form = composer();
  const text = form?.querySelector("[data-composer]");
  if (!form || String(event.detail.id) !== openId() || text.value.trim()) return;
  text.value = event.detail.text;
  if (form.elements.to) form.elements.to.value = event.detail.to;
  // The text that comes back has its signature already.
  if (form.elements.sign) form.elements.sign.checked = false;
  keepDraft(form);
  text.focus();
});

// --- Who is here ----------------------------------------------------------------------------------------------------
const every = 15000;
const silence = 8000;
let present = null;
let writing = false;
let wroteAt = 0;
const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

function say(values) {
  if (!present) return;
  const form = new FormData();
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: csrf(), ...values })) form.append(name, value);
  if (values.leaving) navigator.sendBeacon(present, form);
  else fetch(present, { method: "POST", body: form }).catch(() => {});
}

function arrive() {
  present = pane()?.dataset.presence ?? null;
  writing = false;
  if (!document.hidden) say({ writing: "0" });
}

function leave() {
  say({ leaving: "1" });
  present = null;
}

function wrote() {
  wroteAt = Date.now();
  if (writing) return;
  writing = true;
  say({ writing: "1" });
}

setInterval(() => {
  if (document.hidden || !present) return;
  say({ writing: writing ? "1" : "0" });
  // Somebody whose browser died says nothing more: look again whether they are still here.
  if (document.querySelector("#present .badge")) refresh("conversation-live");
}, every);
setInterval(() => {
  if (!writing || Date.now() - wroteAt < silence) return;
  writing = false;
  say({ writing: "0" });
}, 2000);
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => {
  if (!inbox()) return;
  if (document.hidden) say({ leaving: "1" });
  else if (pane()) arrive();
});

document.addEventListener("DOMContentLoaded", () => {
  if (pane()) opened();
});
