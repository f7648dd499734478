// Keeps open pages true. An element with data-live="customer:12 inbox" hears those topics: the body gets a DOM event
// live:<topic>, and an element that also has hx-get with hx-trigger="live" fetches itself again.
import htmx from "./htmx.js";
import { Stream } from "./stream.js";

const patience = 40; // ms in which several changes become one refresh
let send = null;
let said = "";
let pending = new Set();
let timer = 0;

const topicsOf = (element) => element.dataset.live.split(/[\s,]+/).filter(Boolean);
const listeners = () => [...document.querySelectorAll("[data-live]")];

function refresh() {
  const topics = pending;
  pending = new Set();
  for (const element of listeners()) {
    if (!topics.has("*") && !topicsOf(element).some((topic) => topics.has(topic))) continue;
    if (element.hasAttribute("hx-get")) htmx.trigger(element, "live");
  }
}

function heard(message) {
  if (message.closed) return void setTimeout(() => ((said = ""), follow()), 5000);
  for (const topic of message.topics ?? ["*"]) {
    pending.add(topic);
    document.body.dispatchEvent(new CustomEvent("live:" + topic, { detail: message }));
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, patience);
}

function connect() {
  if (window.SharedWorker) {
    try {
      const worker = new SharedWorker(new URL("./live.worker.js", import.meta.url), { type: "module", name: "zhiji-live" });
      worker.port.onmessage = ({ data }) => heard(data);
      return (topics, ago) => worker.port.postMessage({ topics, ago });
    } catch {
      // fall through to a stream of the page's own
    }
  }
  const stream = new Stream(heard);
  return (topics, ago) => stream.follow(topics, ago);
}

// When what the page shows was asked for: what happened between then and the first listening is told too.
const begins = new WeakMap();
document.addEventListener("htmx:beforeRequest", (event) => begins.set(event.detail.xhr, performance.now()));

function follow(ago = 0) {
  const topics = [...new Set(listeners().flatMap(topicsOf))].sort();
  if (topics.join() === said || (!topics.length && !send)) return;
  said = topics.join();
  send ??= connect();
  send(topics, ago);
}

document.addEventListener("DOMContentLoaded", () => follow(performance.now()));
document.addEventListener("htmx:afterSettle", (event) => {
  const begin = begins.get(event.detail.xhr);
  follow(begin === undefined ? 0 : performance.now() - begin);
});
addEventListener("pagehide", () => {
  if (send) send([], 0);
  said = "";
});
// A page that comes back from the browser's memory shows the past: look again at everything.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  follow();
  heard({});
});
