// Charts: <div class="chart" data-chart="id-of-json" role="img" aria-label="…"> reads ECharts' options from
// <script type="application/json" id="…">. A JSON with "kind" and "rows" alone gets our own look;
// a series with "tone" (good, bad, text-3) bears the colour of that meaning.
import { BarChart, FunnelChart, HeatmapChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, FunnelChart, HeatmapChart, LineChart, PieChart, ScatterChart, CanvasRenderer]);
use([DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent]);

const drawn = new Map();
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function look() {
  const text = { color: token("--z-text-2"), fontFamily: token("--z-font"), fontSize: 12 };
  const axis = {
    axisLine: { lineStyle: { color: token("--z-line-strong") } },
    axisTick: { show: false },
    axisLabel: text,
    splitLine: { lineStyle: { color: token("--z-line") } },
  };
  return {
    textStyle: text,
    color: ["--z-accent-text", "--z-good", "--z-warn", "--z-info", "--z-bad", "--z-text-3"].map(token),
    backgroundColor: "transparent",
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    legend: { textStyle: text, icon: "roundRect", itemWidth: 10, itemHeight: 10 },
    tooltip: { backgroundColor: token("--z-raised"), borderColor: token("--z-line-strong"), textStyle: { ...text, color: token("--z-text") } },
  };
}

function draw(element) {
  const source = document.getElementById(element.dataset.chart);
  if (!source) return;
  drawn.get(element)?.dispose();
  const chart = init(element, look(), { renderer: "canvas" });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const options = JSON.parse(source.textContent);
  for (const one of options.series ?? []) if (one.tone) one.color = token(`--z-${one.tone}`);
  // A tooltip in HTML would carry style attributes, which our Content Security Policy refuses.
  const tooltip = { trigger: options.series?.[0]?.type === "pie" ? "item" : "axis", confine: true, ...options.tooltip, renderMode: "richText" };
  chart.setOption({ animation: !calm, animationDuration: 250, grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true }, ...options, tooltip });
  chart.on("click", (point) => {
    if (point.data?.url) location.assign(point.data.url);
  });
  drawn.set(element, chart);
  new ResizeObserver(() => chart.resize()).observe(element);
}

function drawAll(root) {
  for (const element of root.querySelectorAll("[data-chart]")) if (!drawn.has(element)) draw(element);
}
drawAll(document);
document.addEventListener("htmx:afterSettle", (event) => drawAll(event.target));
function redraw() {
  for (const element of [...drawn.keys()]) {
    if (element.isConnected) draw(element);
    else drawn.delete(element);
  }
}
document.addEventListener("theme", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(redraw));
