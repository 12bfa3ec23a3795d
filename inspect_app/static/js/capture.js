// A part of a visit: every change goes to the server at once, one after the other. Without scripts the page's
// own buttons do the same. What the server has is said with seconds; what it hasn't is never called saved.
import { answerOf, showItems } from "./capture-items.js";
import { watchPhotos } from "./capture-photos.js";
import { saveLine } from "./capture-save-line.js";
import { Sender } from "./capture-sender.js";

const TYPING = 800;

function formOf(item, form) {
  const data = new FormData();
  data.set("csrf_token", form.elements.csrf_token.value);
  for (const control of item.elements || item.querySelectorAll("input, textarea, select")) {
    if (!control.name || control.type === "file" || control.type === "submit" || control.dataset.unsaved !== undefined) continue;
    if ((control.type === "radio" || control.type === "checkbox") && !control.checked) continue;
    if (control.tagName === "BUTTON") continue;
    data.append(control.name, control.value);
  }
  return data;
}

function standing(item, facts) {
  item.querySelector("[data-base]").value = facts.base;
  const problem = item.querySelector("[data-problem]");
  problem.textContent = facts.problem;
  problem.hidden = facts.problem === "";
  item.classList.toggle("item-fail", facts.fails);
  const offer = item.querySelector("[data-offer]");
  if (offer) offer.hidden = !facts.offers;
  if (facts.fails) item.querySelector("[data-detail]").open = true;
}

function progress(facts) {
  const line = document.querySelector("[data-progress]");
  const bar = line && line.querySelectorAll("rect");
  if (bar && bar.length === 2) {
    line.querySelector("b").textContent = `已答 ${facts.done}/${facts.total}`;
    line.querySelector("svg").setAttribute("viewBox", `0 0 ${facts.total || 1} 1`);
    bar[0].setAttribute("width", facts.total || 1);
    bar[1].setAttribute("width", facts.done);
  }
  for (const [part, [done, total]] of Object.entries(facts.parts)) {
    const number = document.querySelector(`.parts a[href$="/parts/${part}"] .n`);
    if (number) number.textContent = `${done}/${total}`;
  }
  const next = document.querySelector("[data-next]");
  if (next && facts.next) next.hash = facts.next;
}

function conflict(item, facts) {
  const box = item.querySelector("[data-conflict]");
  const texts = (both) => Object.values(both || {}).join("；");
  box.className = "note note-near";
  box.textContent = `${facts.message} 这里填的：${texts(facts.mine)}。那边存的：${texts(facts.theirs)}。刷新后以那边为准，再改即可。`;
  box.hidden = false;
}

// A tap before this script ran, or a field the browser filled in again: the server doesn't have it yet.
function touched(item) {
  return [...item.elements].some((control) => {
    if (control.dataset.unsaved !== undefined || control.type === "hidden" || control.type === "file") return false;
    if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
    return control.tagName !== "BUTTON" && control.defaultValue !== undefined && control.value !== control.defaultValue;
  });
}

function start(form) {
  const line = saveLine(document.querySelector("[data-saved]"));
  const body = JSON.parse(form.dataset.body);
  const answers = JSON.parse(form.dataset.answers);
  const sender = new Sender(form.action, line);
  const waiting = new Map();

  const send = (item) => {
    window.clearTimeout(waiting.get(item));
    waiting.delete(item);
    sender.queue(item.dataset.item, () => formOf(item, form), (status, facts) => {
      if (status === 409) conflict(item, facts);
      if (status === 422) standing(item, { base: item.querySelector("[data-base]").value, problem: facts.message, fails: false, offers: false });
      if (status !== 200) return;
      standing(item, facts.items[item.dataset.item]);
      progress(facts);
    });
  };
  const changed = (item) => {
    answers[item.dataset.item] = answerOf(item);
    showItems(form, body, answers);
  };

  form.addEventListener("change", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || event.target.type === "file" || event.target.dataset.unsaved !== undefined) return;
    changed(item);
    send(item);
  });
  form.addEventListener("input", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || !event.target.matches("textarea, input[type=text], input:not([type])")) return;
    line.pending();
    window.clearTimeout(waiting.get(item));
    waiting.set(item, window.setTimeout(() => { changed(item); send(item); }, TYPING));
  });
  document.addEventListener("visibilitychange", () => [...waiting.keys()].forEach(send));
  window.addEventListener("beforeunload", (event) => {
    if (form.dataset.leaving === undefined && (waiting.size || sender.busy)) event.preventDefault();
  });
  form.addEventListener("submit", () => { form.dataset.leaving = ""; });
  watchPhotos(form, line, progress);
  const early = [...form.querySelectorAll("[data-item]")].filter(touched);
  early.forEach(changed);
  showItems(form, body, answers);
  early.forEach(send);
}

const form = document.querySelector("form[data-capture]");
if (form) start(form);
