// Long work: <progress data-progress="/address"> asks while it is in the window until the answer says finished.
import { toast } from "./toast.js";

const every = 1500;

async function ask(bar) {
  if (!bar.isConnected) return;
  if (!document.hidden) {
    const answer = await fetch(bar.dataset.progress, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) {
      const state = await answer.json();
      bar.max = state.total || 1;
      bar.value = state.done;
      const text = bar.closest("[data-work]")?.querySelector("[data-progress-text]");
      if (text) text.textContent = state.text ?? `${state.done} / ${state.total}`;
      if (state.error) return toast({ text: state.error, level: "error" });
      if (state.finished) return void bar.dispatchEvent(new CustomEvent("finished", { bubbles: true }));
    }
  }
  setTimeout(ask, every, bar);
}

function start(root) {
  for (const bar of root.querySelectorAll("progress[data-progress]:not([data-asked])")) {
    bar.dataset.asked = "yes";
    ask(bar);
  }
}
document.addEventListener("DOMContentLoaded", () => start(document));
document.addEventListener("htmx:afterSettle", (event) => start(event.target));
