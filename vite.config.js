// Builds the front end into hashed files with a manifest that django-vite reads.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";

const front = resolve(import.meta.dirname, "zhiji/ui/front");

// One sprite of the icons named in icons.txt, so a page pays for its icons once.
function iconSprite() {
  return {
    name: "icon-sprite",
    buildStart() {
      this.addWatchFile(resolve(front, "icons.txt"));
    },
    generateBundle() {
      const set = JSON.parse(
        readFileSync(resolve(import.meta.dirname, "node_modules/@iconify-json/tabler/icons.json"), "utf8"),
      );
      const names = readFileSync(resolve(front, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
      const symbols = names.map((name) => {
        const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent];
        if (!icon) this.error(`icons.txt names "${name}", which Tabler does not have`);
        return `<symbol id="${name}" viewBox="0 0 24 24">${icon.body}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
      });
      const mark = readFileSync(resolve(front, "mark.svg"), "utf8");
      this.emitFile({ type: "asset", name: "mark.svg", originalFileName: "mark.svg", source: mark });
    },
  };
}

export default defineConfig({
  root: front,
  base: "./",
  publicDir: false,
  plugins: [iconSprite()],
  css: {
    preprocessorOptions: {
      scss: { loadPaths: [resolve(import.meta.dirname, "node_modules")], quietDeps: true },
    },
  },
  build: {
    outDir: resolve(import.meta.dirname, "zhiji/ui/static/zhiji"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // An inlined asset would be a data: address, which our Content Security Policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      // htmx holds an eval that allowEval=false keeps shut, and the Content Security Policy too.
      checks: { eval: false },
      input: ["js/theme.js", "js/main.js", "js/board.js", "js/chart.js", "js/frame.js", "css/main.scss"].map((path) =>
        resolve(front, path),
      ),
    },
  },
});
