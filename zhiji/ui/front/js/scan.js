// A wedge scanner types like a very quick hand and ends with Enter. Such a burst outside of text fields is a scan.
const quick = 35; // ms between two keys; people do not get below 60 for six keys in a row
const shortest = 6;
let burst = "";
let last = 0;

function inText(target) {
  return target.closest?.('input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable]');
}

addEventListener(
  "keydown",
  (event) => {
    if (inText(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = event.timeStamp;
    if (now - last > quick) burst = "";
    last = now;
    if (event.key === "Enter" && burst.length >= shortest) {
      const code = burst;
      burst = "";
      event.preventDefault();
      event.stopImmediatePropagation();
      const heard = new CustomEvent("scan", { detail: { code }, bubbles: true, cancelable: true });
      if (document.body.dispatchEvent(heard)) location.assign("/search/go?q=" + encodeURIComponent(code));
    } else if (event.key.length === 1) burst += event.key;
  },
  true,
);

// Single-key shortcuts ask this before they act: the second key of a burst follows sooner than this.
export const calm = quick + 15;
export const inBurst = () => burst.length > 1;
