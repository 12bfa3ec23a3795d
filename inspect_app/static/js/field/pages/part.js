// One part of a visit: only its own items are drawn; a tap changes what it must and nothing else.
import { core } from "../core.js";
import { answerWords, isAnswered, isFailing } from "../checklist.js";
import { $, $$, add, h } from "../dom.js";
import { Visiting } from "../visiting.js";
import { localMoment } from "../times.js";
import { link, note } from "../ui.js";
import { setNext, settle } from "./settling.js";
import { fillDetail, findingEdit, listProblem } from "./detail.js";
import { frame, offers } from "./frame.js";
import { folded, openItem } from "./items.js";
import { dropPhoto, takePhoto, watchProgress } from "./photos.js";
import { readAnswer } from "./reading.js";
import { talkList, trialList } from "./lists.js";

const MANY = 60;
const FIRST = 24; // drawn before the first paint; the rest follows between two frames
const MORE = 10;

function quiet(one, item) {
  const answer = one.body.answers[item.key];
  const remarked = (one.visit.remarks || []).some((row) => row.key === item.key);
  const listed = one.findingOf((source) => source.kind === "answer" && source.key === item.key);
  return isAnswered(answer) && !remarked && !listed && !isFailing(item, answer) && !one.problem(item);
}

function itemNodes(one, part, items, unfolded) {
  const numbers = one.numbers;
  let last = 0;
  return items.map((item) => {
    const shown = numbers.has(item.key);
    last = numbers.get(item.key) || last;
    if (item.key !== unfolded && quiet(one, item)) return folded(item, last, shown, one.body.answers[item.key], answerWords);
    return openItem(one, item, last, shown);
  });
}

/** Draw the first items at once, up to the one that is gone to, and the others a handful at a time. */
function drawItems(one, part, sheet, unfolded) {
  const items = part.items.filter((item) => item.text);
  let done = 0;
  const more = (count) => {
    add(sheet, itemNodes(one, part, items.slice(done, done + count), unfolded));
    done += count;
  };
  more(Math.max(FIRST, items.findIndex((item) => item.key === unfolded) + FIRST));
  return function later() {
    if (done >= items.length || !sheet.isConnected) return;
    more(MORE);
    window.setTimeout(later);
  };
}

function unfold(one, key) {
  const old = $(`[data-folded="${key}"]`);
  const fresh = openItem(one, one.item(key), $(".no", old).textContent, true);
  old.replaceWith(fresh);
  $("input, textarea", fresh).focus();
}

function store(one, box, { later = false } = {}) {
  const { item: key } = box.dataset;
  const item = one.item(key);
  const change = (body) => {
    const answer = readAnswer(box, item, body.answers[key], body.files);
    if (Object.keys(answer).length) body.answers[key] = answer;
    else delete body.answers[key];
  };
  const answer = readAnswer(box, item, one.body.answers[key], one.body.files);
  const fixed = (body) => { if (Object.keys(answer).length) body.answers[key] = { ...answer }; else delete body.answers[key]; };
  if (later) { one.typing(key, change, () => settle(one, box)); return; }
  one.forget(key);
  one.edit(fixed);
  settle(one, box);
}

const isText = (target) => target.matches("textarea, input[type=text], input[type=tel], input:not([type])");

function typed(one, event) {
  const { target } = event;
  if (target.dataset.finding) { one.typing(`finding ${target.name}`, findingEdit(target)); return; }
  const box = target.closest("[data-item]");
  if (box && isText(target)) store(one, box, { later: true });
}

function changed(one, event) {
  const { target } = event;
  const box = target.closest("[data-item]");
  if (target.dataset.finding) { one.edit(findingEdit(target)); return; }
  if (!box || target.dataset.unsaved !== undefined) return;
  if (target.type === "file") { takePhoto(one, box, target); return; }
  if (target.name.endsWith(".reached") && !$("[type=datetime-local]", box).value) $("[type=datetime-local]", box).value = localMoment();
  if (target.name.endsWith(".skip") && target.checked) $$(`[name="${target.name}"]`, box).forEach((other) => { if (other !== target) other.checked = false; });
  store(one, box);
}

const DEEDS = {
  unfold: (one, key) => unfold(one, key),
  list: (one, key, button) => listProblem(one, button.closest("[data-item]")),
  drop: (one, key, button) => dropPhoto(one, button),
  now: (one, key, button) => {
    const box = button.closest("[data-item]");
    $("[type=datetime-local]", box).value = localMoment();
    store(one, box);
  },
};

function pressed(one, event) {
  const button = event.target.closest("[data-deed]");
  if (button) DEEDS[button.dataset.deed](one, button.dataset.key, button);
  else if (event.target.type === "file") { one.flush(); core.beforeCamera(one.id); }
}

function opened(one, event) {
  if (event.target.matches("details[data-detail]") && event.target.open) fillDetail(one, event.target);
}

function foot(one, part) {
  const next = h("span", { class: "push", data: { next: "" } });
  setNext(one, part, next);
  return [link("清单", one.path("check"), { sign: "list" }), h("span", { class: "hide-s" }, link("存下离开", "#/")), next];
}

function listen(one, root) {
  root.addEventListener("change", (event) => changed(one, event));
  root.addEventListener("input", (event) => typed(one, event));
  root.addEventListener("click", (event) => pressed(one, event));
  root.addEventListener("toggle", (event) => opened(one, event), true);
  root.addEventListener("submit", (event) => event.preventDefault());
  return root;
}

function goTo(key) {
  const box = document.getElementById(key);
  if (!box) return;
  box.scrollIntoView({ block: "start" });
  (box.querySelector("input, textarea, button") || box).focus({ preventScroll: true });
}

export async function open([id, key], query) {
  const one = await Visiting.open(id);
  if (!one.canEdit) return { redirect: one.path("receipt") };
  const part = one.list.parts.find((row) => row.key === key) || one.list.parts[0];
  one.part = part.key;
  const { written } = one.progress.find((row) => row.key === part.key);
  const sheet = h("form", { class: `panel${written > MANY ? " items-many" : ""}`, id: "capture", "aria-label": part.label, novalidate: true });
  const drawMore = drawItems(one, part, sheet, query.get("item"));
  const root = listen(one, h("div", { class: "stack" }, offers(one),
    (one.visit.overall || []).map((text) => note("near", "跑改办退回：", text)),
    part.key === "do" && trialList(one), part.key === "ask" && talkList(one),
    written ? sheet : part.key === "look" && note("info", "", "这份检查表没有现场看的项目，请看后面几部分。")));
  const off = watchProgress(root);
  return {
    view: frame(one, part.key, { page: [root], foot: foot(one, part), focus: query.has("item") }),
    shown: () => {
      if (query.has("item")) goTo(query.get("item"));
      window.setTimeout(drawMore, 50);
    },
    flush: () => one.flush(),
    left: off,
    one,
  };
}
