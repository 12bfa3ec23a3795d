// What was seen, photos, 痛堵难 and 列为问题 of one item; drawn when it is opened, and at once when the answer is a problem.
import { isFailing } from "../checklist.js";
import { $, fill, h, icon } from "../dom.js";
import { answerOffer } from "../offers.js";
import { newUuid } from "../trials.js";
import { area, button, field, input, seg, select } from "../ui.js";
import { photoRow } from "./photos.js";

export const PAINS = [["pain", "痛点"], ["blockage", "堵点"], ["difficulty", "难点"]];

export const findingAt = (one, key) => one.findingOf((source) => source.kind === "answer" && source.key === key);

function offerRow(one, item) {
  const { windows } = one.visit;
  return h("div", { class: "fail-row" },
    h("div", { data: { pain: "" } }, unsaved(seg(`answer-${item.key}.pain`, PAINS, "", "属于哪一种，可不选"))),
    windows.length > 1 && select(`answer-${item.key}.window`, windows.map((row) => [row.id, row.name]), windows[0].id, { "aria-label": "是哪个窗口的问题", "data-unsaved": true }),
    h("span", { class: "push" }, button("列为问题", null, { kind: "primary", sign: "flag", data: { deed: "list" } })));
}

function unsaved(row) {
  row.querySelectorAll("input").forEach((one) => { one.dataset.unsaved = ""; });
  return row;
}

function listedRow(one, item, finding) {
  const bare = !one.photos(item.key).length && item.kind !== "phone_test";
  const why = input(`no_photo-${finding.uuid}`, finding.no_photo, { maxlength: 200, "data-finding": finding.uuid });
  return [
    h("p", { class: "listed" }, icon("flag"), h("span", null, "已列为问题："), h("a", { href: one.path(`finding/${finding.uuid}`) }, finding.title)),
    bare ? field("没有照片的原因", why, { hint: "有照片就不用写" }) : null,
  ];
}

/** Draw what belongs to a failing answer (列为问题, or what is listed) when it changed: a button being pressed stays. */
export function drawProblem(one, box) {
  const place = $("[data-listing]", box);
  if (!place) return;
  const item = one.item(box.dataset.item);
  const finding = findingAt(one, item.key);
  const fails = isFailing(item, one.body.answers[item.key]) && !one.problem(item);
  const stands = finding ? `${finding.uuid} ${finding.title} ${one.photos(item.key).length > 0}` : String(fails);
  if (place.dataset.listing === stands) return;
  place.dataset.listing = stands;
  fill(place, finding ? listedRow(one, item, finding) : fails ? offerRow(one, item) : null);
}

function content(one, item) {
  const answer = one.body.answers[item.key] || {};
  const seen = area(`answer-${item.key}.note`, answer.note, answer.note && answer.note.length > 60 ? 4 : 2, { maxlength: 2000 });
  return [field("看到了什么", seen, { optional: true }), photoRow(one, item), h("div", { class: "stack-2", data: { listing: "" } })];
}

/** Fill an opened detail once. */
export function fillDetail(one, details) {
  const place = $(".more-body", details);
  if (place.childElementCount) return;
  const box = details.closest("[data-item]");
  fill(place, content(one, one.item(details.dataset.detail)));
  drawProblem(one, box || details);
}

export function detail(one, item, fails) {
  const answer = one.body.answers[item.key] || {};
  const wanted = fails || answer.note || item.kind === "photo" || one.photos(item.key).length || findingAt(one, item.key);
  const body = h("div", { class: "more-body" });
  const details = h("details", { class: "more", data: { detail: item.key } },
    h("summary", { class: "small" }, item.kind === "photo" ? "照片" : "备注和照片"), body);
  if (!wanted) return details;
  fill(body, content(one, item));
  const holder = h("div", { data: { item: item.key } }, details);
  drawProblem(one, holder);
  details.open = true;
  return details;
}

/** 列为问题: one tap lists the problem with the words the answer gives. */
export function listProblem(one, box) {
  const { item: key } = box.dataset;
  one.flush(key);
  const offer = answerOffer(one.item(key), one.body.answers[key]);
  if (!offer || findingAt(one, key)) return;
  const pain = $(`[name="answer-${key}.pain"]:checked`, box);
  const window_ = $(`[name="answer-${key}.window"]`, box);
  const first = one.visit.windows[0] ? one.visit.windows[0].id : null;
  const finding = {
    uuid: newUuid(), source: { kind: "answer", key }, title: offer.title, fact: offer.fact, suggestion: offer.suggestion,
    pain: pain ? pain.value : "", window_id: window_ ? Number(window_.value) : first, no_photo: "",
  };
  one.edit((body) => { body.findings.push({ ...finding }); });
  drawProblem(one, box);
  $(".listed a", box).focus();
}

/** Return the change a field of a listed problem makes. */
export function findingEdit(target) {
  const { finding: uuid } = target.dataset;
  const text = target.value;
  return (body) => {
    const found = body.findings.find((row) => row.uuid === uuid);
    if (found) found.no_photo = text.trim();
  };
}
