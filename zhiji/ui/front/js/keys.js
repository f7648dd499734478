// Keyboard throughout: g then a letter goes to a page, j and k move in lists, [ and ] step through records, ? helps.
import { openPalette } from "./palette.js";
import { calm, inBurst } from "./scan.js";

let waitsForPlace = 0;

const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]");
const click = (selector) => document.querySelector(selector)?.click();
const rows = () => [...document.querySelectorAll("[data-row]")];

function move(step) {
  const list = rows();
  if (!list.length) return;
  const at = list.findIndex((row) => row.classList.contains("is-current"));
  const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
  for (const row of list) row.classList.toggle("is-current", row === next);
  next.querySelector("a[data-open], a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (document.querySelector("#preview:not([hidden])")) next.querySelector("[data-peek]")?.click();
}

const current = (selector) => document.querySelector("[data-row].is-current")?.querySelector(selector);

const actions = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current('input[name="ids"]')?.click(),
  " ": () => current("[data-peek]")?.click(),
  "[": () => click("[data-previous]"),
  "]": () => click("[data-next]"),
  "?": () => document.getElementById("keys-dialog")?.showModal(),
  "/": () => openPalette(),
  n: () => click("[data-new]"),
  e: () => click("[data-edit]"),
  r: () => document.querySelector("[data-composer]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || typing(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 && event.key !== "?" ? event.key.toLowerCase() : event.key;
  const place = waitsForPlace && document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  clearTimeout(waitsForPlace);
  const wasWaiting = waitsForPlace;
  waitsForPlace = 0;
  if (wasWaiting) {
    if (place) later(event, () => place.click());
    return;
  }
  if (key === "g") waitsForPlace = setTimeout(() => (waitsForPlace = 0), 1200);
  else if (key === " " && !event.target.closest("[data-row]")) return;
  else if (key in actions) later(event, actions[key]);
});

// A scanner's first key must not open a page before the rest of the burst is heard.
function later(event, act) {
  event.preventDefault();
  setTimeout(() => inBurst() || act(), calm);
}
