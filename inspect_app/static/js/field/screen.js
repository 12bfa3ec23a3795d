// The frame of every page: head with place, tabs and one line of progress; one column; a foot with the next step.
import { $, fill, h, icon, sep } from "./dom.js";
import { hideNow } from "./hide.js";
import { textSize } from "./looks.js";
import { iconLink, note } from "./ui.js";

const mark = () => h("svg", { class: "logo", viewBox: "0 0 32 32", "aria-hidden": "true" },
  h("rect", { width: 32, height: 32, rx: 6 }), h("path", { d: "M6 17.500h7l4 4 8.500-11" }), h("circle", { cx: 6.5, cy: 17.5, r: 2.4 }));

const hideButton = () => h("button", { class: "btn btn-outline-secondary hide-now", type: "button", "aria-label": "快速隐藏", data: { hide: "" }, on: { click: hideNow } },
  icon("hide"), h("span", null, "隐藏"));

const tabs = (rows) => h("nav", { class: `parts parts-${rows.length}`, "aria-label": "各个部分" }, rows.map((row) =>
  h("a", { href: row.href, "aria-current": row.chosen ? "page" : null }, row.label,
    row.total ? h("span", { class: "n", data: { part: row.key } }, `${row.done}/${row.total}`) : null)));

function head(view) {
  const place = h("div", { class: "field-place" }, h("h1", { class: view.back ? "h-large" : "h-title", tabindex: "-1" }, view.place),
    view.about && h("p", { class: "small quiet" }, sep(view.about)));
  return [
    h("div", { class: "field-bar" }, view.back ? iconLink(view.backLabel || "返回", view.back, "back") : mark(), place,
      h("div", { class: "field-do" }, view.doing, textSize(), view.plain ? null : hideButton())),
    view.tabs && tabs(view.tabs),
    view.prog && h("div", { class: "field-prog" }, view.prog),
  ];
}

/** Draw a page; the focus goes to its heading, or to the element the page names. */
export function draw(view) {
  fill($("#top"), head(view));
  fill($("#main"), h("div", { class: "field-line" }, textSize()), h("div", { id: "bars", class: "stack-2" }), view.page);
  const foot = $("#foot");
  foot.hidden = !view.foot;
  fill(foot.firstElementChild, view.foot);
  if (!view.focus) window.scrollTo(0, 0);
  $("#top h1").focus({ preventScroll: true });
}

let alarmed = "";
/** Say in red, above every page, that the device can't keep things; "" takes it away. */
export function alarm(text) {
  alarmed = text;
  const bars = $("#bars");
  const old = $("#alarm");
  if (old) old.remove();
  if (text && bars) bars.prepend(h("div", { id: "alarm", role: "alert" }, note("over", "没有存上。", text)));
}

/** Put the lines above a page anew. */
export function drawBars(lines) {
  const bars = $("#bars");
  if (!bars) return;
  fill(bars, lines);
  alarm(alarmed);
}

/** Say something once to whoever listens, and show it for a while. */
export function tell(text, kind = "ok") {
  const bars = $("#bars");
  if (!bars) return;
  for (const old of bars.querySelectorAll(".toast-line")) old.remove();
  const said = h("div", { role: "status", class: "toast-line" }, note(kind, "", text));
  bars.append(said);
  window.setTimeout(() => said.remove(), 8000);
}
