// Inside the frame: tells the page around it how tall the form is, and keeps a second click from sending it again.
(function () {
  // The body is as tall as what is in it; the root element is never smaller than the frame.
  const tell = () => parent.postMessage({ zhijiHeight: document.body.offsetHeight }, "*");
  if (parent !== window) {
    new ResizeObserver(tell).observe(document.body);
    tell();
  }
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) return event.preventDefault();
    event.target.dataset.sent = "yes";
    const button = event.target.querySelector("button:not([type=button])");
    if (button) button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelector("button")?.removeAttribute("aria-disabled");
    }
  });
  document.querySelector('[aria-invalid="true"], .alert-danger[tabindex]')?.focus();
})();
