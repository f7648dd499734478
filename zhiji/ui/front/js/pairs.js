// The queue of pairs by keyboard: y, n and l answer, j and k look at others, 1 and 2 choose who stays, u takes back.
// The next pair is in the page already, so that an answer shows it at once; the one after it comes with the reply.
import htmx from "./htmx.js";
import { calm, inBurst } from "./scan.js";

const by = (id) => document.getElementById(id);
const shown = () => by("pair")?.querySelector("form[data-pair]");
const next = () => by("pair-next")?.querySelector("form[data-pair]");
const click = (selector) => shown()?.querySelector(selector)?.click();

function step(by_) {
  const links = [...document.querySelectorAll("[data-pair-link]")];
  if (!links.length) return;
  const at = links.findIndex((link) => link.dataset.pairLink === shown()?.dataset.pair);
  links[Math.min(Math.max(at + by_, 0), links.length - 1)].click();
}

function takeBack() {
  const url = by("pair-undo")?.dataset.undo;
  if (!url) return;
  delete by("pair-undo").dataset.undo;
  htmx.ajax("POST", url, { source: by("pair"), target: "#pair", swap: "innerHTML" });
}

const actions = {
  y: () => click('[name="answer"][value="yes"]'),
  n: () => click('[name="answer"][value="no"]'),
  l: () => click('[name="answer"][value="later"]'),
  j: () => step(1),
  k: () => step(-1),
  1: () => click('[data-side="1"]'),
  2: () => click('[data-side="2"]'),
  u: takeBack,
  "?": () => document.querySelector('[data-opens="#pair-keys"]')?.click(),
};

const typing = (target) =>
  target.closest?.("input:not([type=radio], [type=checkbox], [type=range]), textarea, select, dialog[open]");
let waitsForPlace = -Infinity;

document.addEventListener(
  "keydown",
  (event) => {
    if (!document.querySelector("[data-pairs]") || event.isComposing || typing(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // g and a letter go to another page, here as everywhere.
    if (event.timeStamp - waitsForPlace < 1200) {
      waitsForPlace = -Infinity;
      return;
    }
    if (key === "g") waitsForPlace = event.timeStamp;
    if (!(key in actions)) return;
    event.preventDefault();
    if (!event.repeat) setTimeout(() => inBurst() || actions[key](), calm);
  },
  true,
);

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches?.("form[data-pair]")) return;
  if (next()) event.detail.parameters.shown = next().dataset.pair;
});

// A pair whose successor is not here yet waits for it: answers never overtake each other.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.matches?.("form[data-pair]")) return;
  if (event.target.closest("#pair-sent") || by("pair-sent").firstElementChild) event.preventDefault();
});

document.addEventListener("htmx:beforeSend", (event) => {
  if (!event.target.matches?.("form[data-pair]")) return;
  const following = next();
  by("pair-sent").replaceChildren(...by("pair").children);
  if (following) by("pair").replaceChildren(following);
  else by("pair").replaceChildren(by("pair-none").content.cloneNode(true));
  settle();
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches?.("form[data-pair]")) return;
  // What could not be said at all (no connection) stands where it stood.
  if (!event.detail.xhr?.status) by("pair").replaceChildren(...by("pair-sent").children);
  by("pair-sent").replaceChildren();
  mark();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "pair") settle();
  else mark();
});

function settle() {
  const question = by("pair")?.querySelector("[autofocus], .pair-question");
  question?.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
  mark();
}

function mark() {
  const key = shown()?.dataset.pair;
  for (const link of document.querySelectorAll("[data-pair-link]")) {
    if (link.dataset.pairLink === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// A slider and the field beside it show one number.
document.addEventListener("input", (event) => {
  const slider = event.target.closest("[data-mirror]");
  if (slider) {
    const field = document.querySelector(slider.dataset.mirror);
    field.value = slider.value;
    htmx.trigger(field, "input");
    return;
  }
  const mirror = event.target.id && document.querySelector(`[data-mirror="#${event.target.id}"]`);
  if (mirror) mirror.value = event.target.value;
});

mark();
