// Where a value comes from: rests the pointer on [data-told], or its mark takes the focus, and a small box answers.
// The box lies in the top layer, so no column clips it; on a narrow screen it is a sheet at the bottom.
import htmx from "./htmx.js";
import { calm, inBurst } from "./scan.js";

const patience = 350; // ms the pointer must rest, so that crossing the column opens nothing
const grace = 250;
let open = null; // { row, box }
let timer = 0;

const markOf = (row) => row.querySelector("[data-told-mark]");

function place(row, box) {
  if (matchMedia("(max-width: 47.99rem)").matches) return box.removeAttribute("style");
  const at = row.getBoundingClientRect();
  const room = innerHeight - at.bottom - 12;
  const height = box.offsetHeight;
  const top = height <= room || at.top < height + 12 ? at.bottom + 4 : at.top - height - 4;
  box.style.top = Math.max(8, Math.min(top, innerHeight - height - 8)) + "px";
  box.style.left = Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8)) + "px";
}

function close(focus) {
  clearTimeout(timer);
  if (!open) return;
  const { row, box } = open;
  open = null;
  const mark = markOf(row);
  mark?.setAttribute("aria-expanded", "false");
  box.remove();
  if (focus) {
    silent = true;
    mark?.focus();
    silent = false;
  }
}

let silent = false;

async function show(row) {
  clearTimeout(timer);
  if (open?.row === row) return;
  close();
  const box = document.createElement("div");
  box.className = "told-box";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", markOf(row)?.getAttribute("aria-label") ?? "");
  box.popover = "manual";
  box.hidden = true;
  box.dataset.quiet = "";
  row.append(box);
  open = { row, box };
  await htmx.ajax("GET", row.dataset.told, { source: box, target: box, swap: "innerHTML" });
  if (open?.box !== box) return;
  if (!box.isConnected) {
    // The page looked again meanwhile and drew the value anew: the box opens there.
    close();
    const again = document.querySelector(`[data-told="${CSS.escape(row.dataset.told)}"]`);
    return again && again !== row ? show(again) : undefined;
  }
  if (!box.childElementCount) return close();
  box.hidden = false;
  box.showPopover();
  place(row, box);
  markOf(row)?.setAttribute("aria-expanded", "true");
}

const rowOf = (event) => event.target.closest?.("[data-told]");

document.addEventListener("mouseover", (event) => {
  const row = rowOf(event);
  clearTimeout(timer);
  if (row === open?.row) return;
  if (row) timer = setTimeout(() => show(row), patience);
  else if (open && !open.box.contains(document.activeElement)) timer = setTimeout(close, grace);
});

// The count beside the name leads to the first value in conflict.
function showFirst() {
  const row = document.querySelector("#who .told-mark.is-conflict")?.closest("[data-told]");
  if (!row) return;
  if (!row.offsetParent) document.getElementById("tab-who")?.click();
  row.scrollIntoView({ block: "center" });
  setTimeout(() => show(row), 50);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-told-first]")) return showFirst();
  const row = rowOf(event);
  const mark = event.target.closest("[data-told-mark]");
  if (mark) return open?.row === row && !open.box.hidden ? null : show(row);
  if (open?.box.contains(event.target)) {
    if (event.target.closest("[data-take]")) setTimeout(close, 0);
    return;
  }
  const bare = row && !event.target.closest("a, button, input, select, textarea");
  if (bare && matchMedia("(pointer: coarse)").matches) show(row);
  else close();
});

document.addEventListener("focusin", (event) => {
  const row = rowOf(event);
  if (event.target.matches("[data-told-mark]:focus-visible") && !silent) show(row);
  else if (open && row !== open.row) close();
});

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    close(true);
  },
  true,
);

// Beside the list of conflicts a digit presses the button of that number; a scanner's burst does not.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]")) return;
  const button = document.querySelectorAll("#preview:not([hidden]) .take-keys [data-take]")[Number(event.key) - 1];
  if (button) setTimeout(() => inBurst() || button.click(), calm);
});

// The box goes with its value; where that leaves the window, the box closes.
addEventListener(
  "scroll",
  (event) => {
    if (!open || open.box.contains(event.target)) return;
    const at = open.row.getBoundingClientRect();
    if (at.bottom < 0 || at.top > innerHeight) close();
    else place(open.row, open.box);
  },
  true,
);
