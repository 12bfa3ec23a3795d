// Which answers an item refuses, with a sentence: twin of checklists/rules/answers.py.
import { isObject, length, plain } from "./checklist.js";

const isText = (value, limit) => typeof value === "string" && length(value) <= limit;
const unit = (item) => (item.unit ? ` ${item.unit}` : "");
const MOMENT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d/;

function number(item, value) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "请填数字。";
  if (item.min !== null && value < item.min) return `不能小于 ${plain(item.min)}${unit(item)}。`;
  if (item.max !== null && value > item.max) return `不能大于 ${plain(item.max)}${unit(item)}。`;
  return null;
}

function multiple(item, value) {
  const keys = item.options.map((option) => option.key);
  if (!Array.isArray(value) || !value.length || value.some((key) => !keys.includes(key))) return "请在给出的选项里选，至少选一个。";
  return new Set(value).size === value.length ? null : "同一个选项选了两次。";
}

function text(_item, value) {
  if (typeof value !== "string" || !value.trim()) return "请写一句话。";
  return length(value) <= 5000 ? null : `不能超过 5000 字，现在 ${length(value)} 字。`;
}

function photo(_item, value) {
  if (!Array.isArray(value) || !value.length) return "请至少拍一张照片。";
  return value.length <= 20 ? null : "照片不能超过 20 张。";
}

function reached(phone) {
  const { connected, answered, quality } = phone;
  if (typeof connected !== "boolean" || typeof answered !== "boolean") return "请选是否打通、是否有人接。";
  if (answered && !connected) return "没有打通的电话不能记为有人接。";
  if (answered && !["good", "fair", "poor"].includes(quality)) return "请选接电话的人讲得清不清楚。";
  return !answered && quality !== undefined && quality !== null ? "没有人接的电话不用选讲得清不清楚。" : null;
}

function phoneTest(_item, value) {
  if (!isObject(value)) return "请填写电话测试。";
  if (typeof value.number !== "string" || !/^[0-9+*#() -]{3,30}$/.test(value.number)) return "请填写拨打的号码。";
  if (!MOMENT.test(value.dialled_at || "")) return "请填写拨打的日期和时间。";
  const rings = value.rings ?? null;
  const fits = rings === null || (Number.isInteger(rings) && rings >= 0 && rings <= 99);
  return reached(value) || (fits ? null : "响铃次数应在 0 到 99 之间。");
}

function toldList(item, value) {
  if (!isObject(value) || !Object.values(value).every((told) => typeof told === "boolean")) return "请逐条选讲了还是没讲。";
  const keys = item.points_to_tell.map((point) => point.key);
  if (Object.keys(value).some((key) => !keys.includes(key))) return "有不认识的告知要点。";
  const left = item.points_to_tell.filter((point) => !(point.key in value)).map((point) => point.label);
  return left.length ? `还没有选：${left.join("、")}。` : null;
}

const CHECKS = {
  yes_no: ["choice", (_item, value) => (["yes", "no"].includes(value) ? null : "请选“是”“否”或“不适用”。")],
  single: ["choice", (item, value) => (item.options.some((option) => option.key === value) ? null : "请在给出的选项里选一个。")],
  multiple: ["choices", multiple],
  number: ["number", number],
  rating: ["rating", (_item, value) => ([1, 2, 3, 4, 5].includes(value) ? null : "请打 1 到 5 分。")],
  text: ["text", text],
  time: ["time", (_item, value) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : "时间请写成 09:30 这样。")],
  photo: ["photos", photo],
  phone_test: ["phone", phoneTest],
  told_list: ["told", toldList],
};

function notAnswering(item, answer, role) {
  const reason = answer.reason ?? "";
  if (!isText(reason, 500)) return "原因不能超过 500 字。";
  if (answer.choice === "not_seen") {
    if (role !== "observer") return "“没看到”只供民情观察团选用，请选“不适用”并写明原因。";
    return item.allow_not_seen ? null : "这一项不能答“没看到”。";
  }
  return role !== "observer" && !reason.trim() ? "请写明为什么不适用。" : null;
}

function strange(answer, ...keys) {
  if (!(keys[0] in answer)) return "还没有答。";
  if (Object.keys(answer).some((key) => key !== "note" && !keys.includes(key))) return "答案里有不认识的内容。";
  return isText(answer.note ?? "", 2000) ? null : "“看到了什么”不能超过 2000 字。";
}

/** What is wrong with an answer, or null. */
export function validate(item, answer, role) {
  if (!isObject(answer)) return "答案的格式不对。";
  if (["na", "not_seen"].includes(answer.choice)) return strange(answer, "choice", "reason") || notAnswering(item, answer, role);
  const [key, check] = CHECKS[item.kind];
  return strange(answer, key) || check(item, answer[key]);
}
