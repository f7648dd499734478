// A row of links that is wider than a phone begins where one stands.
function show(root) {
  for (const here of root.querySelectorAll(".views > [aria-current]")) {
    const row = here.parentElement;
    if (row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
}
show(document);
document.addEventListener("htmx:afterSettle", (event) => show(event.target.parentElement ?? document));
