// What a checklist and its answers come to: twin of checklists/rules (answers, scoring, progress) and visits/rules/reading.
import { answerValue, visible } from "../checklist-rules.js";

export const itemsOf = (body) => body.parts.flatMap((part) => part.items);
export const findItem = (body, key) => itemsOf(body).find((item) => item.key === key) || null;
export const partOf = (body, key) => body.parts.find((part) => part.items.some((item) => item.key === key)) || null;
export const isAnswered = (answer) => answerValue(answer ?? null) !== null;
export const length = (text) => [...text].length;
const isObject = (raw) => typeof raw === "object" && raw !== null && !Array.isArray(raw);

/** The number each shown item has now, by its key. */
export const numbers = (body, answers) => new Map(visible(body, answers).map((key, place) => [key, place + 1]));

/** done/total per part over the shown items that must be answered; shown: what numbers() gave. */
export function progress(body, answers, shown = numbers(body, answers)) {
  return body.parts.map((part) => {
    const wanted = part.items.filter((item) => item.required && shown.has(item.key));
    const done = wanted.filter((item) => isAnswered(answers[item.key])).length;
    return { key: part.key, label: part.label, done, total: wanted.length, written: part.items.filter((item) => item.text).length };
  });
}

/** The first shown item that still wants an answer, with its part, or null. */
export function nextUnanswered(body, answers, shown = numbers(body, answers)) {
  for (const part of body.parts) {
    const found = part.items.find((item) => item.required && shown.has(item.key) && !isAnswered(answers[item.key]));
    if (found) return { part: part.key, key: found.key };
  }
  return null;
}

const outOf = (item, value) => (item.pass_min !== null && value < item.pass_min) || (item.pass_max !== null && value > item.pass_max);
const chosenOf = (value) => (typeof value === "string" ? [value] : Array.isArray(value) ? value : []);
const failingOption = (item, value) => item.options.some((option) => option.fails && chosenOf(value).includes(option.key));
const FAILS = {
  yes_no: (_item, value) => value === "no",
  single: failingOption,
  multiple: failingOption,
  number: (item, value) => typeof value === "number" && outOf(item, value),
  rating: (_item, value) => typeof value === "number" && value >= 1 && value < 3,
  phone_test: (_item, value, answer) => value !== "answered" || !["good", "fair"].includes(answer.phone.quality),
  told_list: (item, value) => Array.isArray(value) && item.points_to_tell.some((point) => !value.includes(point.key)),
};

/** Say whether an answer shows a problem, so that 列为问题 is offered. */
export function isFailing(item, answer) {
  const value = answerValue(answer ?? null);
  if (value === null || value === "na" || value === "not_seen" || !FAILS[item.kind]) return false;
  return FAILS[item.kind](item, value, answer);
}

/** A number as Python's :g writes it. */
export function plain(value) {
  const [digits, power] = Number(value).toExponential(5).split("e");
  if (Number(power) >= -4 && Number(power) < 6) return String(Number(Number(value).toPrecision(6)));
  return `${Number(digits)}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

const choice = (value) => ({ yes: "是", no: "否", na: "不适用", not_seen: "没看到" })[value] || "未答";
export const QUALITY = [["good", "讲清楚了", "yes"], ["fair", "讲了一部分", "na"], ["poor", "没讲清楚", "no"]];
const labels = (item, answer) => item.options.filter((option) => (answer.choices || [answer.choice]).includes(option.key))
  .map((option) => option.label).join("、") || "未答";

function phoneWords({ phone }) {
  const dialled = `${(phone.dialled_at || "").replace("T", " ")} 拨打 ${phone.number || ""}`.trim();
  if (!phone.connected) return `${dialled}，没有打通`;
  if (!phone.answered) return `${dialled}，打通后没有人接`;
  const quality = QUALITY.find(([value]) => value === phone.quality);
  return `${dialled}，有人接${quality ? `，${quality[1]}` : ""}`;
}

function toldWords(item, answer) {
  const which = (told) => item.points_to_tell.filter((point) => answer.told[point.key] === told).map((point) => point.label);
  return [["讲了", which(true)], ["没讲", which(false)]].filter(([, points]) => points.length)
    .map(([word, points]) => `${word}：${points.join("、")}`).join("；");
}

const READS = {
  yes_no: (_item, answer) => choice(answer.choice),
  single: labels,
  multiple: labels,
  number: (item, answer) => `${plain(answer.number)} ${item.unit}`.trim(),
  rating: (_item, answer) => `${answer.rating} 分（满分 5 分）`,
  text: (_item, answer) => answer.text,
  time: (_item, answer) => answer.time,
  photo: (_item, answer) => `照片 ${answer.photos.length} 张`,
  phone_test: (_item, answer) => phoneWords(answer),
  told_list: toldWords,
};

/** An answer in words, without its note. */
export function answerWords(item, answer) {
  if (!isAnswered(answer)) return "未答";
  return ["na", "not_seen"].includes(answer.choice) ? choice(answer.choice) : READS[item.kind](item, answer);
}

export { isObject };
