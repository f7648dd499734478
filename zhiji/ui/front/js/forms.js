// Long forms warn before typed text is lost; Ctrl-Enter sends; a form is sent once; fields can send their form.
const dirty = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-guard]")) dirty.add(form);
});
for (const name of ["submit", "reset"]) document.addEventListener(name, (event) => dirty.delete(event.target));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) dirty.delete(event.detail.elt);
});
addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest("form");
  if (form && event.target.matches("textarea, input")) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
});

// A second click on a slow page must not do the same thing twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get") return;
  setTimeout(() => {
    for (const button of event.target.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
  });
  event.target.dataset.sent = "yes";
});
document.addEventListener("click", (event) => {
  const button = event.target.closest('button[aria-disabled="true"]');
  if (button?.form?.dataset.sent) event.preventDefault();
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

// The first fault gets the focus, also when htmx brings the form back.
function focusFault(root) {
  root.querySelector('[aria-invalid="true"]')?.focus();
}
document.addEventListener("DOMContentLoaded", () => focusFault(document));
document.addEventListener("htmx:afterSettle", (event) => focusFault(event.target));
