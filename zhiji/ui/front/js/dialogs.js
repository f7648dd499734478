// Opens dialogs: data-opens="#id" on a button, and any answer that htmx puts into #dialog-slot.
function open(dialog) {
  if (!dialog || dialog.open) return;
  const before = document.activeElement;
  dialog.showModal();
  dialog.querySelector("[autofocus], .field input:not([type=hidden]), .field select, .field textarea")?.focus();
  dialog.addEventListener("close", () => before?.isConnected && before.focus(), { once: true });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) open(document.querySelector(opener.dataset.opens));
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target.matches?.("dialog.dialog")) event.target.close();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "dialog-slot") open(event.target.querySelector("dialog"));
});

// The answer of a form inside a dialog says HX-Trigger: done when the dialog has served its purpose.
document.body.addEventListener("done", () => document.querySelector("#dialog-slot dialog[open]")?.close());
