// <details class="menu"> is a menu without script; this closes it, moves through it, and keeps it inside the window.
function items(menu) {
  return [...menu.querySelectorAll(".menu-item, .menu-box input, .menu-box select, .menu-box button")].filter(
    (item) => item.offsetParent !== null && !item.disabled,
  );
}

function close(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

function closeOthers(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except && !menu.contains(except)) close(menu);
}

document.addEventListener("click", (event) => {
  const menu = event.target.closest("details.menu");
  closeOthers(menu);
  if (menu && event.target.closest("a.menu-item, button.menu-item") && !event.target.closest("[data-stay]")) close(menu);
});

document.addEventListener("focusin", (event) => closeOthers(event.target.closest("details.menu") ?? event.target));

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("details.menu")) return;
    // A menu that asks for its people when it opens must not ask when it closes: drawn anew by a live page, it has
    // forgotten that it asked once.
    if (!menu.open) return event.stopImmediatePropagation();
    const box = menu.querySelector(".menu-box");
    menu.classList.remove("menu-up");
    const edge = box.getBoundingClientRect();
    if (edge.right > innerWidth - 8) menu.classList.add("menu-end");
    if (edge.bottom > innerHeight - 8 && menu.getBoundingClientRect().top > edge.height) menu.classList.add("menu-up");
    // Who opens a menu with a search field wants to type; on a phone the keyboard would cover it.
    if (matchMedia("(hover: hover)").matches) box.querySelector('input[type="search"]')?.focus({ preventScroll: true });
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    return close(menu, true);
  }
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("select, textarea")) return;
  const list = items(menu);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const at = list.indexOf(document.activeElement);
  event.preventDefault();
  list[(at + step + list.length) % list.length]?.focus();
});
