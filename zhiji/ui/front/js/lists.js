// Lists: picking rows (with Shift for a range), the bar of acts on them, the preview at the side, and the place kept.
let lastPicked = null;

const form = () => document.getElementById("list");
const boxes = () => [...document.querySelectorAll('#list input[name="ids"]')];

function show() {
  const bar = document.getElementById("bulk-bar");
  if (!bar) return;
  const picked = boxes().filter((box) => box.checked);
  for (const box of boxes()) box.closest("[data-row]")?.classList.toggle("is-selected", box.checked);
  bar.hidden = !picked.length;
  bar.querySelector("[data-picked]").textContent = picked.length;
  const all = document.querySelector("#list [data-pick-all]");
  if (all) {
    all.checked = picked.length > 0 && picked.length === boxes().length;
    all.indeterminate = picked.length > 0 && !all.checked;
  }
  const whole = bar.querySelector("[data-whole]");
  if (whole) {
    whole.hidden = picked.length !== boxes().length;
    if (whole.hidden) whole.querySelector("input").checked = false;
  }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest('#list input[name="ids"]');
  if (box) {
    const list = boxes();
    if (event.shiftKey && lastPicked && list.includes(lastPicked)) {
      const [from, to] = [list.indexOf(lastPicked), list.indexOf(box)].sort((a, b) => a - b);
      for (const other of list.slice(from, to + 1)) other.checked = box.checked;
    }
    lastPicked = box;
    show();
  }
  if (event.target.closest("[data-pick-all]")) {
    for (const other of boxes()) other.checked = event.target.closest("[data-pick-all]").checked;
    show();
  }
  if (event.target.closest("[data-pick-none]")) {
    for (const other of boxes()) other.checked = false;
    show();
  }
  const peek = event.target.closest("[data-peek]");
  if (peek) {
    for (const row of document.querySelectorAll("[data-row]")) row.classList.toggle("is-current", row.contains(peek));
  }
  if (event.target.closest("[data-close-preview]")) closePreview();
  // A click beside the links of a row opens its preview, so that the whole row is a target.
  const row = event.target.closest("[data-row]");
  if (row && !event.target.closest("a, button, input, label, summary, form") && !String(getSelection())) {
    (row.querySelector("[data-peek]") ?? row.querySelector("a[data-open]"))?.click();
  }
});

function closePreview() {
  const preview = document.getElementById("preview");
  if (!preview || preview.hidden) return false;
  preview.hidden = true;
  preview.replaceChildren();
  document.querySelector("[data-row].is-current a[data-open]")?.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]") && closePreview()) event.preventDefault();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "preview") event.target.hidden = false;
  if (document.getElementById("list")?.contains(event.target) || event.target.id === "list") show();
});

// Two date fields are one value in the address: from..until.
document.addEventListener(
  "change",
  (event) => {
    const range = event.target.closest("[data-range]");
    if (!range) return;
    const [from, until] = range.querySelectorAll("input:not([type=hidden])");
    range.querySelector('input[type="hidden"]').value = from.value || until.value ? `${from.value}..${until.value}` : "";
  },
  true,
);

// The filter form leaves empty fields out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches("[data-filters]")) return;
  const parameters = event.detail.parameters;
  for (const key of new Set(Object.keys(parameters))) if (parameters[key] === "") delete parameters[key];
});

// Going back to a list by a link finds it where it was left.
const key = "scroll:" + location.pathname + location.search;
addEventListener("pagehide", () => {
  if (form()) sessionStorage.setItem(key, String(scrollY));
});
const cameBack = performance.getEntriesByType("navigation")[0]?.type === "navigate" && document.referrer.includes("from=");
if (form() && cameBack) scrollTo(0, Number(sessionStorage.getItem(key) ?? 0));
document.addEventListener("DOMContentLoaded", show);
