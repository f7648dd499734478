// Switches of the frame: navigation on a phone, tabs, light and dark.
const root = document.documentElement;

function setSide(open) {
  const side = document.getElementById("side");
  side.classList.toggle("is-open", open);
  document.querySelector(".side-backdrop").hidden = !open;
  for (const button of document.querySelectorAll("[data-side]")) button.setAttribute("aria-expanded", String(open));
  if (open) side.querySelector("a").focus();
  else document.querySelector("[data-side]")?.focus();
}

function setTheme(theme) {
  document.cookie = `zhiji_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  root.dataset.theme = theme;
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.bsTheme = dark ? "dark" : "light";
  markTheme();
  document.dispatchEvent(new CustomEvent("theme"));
}

// Before sign-in the language is the browser's or this cookie's; afterwards the user's own setting.
function setLanguage(code) {
  document.cookie = `django_language=${code}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
}

function markTheme() {
  for (const button of document.querySelectorAll("[data-set-theme]"))
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === root.dataset.theme));
}

function showTab(tab, focus) {
  const group = tab.closest('[role="tablist"]');
  for (const other of group.querySelectorAll('[role="tab"]')) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls"))?.classList.toggle("is-shown", chosen);
  }
  if (focus) tab.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-side]")) setSide(!document.getElementById("side").classList.contains("is-open"));
  const theme = event.target.closest("[data-set-theme]");
  if (theme) setTheme(theme.dataset.setTheme);
  const language = event.target.closest("[data-set-language]");
  if (language) setLanguage(language.dataset.setLanguage);
  const tab = event.target.closest('[role="tab"]');
  if (tab) showTab(tab);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector(".side.is-open")) setSide(false);
  const tab = event.target.closest?.('[role="tab"]');
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  const tabs = [...tab.closest('[role="tablist"]').querySelectorAll('[role="tab"]')];
  showTab(tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length], true);
});
markTheme();
