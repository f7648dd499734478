// htmx without anything that our Content Security Policy forbids: no eval, no style element of its own.
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;
htmx.config.scrollIntoViewOnBoost = false;
htmx.config.selfRequestsOnly = true;
// A form with faults comes back as 422 and must be shown; so must the sentence of a conflict.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "409|422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

// hx-ext="morph": only what changed is touched, so focus, scroll and typed text stay. Fields that the person
// is typing in are left alone.
htmx.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph" || style.startsWith("morph:"),
  handleSwap(style, target, fragment) {
    if (style !== "morph" && !style.startsWith("morph:")) return false;
    const inner = style === "morph:innerHTML";
    return Idiomorph.morph(target, inner ? fragment.childNodes : fragment.children, {
      morphStyle: inner ? "innerHTML" : "outerHTML",
      ignoreActiveValue: true,
      callbacks: {
        beforeNodeMorphed: (old) => !(old instanceof Element && old.matches("[data-keep], details.menu[open]")),
        // What is open here stays open: the server does not know.
        beforeAttributeUpdated: (name) => name !== "aria-expanded",
        // An open box lies within its value and is none of the server's.
        beforeNodeRemoved: (old) => !(old instanceof Element && old.matches(".told-box")),
      },
    });
  },
});

// What an answer says beside its content (a toast, that something changed) is heard also where the element that asked
// has left the page meanwhile, perhaps by the first thing that the answer says: an event on it would reach nobody.
document.addEventListener("htmx:beforeRequest", ({ detail: { xhr } }) => {
  const said = new Map();
  const hear = (event) => said.delete(event.type);
  xhr.addEventListener("readystatechange", () => {
    if (xhr.readyState !== XMLHttpRequest.DONE) return;
    const header = xhr.getResponseHeader("HX-Trigger");
    if (!header?.startsWith("{")) return;
    for (const [name, detail] of Object.entries(JSON.parse(header))) {
      said.set(name, detail);
      document.body.addEventListener(name, hear, { once: true });
    }
  });
  xhr.addEventListener("load", () => {
    for (const [name, detail] of [...said]) htmx.trigger(document.body, name, detail);
  });
});

let running = 0;
function count(step) {
  running = Math.max(0, running + step);
  document.body.classList.toggle("busy", running > 0);
}
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.detail.elt.closest("[data-quiet]")) count(1);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.elt.closest("[data-quiet]")) count(-1);
});

// Between the moment a form is put into the page and the moment htmx takes hold of it lie some milliseconds. Who
// presses Enter just then must not leave the page: the form is handed to htmx first and then sent.
const handedOver = new WeakSet();
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[hx-post], [hx-get]") || form["htmx-internal-data"]?.initHash !== undefined) return;
    if (handedOver.has(form)) return;
    handedOver.add(form);
    event.preventDefault();
    event.stopImmediatePropagation();
    htmx.process(form);
    form.requestSubmit(event.submitter ?? undefined);
  },
  true,
);

export default htmx;
