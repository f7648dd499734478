// Shows a Zhiji form where this script tag stands: <script src="https://…/f/contact.js" data-lang="zh"></script>
(function () {
  const script = document.currentScript;
  if (!script) return;
  const address = new URL(script.src);
  address.pathname = address.pathname.replace(/\.js$/, "");
  address.searchParams.set("embed", "1");
  address.searchParams.set("page", location.href.slice(0, 300));
  for (const name of ["lang", "theme"]) if (script.dataset[name]) address.searchParams.set(name, script.dataset[name]);

  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = script.dataset.title || document.title;
  frame.setAttribute("sandbox", "allow-forms allow-scripts allow-same-origin allow-popups");
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.loading = "lazy";
  Object.assign(frame.style, { display: "block", width: "100%", height: "32rem", border: "0", colorScheme: "normal" });
  script.after(frame);

  // Only this frame, only from where it was loaded, and only a sensible number.
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
    const height = Number(event.data?.zhijiHeight);
    if (height > 0 && height < 10000) frame.style.height = Math.ceil(height) + "px";
  });
})();
