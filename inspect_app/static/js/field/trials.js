// A trial and a talk in words and figures: twin of inspect_app/field/rules/trials.py.
import { papersOf, trialOffers } from "./offers.js";

export const CLOCKED = ["取号", "叫号", "办完"];
export const TOLD_POINTS = ["要带哪些材料", "怎么办、去哪个窗口", "多久办好", "收不收费"];
const SETBACKS = ["要求补", "补材料", "退回", "不予受理", "没有人", "白跑", "再来一趟", "系统故障"];

const promisedTrips = (promise) => {
  if (!promise || promise.trips === null) return "没有承诺趟数";
  return promise.trips === 0 ? "承诺跑零次" : `承诺 ${promise.trips} 趟`;
};
const promisedTime = (promise, waited) => {
  const promised = promise && promise.time ? `承诺办理 ${promise.time}` : "没有承诺时间";
  return waited ? `${promised}，其中等候 ${waited} 分钟` : promised;
};

/** Promise against reality as rows of {label, value, unit, promised, miss}. */
export function compareRows(promise, trial, cancelled) {
  const papers = papersOf(trial, promise, cancelled);
  const broken = new Set(trialOffers(promise, trial, papers).map((offer) => offer.ref.split(":")[0]));
  const listed = promise ? promise.papers.length : 0;
  const total = (trial.waited_minutes || 0) + (trial.handled_minutes || 0);
  const more = ["beyond", "cancelled", "id_only"].some((ref) => broken.has(ref));
  return [
    { label: "跑了几趟", value: trial.trips, unit: "趟", promised: promisedTrips(promise), miss: broken.has("trips") },
    { label: "要了几样材料", value: papers.length, unit: "样", promised: listed ? `清单 ${listed} 样` : "没有公布清单", miss: more },
    { label: "等候和办理合计", value: total || null, unit: "分钟", promised: promisedTime(promise, trial.waited_minutes), miss: broken.has("minutes") },
  ];
}

/** The state of each step: what went wrong is marked, the last one is where it stands. */
export const stepState = (steps, place) => {
  if (SETBACKS.some((word) => steps[place].text.includes(word))) return "bad";
  return place === steps.length - 1 ? "now" : "done";
};

const minuteOf = (steps, word) => {
  const said = steps.filter((step) => step.at && step.text.startsWith(word)).pop();
  return said ? Number(said.at.slice(0, 2)) * 60 + Number(said.at.slice(3, 5)) : null;
};
const between = (first, last) => (first === null || last === null || last < first ? null : last - first);

/** Waiting and handling in minutes, read off the steps 取号, 叫号, 办完; null where one of them is missing. */
export function minutesTold(steps) {
  const [ticket, called, done] = CLOCKED.map((word) => minuteOf(steps, word));
  return { waited_minutes: between(ticket, called), handled_minutes: between(called, done) };
}

/** What a window must tell at once: what the visit's script says, or what every window must. */
export const followed = (script, trial) => (script && [null, trial.item_id].includes(script.item_id) ? script : null);
export const pointsOf = (script) => (script && script.must_tell.length ? script.must_tell : TOLD_POINTS);

export const newUuid = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

export const newTrial = (uuid) => ({
  uuid, item_id: null, window_id: null, persona: "", papers_complete: true, fault: "", accompanied: "", steps: [], listed: [], beyond: [], told: {},
  trips: null, waited_minutes: null, handled_minutes: null, outcome: "not_yet", script_break: "", note: "",
});

export const newTalk = (uuid) => ({
  uuid, kind: "citizen", alias: "", trips: null, papers_complete: null, satisfaction: null, words: "",
});

/** Read a whole number from what was typed, full-width digits too; null for nothing or nonsense. */
export function wholeNumber(text, most) {
  const plain = (text || "").normalize("NFKC").trim();
  return /^\d{1,4}$/.test(plain) && Number(plain) <= most ? Number(plain) : null;
}
