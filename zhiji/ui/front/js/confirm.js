// data-confirm="Question?" asks in a dialog of ours before a link, button, form or htmx request goes on.

const dialog = () => document.getElementById("confirm-dialog");

export function ask(question, verb) {
  const box = dialog();
  if (!box) return Promise.resolve(true);
  box.querySelector("[data-question]").textContent = question;
  const yes = box.querySelector("[data-yes]");
  yes.textContent = verb || yes.dataset.label;
  box.returnValue = "";
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
  });
}

document.addEventListener("htmx:confirm", async (event) => {
  // Of a form with several buttons the one that was pressed may ask.
  const pressed = event.detail.triggeringEvent?.submitter;
  const asker = pressed?.closest("[data-confirm]") ?? event.detail.elt.closest("[data-confirm]");
  if (!asker) return;
  event.preventDefault();
  if (await ask(asker.dataset.confirm, asker.dataset.confirmVerb)) event.detail.issueRequest(true);
});

const agreed = new WeakSet();
document.addEventListener("submit", async (event) => {
  const asker = event.submitter?.closest("button[data-confirm], input[data-confirm]") ?? event.target.closest("form[data-confirm]");
  const byHtmx = event.target.closest("[hx-post], [hx-get], [hx-delete]") ?? event.submitter?.closest("[hx-post], [hx-delete]");
  if (!asker || byHtmx) return;
  if (agreed.delete(event.target)) return;
  event.preventDefault();
  if (!(await ask(asker.dataset.confirm, asker.dataset.confirmVerb))) return;
  agreed.add(event.target);
  event.target.requestSubmit(event.submitter);
});

