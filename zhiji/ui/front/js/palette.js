// ⌘K / Ctrl-K: one field over every page and action. The server answers with options; this moves among them.
let before = null;
// What the options in sight answer to, what was asked last, and the Enter that waits for an answer.
let answered = null;
let asked = null;
let waiting = null;

const box = () => document.getElementById("palette");
const field = () => box().querySelector("input");
const options = () => [...box().querySelectorAll('[role="option"]')];

export function openPalette(text = "") {
  const dialog = box();
  if (!dialog || dialog.open) return;
  before = document.activeElement;
  dialog.showModal();
  field().value = text;
  answered = waiting = null;
  field().focus();
  field().dispatchEvent(new Event("search", { bubbles: true }));
}

function select(index) {
  const list = options();
  list.forEach((option, at) => {
    option.id ||= "palette-option-" + at;
    option.setAttribute("aria-selected", String(at === index));
  });
  const chosen = list[index];
  if (chosen) field().setAttribute("aria-activedescendant", chosen.id);
  else field().removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

function take(event) {
  const chosen = options().find((option) => option.getAttribute("aria-selected") === "true");
  if (!chosen) return;
  if ((event.ctrlKey || event.metaKey) && chosen.href) window.open(chosen.href, "_blank", "noopener");
  else chosen.click();
}

const moves = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return box()?.open ? box().close() : openPalette();
  }
  if (!box()?.open || event.isComposing) return;
  if (event.key in moves) {
    event.preventDefault();
    const list = options();
    const at = list.findIndex((option) => option.getAttribute("aria-selected") === "true");
    select((at + moves[event.key] + list.length) % list.length);
  }
  if (event.key === "Enter") {
    event.preventDefault();
    // A hand quicker than the answer waits for the answer to what it typed.
    if (field().value === answered) take(event);
    else waiting = event;
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-palette]")) openPalette();
  if (event.target === box()) box().close();
});
document.addEventListener("input", (event) => {
  if (event.target === box()?.querySelector("input")) waiting = null;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.closest("#palette")) asked = field().value;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "palette-results") return;
  answered = asked;
  select(options().length ? 0 : -1);
  const enter = waiting;
  if (!enter || answered !== field().value) return;
  waiting = null;
  take(enter);
});
document.addEventListener(
  "close",
  (event) => {
    if (event.target.id === "palette" && before?.isConnected) before.focus();
  },
  true,
);
