// <iframe data-mail-frame sandbox="allow-same-origin allow-popups"> grows to the height of the mail in it. No script runs
// inside: the page measures from outside.
const most = 4000;

function fit(frame) {
  const inside = frame.contentDocument?.documentElement;
  if (inside) frame.style.height = Math.min(inside.scrollHeight + 1, most) + "px";
}

function watch(frame) {
  if (frame.dataset.watched) return;
  frame.dataset.watched = "yes";
  const begin = () => {
    fit(frame);
    const inside = frame.contentDocument?.body;
    if (inside) new ResizeObserver(() => fit(frame)).observe(inside);
  };
  frame.addEventListener("load", begin);
  if (frame.contentDocument?.readyState === "complete") begin();
}

function watchAll(root) {
  for (const frame of root.querySelectorAll("iframe[data-mail-frame]")) watch(frame);
}
watchAll(document);
document.addEventListener("htmx:afterSettle", (event) => watchAll(event.target));
