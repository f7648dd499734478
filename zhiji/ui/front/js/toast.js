// Short messages with Undo. From the server: HX-Trigger: {"toast": {"text", "undo_url", "level"}}, or the page itself.
import htmx from "./htmx.js";

const stay = { success: 6000, info: 6000, warning: 10000, error: 0 };

function arm(toast) {
  const time = toast.dataset.undo ? 12000 : (stay[toast.dataset.level] ?? 6000);
  if (!time) return;
  let timer = setTimeout(() => toast.remove(), time);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => (timer = setTimeout(() => toast.remove(), 3000)));
  toast.addEventListener("focusin", () => clearTimeout(timer));
}

export function toast({ text, undo_url: undo, level = "success" }) {
  const frame = document.getElementById("toast-frame");
  if (!frame || !text) return;
  const element = frame.content.querySelector(`[data-level="${level}"]`)?.cloneNode(true);
  if (!element) return;
  element.querySelector("[data-text]").textContent = text;
  const button = element.querySelector("[data-undo-button]");
  if (undo) {
    element.dataset.undo = undo;
    button.hidden = false;
  }
  document.getElementById("toasts").append(element);
  arm(element);
}

document.body.addEventListener("toast", (event) => toast(event.detail));
document.addEventListener("click", (event) => {
  const element = event.target.closest(".toast");
  if (!element) return;
  if (event.target.closest("[data-undo-button]")) {
    htmx.ajax("POST", element.dataset.undo, { source: document.body, swap: "none" }).then(() => htmx.trigger(document.body, "undone"));
    element.remove();
  }
  if (event.target.closest("[data-dismiss]")) element.remove();
});
document.addEventListener("htmx:sendError", () => toast({ text: document.body.dataset.offline, level: "error" }));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) location.reload();
  else toast({ text: event.detail.xhr.getResponseHeader("X-Message") || document.body.dataset.failed, level: "error" });
});
for (const element of document.querySelectorAll(".toast")) arm(element);
