// What every page needs. Each island is its own file and finds its elements by data attributes.
import Alpine from "@alpinejs/csp";
import htmx from "./htmx.js";
import { components } from "./components.js";
import "./attach.js";
import "./confirm.js";
import "./conversation.js";
import "./dialogs.js";
import "./droplist.js";
import "./forms.js";
import "./keys.js";
import "./lists.js";
import "./live.js";
import "./menus.js";
import "./pairs.js";
import "./palette.js";
import "./progress.js";
import "./reveal.js";
import "./scan.js";
import "./switch.js";
import "./tabs.js";
import "./times.js";
import "./toast.js";
import "./told.js";

for (const [name, component] of Object.entries(components)) Alpine.data(name, component);
Alpine.start();
window.htmx = htmx;
