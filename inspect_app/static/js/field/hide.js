// 隐藏: a neutral page at once, by a button or three times Shift. Going back doesn't reveal, and nothing is lost.
import { $, fill, h } from "./dom.js";
import { closeSheets } from "./sheet.js";

const KEY = "notes-from";
const WITHIN = 1500;
const hooks = { flush: async () => {}, lock: async () => {}, back: () => {}, handed: () => false };

export const isHidden = () => sessionStorage.getItem(KEY) !== null;

function comeBack() {
  const from = sessionStorage.getItem(KEY) || "#/";
  sessionStorage.removeItem(KEY);
  hooks.back(from);
}

/** The neutral page: it says nothing about visits. */
export function drawNotes() {
  history.replaceState(null, "", "#/hide");
  document.title = "记事";
  fill($("#top"), h("div", { class: "field-bar" }, h("div", { class: "field-place" }, h("h1", { class: "h-title", tabindex: "-1" }, "记事"))));
  fill($("#main"), h("section", { class: "panel" }, h("div", { class: "panel-body" }, h("p", { class: "quiet" }, "今天没有记事。"))),
    h("p", null, h("button", { class: "btn btn-outline-secondary", type: "button", on: { click: comeBack } }, "返回")));
  $("#foot").hidden = true;
  fill($("#foot").firstElementChild);
  window.scrollTo(0, 0);
}

export function hideNow() {
  if (isHidden() || hooks.handed()) return;
  const typed = hooks.flush(); // reads what is typed before the page is gone
  sessionStorage.setItem(KEY, location.hash || "#/");
  closeSheets();
  drawNotes();
  Promise.resolve(typed).catch(() => {}).then(() => hooks.lock());
}

/** Listen for Shift; `flush` keeps what is typed, `lock` closes the key, `back` opens the page that was left. */
export function watchHide(given) {
  Object.assign(hooks, given);
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) return;
    presses = presses.filter((at) => event.timeStamp - at < WITHIN).concat(event.timeStamp);
    if (presses.length < 3) return;
    presses = [];
    hideNow();
  });
}
