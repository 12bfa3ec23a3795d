// An item on the page: open with what may be answered, or folded to one line.
import { isFailing, QUALITY } from "../checklist.js";
import { h, icon } from "../dom.js";
import { answers, area, field, iconButton, input, note } from "../ui.js";
import { detail } from "./detail.js";

const REACHED = [["answered", "有人接", "yes"], ["not_answered", "没人接", "no"], ["not_connected", "打不通", "no"]];
const TOLD = [["yes", "讲了", "yes"], ["no", "没讲", "no"]];
const reachedOf = (phone) => (phone.connected === undefined ? "" : !phone.connected ? "not_connected" : phone.answered ? "answered" : "not_answered");
const inSet = (legend, ...control) => h("fieldset", { class: "told" }, h("legend", null, legend), control);

const options = (name, item, chosen, type) => h("div", { class: "answers answer-rows" }, item.options.map((option) =>
  h("label", null, h("input", { type, name, value: option.key, checked: chosen.includes(option.key) }), h("span", { class: option.fails ? "no" : "yes" }, option.label))));

const rating = (name, chosen) => h("div", { class: "answers answers-5" }, ["1", "2", "3", "4", "5"].map((points) =>
  h("label", null, h("input", { type: "radio", name, value: points, checked: String(chosen) === points }), h("span", { class: "yes" }, `${points} 分`))));

function phoneTest(name, phone, number) {
  const moment = input(`${name}.dialled_at`, phone.dialled_at, { type: "datetime-local" });
  return [
    h("div", { class: "fields-2" }, field("拨打的号码", input(`${name}.number`, phone.number ?? number, { type: "tel", maxlength: 30 })),
      h("div", { class: "with-now" }, field("几点几分拨打", moment), h("button", { class: "btn btn-outline-secondary", type: "button", data: { deed: "now" } }, "现在"))),
    inSet("打通了吗", answers(`${name}.reached`, reachedOf(phone), REACHED)),
    h("div", { data: { whenAnswered: "" }, hidden: !phone.answered }, inSet("讲得清不清楚", answers(`${name}.quality`, phone.quality || "", QUALITY))),
    field("响了几声", input(`${name}.rings`, phone.rings, { inputmode: "numeric", maxlength: 2 }), { optional: true, short: true }),
  ];
}

const toldList = (name, item, told) => item.points_to_tell.map((point) =>
  inSet(point.label, answers(`${name}.told.${point.key}`, { true: "yes", false: "no" }[told[point.key]], TOLD)));

const CONTROLS = {
  yes_no: (name, item, answer, one, skips) => answers(name, answer.choice, [["yes", "是", "yes"], ["no", "否", "no"], ...skips]),
  single: (name, item, answer, one, skips) => [options(name, item, [answer.choice], "radio"), answers(name, answer.choice, skips)],
  multiple: (name, item, answer) => options(name, item, answer.choices || [], "checkbox"),
  rating: (name, item, answer) => rating(name, answer.rating),
  number: (name, item, answer) => h("div", { class: "cluster" }, input(name, answer.number, { class: "form-control tall-input", inputmode: "decimal", "aria-label": item.text }), h("span", null, item.unit)),
  text: (name, item, answer) => area(name, answer.text, 3, { "aria-label": item.text, maxlength: 5000 }),
  time: (name, item, answer) => input(name, answer.time, { type: "time", class: "form-control tall-input", "aria-label": item.text }),
  photo: () => null,
  phone_test: (name, item, answer, one) => phoneTest(name, answer.phone || {}, one.visit.windows[0] && one.visit.windows[0].phone),
  told_list: (name, item, answer) => toldList(name, item, answer.told || {}),
};

const ticks = (name, skips, chosen) => h("div", { class: "cluster" }, skips.map(([value, label]) => h("label", { class: "choice" },
  h("input", { class: "form-check-input", type: "checkbox", name: `${name}.skip`, value, checked: chosen === value }), h("span", null, label))));

function question(item, number) {
  const more = [item.clause, item.critical && "必查项", !item.required && "选答"].filter(Boolean).join(" · ");
  return h("legend", { class: "item-q" }, h("span", { class: "no" }, String(number)), h("span", null, h("b", null, item.text),
    more && h("span", { class: "clause" }, ` ${more}`), item.hint && h("span", { class: "hint" }, item.hint)));
}

function control(one, item, answer) {
  const name = `answer-${item.key}`;
  const unseen = one.role === "observer" && item.allow_not_seen;
  const skips = [...(unseen ? [["not_seen", "没看到", "na"]] : []), ["na", "不适用", "na"]];
  const own = CONTROLS[item.kind](name, item, answer, one, skips);
  return ["yes_no", "single"].includes(item.kind) ? own : [own, ticks(name, skips, answer.choice)];
}

/** An open item: the question, what may be answered, and what belongs to the answer. */
export function openItem(one, item, number, shown) {
  const answer = one.body.answers[item.key] || {};
  const problem = one.problem(item);
  const fails = !problem && isFailing(item, answer);
  const why = input(`answer-${item.key}.reason`, answer.reason, { maxlength: 500, id: `${item.key}-reason` });
  const remarks = (one.visit.remarks || []).filter((row) => row.key === item.key);
  return h("fieldset", { class: `item${fails ? " item-fail" : ""}`, id: item.key, data: { item: item.key }, hidden: !shown, tabindex: "-1" },
    question(item, number), h("div", { class: "item-body" },
      remarks.map((row) => note("near", "跑改办退回：", row.text)),
      control(one, item, answer),
      h("div", { data: { reason: "" }, hidden: answer.choice !== "na" }, field("为什么不适用", why, { optional: one.role === "observer" })),
      h("p", { class: "err", role: "alert", data: { problem: "" }, hidden: !problem }, problem),
      detail(one, item, fails)));
}

/** An item that is answered and needs nothing more: one line, with a way to change it. */
export function folded(item, number, shown, answer, words) {
  const sign = answer.choice === "yes" ? icon("check") : ["na", "not_seen"].includes(answer.choice) ? icon("minus") : null;
  return h("div", { class: "item", id: item.key, data: { folded: item.key }, hidden: !shown }, h("div", { class: "item-q" },
    h("span", { class: "no" }, String(number)), h("div", { class: "item-line" },
      h("p", null, item.text, answer.note && [h("br"), h("span", { class: "small quiet" }, answer.note)]),
      h("b", { class: `push nowrap-words lamp${answer.choice === "yes" ? " lamp-ok" : ""}` }, sign, words(item, answer)),
      iconButton(`修改第 ${number} 项`, "edit", { deed: "unfold", key: item.key }))));
}
