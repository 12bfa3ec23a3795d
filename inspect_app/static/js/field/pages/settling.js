// After an answer: what is shown, what is wrong, how far one is. Nothing is drawn anew that didn't change.
import { isFailing, nextUnanswered, progress } from "../checklist.js";
import { $, $$, fill } from "../dom.js";
import { link } from "../ui.js";
import { drawProblem, fillDetail } from "./detail.js";
import { progressOf } from "./frame.js";

function showItems(numbers) {
  for (const box of $$("#capture > [data-item], #capture > [data-folded]")) {
    const number = numbers.get(box.id);
    if (box.hidden === Boolean(number)) box.hidden = !number;
    const place = $(".no", box);
    if (number && place.textContent !== String(number)) place.textContent = String(number);
  }
}

function standing(one, box) {
  const item = one.item(box.dataset.item);
  const answer = one.body.answers[item.key] || {};
  const problem = one.problem(item);
  const fails = !problem && isFailing(item, answer);
  const said = $("[data-problem]", box);
  if (said.textContent !== (problem || "")) said.textContent = problem || "";
  said.hidden = !problem;
  box.classList.toggle("item-fail", fails);
  $("[data-reason]", box).hidden = answer.choice !== "na";
  const quality = $("[data-when-answered]", box);
  if (quality) quality.hidden = !(answer.phone && answer.phone.answered);
  const details = $("details[data-detail]", box);
  if (fails) { fillDetail(one, details); details.open = true; }
  drawProblem(one, box);
}

function counts(one, numbers) {
  const parts = progress(one.list, one.body.answers, numbers);
  const place = $("[data-progress]");
  if (place) fill(place, progressOf(parts));
  for (const part of parts) {
    const number = $(`.parts [data-part="${part.key}"]`);
    if (number) number.textContent = `${part.done}/${part.total}`;
  }
}

/** The one next step on the right of the foot. */
export function setNext(one, part, place, numbers) {
  const next = nextUnanswered(one.list, one.body.answers, numbers);
  const { parts } = one.list;
  const after = parts[parts.indexOf(part) + 1];
  const wanted = next && next.part === part.key ? ["下一未答项", one.path(`${part.key}?item=${next.key}`), "down"]
    : after ? [after.label, one.path(after.key), "right"] : ["检查并提交", one.path("check"), "right"];
  const old = place.firstElementChild;
  if (old && old.getAttribute("href") === wanted[1] && old.textContent === wanted[0]) return;
  fill(place, link(wanted[0], wanted[1], { kind: "primary", after: wanted[2] }));
}

function settleNow(one, box) {
  if (!box.isConnected) return;
  const { numbers } = one;
  showItems(numbers);
  standing(one, box);
  counts(one, numbers);
  const place = $("#foot [data-next]");
  if (place) setNext(one, one.list.parts.find((part) => part.key === one.part), place, numbers);
}

/** Follow an answer: first the mark is painted, then the rest. */
export function settle(one, box) {
  if (document.hidden) settleNow(one, box);
  else requestAnimationFrame(() => window.setTimeout(() => settleNow(one, box)));
}
