// Keeps <time data-relative> true while the page stays open, in the words of the page's language.
const steps = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });

function refresh() {
  for (const element of document.querySelectorAll("time[data-relative]")) {
    const seconds = (new Date(element.dateTime) - Date.now()) / 1000;
    const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 0];
    const text = size ? words.format(Math.trunc(seconds / size), unit) : element.dataset.now;
    if (text && element.textContent !== text) element.textContent = text;
  }
}
setInterval(refresh, 30000);
