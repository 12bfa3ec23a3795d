// Which problem an answer, a trial or a talk offers, and in which words: twin of inspect_app/field/rules/proposing.py,
// promises.py and checklists/rules/proposals.py. Both are run over tests/vectors/offers.json.
import { isFailing, plain } from "./checklist.js";

const ID_CARD = ["身份证", "居民身份证", "身份证件", "身份证明文件"];
const TITLE_LIMIT = 60;
const WHO = { citizen: "办事群众", firm: "企业办事人员", staff: "窗口工作人员", auxiliary: "协辅人员" };

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
export const clean = (text) => (text || "").replace(CONTROLS, "").trim();
const normalise = (text) => clean(text).normalize("NFKC").split(/\s+/).filter(Boolean).join(" ");
const bare = (text) => text.replace(/[。？?；; ]+$/, "");
const ended = (text) => (/[。！？”]$/.test(text) ? text : `${text}。`);
const short = (text) => ([...text].length <= TITLE_LIMIT ? text : `${[...text].slice(0, TITLE_LIMIT - 1).join("")}…`);

function choices(item, answer) {
  const chosen = answer.choices || [answer.choice];
  const labels = item.options.filter((option) => option.fails && chosen.includes(option.key)).map((option) => option.label);
  return `${bare(item.text)}：${labels.join("、")}。`;
}

function figure(item, answer) {
  const unit = item.unit ? ` ${item.unit}` : "";
  const over = item.pass_max !== null && answer.number > item.pass_max;
  const bound = over ? `超过 ${plain(item.pass_max)}` : `不到 ${plain(item.pass_min)}`;
  return `${bare(item.text)}：${plain(answer.number)}${unit}，${bound}${unit}。`;
}

function call(_item, { phone }) {
  const dialled = (phone.dialled_at || "").replace("T", " ");
  const result = !phone.connected ? "没有打通" : !phone.answered ? "打通后没有人接" : "没讲清楚";
  return `${dialled} 拨打 ${phone.number || ""}，${result}。`.trimStart();
}

const SENTENCES = {
  yes_no: (item) => `“${bare(item.text)}”没有做到。`,
  single: choices,
  multiple: choices,
  number: figure,
  rating: (item, answer) => `“${bare(item.text)}”打了 ${answer.rating} 分（满分 5 分）。`,
  phone_test: call,
  told_list: (item, answer) => `没有一次告知：${item.points_to_tell.filter((point) => !answer.told[point.key]).map((point) => point.label).join("、")}。`,
};

/** The problem a failing answer offers, or null. */
export function answerOffer(item, answer) {
  if (!isFailing(item, answer)) return null;
  const sentence = SENTENCES[item.kind](item, answer);
  const seen = (answer.note || "").trim();
  const fact = seen ? sentence + ended(seen) : sentence;
  return { ref: item.key, title: short(fact.split("。")[0]), fact, suggestion: item.suggestion || "" };
}

/** Where a paper that was asked for stands: listed, beyond the list, or a proof that was cancelled. */
export function paperOrigin(name, listed, cancelled) {
  const asked = normalise(name);
  if (cancelled.map(normalise).some((proof) => proof && asked.includes(proof))) return "cancelled";
  return listed.map(normalise).includes(asked) ? "listed" : "beyond";
}

/** The papers of a trial in a draft, each once, as [name, origin]. */
export function papersOf(trial, matter, cancelled) {
  const names = [...new Set([...trial.listed, ...trial.beyond].map(clean).filter(Boolean))];
  return names.map((name) => [name, paperOrigin(name, matter ? matter.papers : [], cancelled)]);
}

const offer = (ref, title, fact, more) => ({ ref, title, fact, suggestion: "", ...more });
const named = (papers, origin) => papers.filter(([, kind]) => kind === origin).map(([name]) => name);

function trips(promise, trial) {
  const { trips: made, papers_complete: complete } = trial;
  if (promise.trips === null || made === null || complete === false || made <= promise.trips) return [];
  const promised = promise.trips === 0 ? "跑零次" : `最多跑 ${promise.trips} 趟`;
  return [offer("trips", `“${promise.name}”承诺${promised}，实际跑了 ${made} 趟`,
    `办理“${promise.name}”，公布的是${promised}，材料齐全实际跑了 ${made} 趟。`)];
}

function minutes(promise, trial) {
  const taken = trial.handled_minutes;
  if (!promise.minutes || taken === null || taken <= promise.minutes) return []; // 立等可取 is no promise of minutes
  return [offer("minutes", `“${promise.name}”承诺 ${promise.minutes} 分钟办结，实际 ${taken} 分钟`,
    `办理“${promise.name}”，公布的办理时间是 ${promise.minutes} 分钟，窗口实际用了 ${taken} 分钟。`)];
}

const cancelledOffers = (name, papers) => named(papers, "cancelled").map((paper) => offer(`cancelled:${paper}`, `已取消的“${paper}”仍被索要`,
  `${name ? `办理“${name}”时，` : ""}窗口仍要“${paper}”，这项证明已公布取消。`));

function beyond(promise, papers) {
  const published = promise.papers.length ? `公布清单：${promise.papers.join("、")}。` : "";
  return named(papers, "beyond").map((paper) => offer(`beyond:${paper}`, `“${promise.name}”清单外要“${paper}”`,
    `办理“${promise.name}”时，窗口要了公布清单以外的“${paper}”。${published}`));
}

function moreThanId(promise, papers) {
  const more = [...named(papers, "listed"), ...named(papers, "beyond")].filter((paper) => !ID_CARD.some((card) => paper.startsWith(card)));
  if (!more.length) return [];
  const list = more.join("、");
  return [offer("id_only", `“${promise.name}”承诺仅凭身份证办理，另要${list}`, `“${promise.name}”公布仅凭身份证办理，窗口还要了${list}。`)];
}

/** A problem for each promise a trial broke; promise: the matter of the pack, or null; papers: of papersOf. */
export function trialOffers(promise, trial, papers) {
  if (!promise) return cancelledOffers("", papers);
  const found = [...trips(promise, trial), ...minutes(promise, trial), ...cancelledOffers(promise.name, papers)];
  return [...found, ...(promise.id_only ? moreThanId(promise, papers) : beyond(promise, papers))];
}

/** A problem when somebody was not satisfied and said why, or null. */
export function talkOffer(talk) {
  if (talk.satisfaction === null || talk.satisfaction > 2 || !talk.words) return null;
  const who = WHO[talk.kind] || "受访人";
  const made = talk.trips ? `跑了 ${talk.trips} 趟，` : "";
  return offer("interview", `${who}反映办事不满意`, `${who}反映：“${talk.words}”${made}满意度 ${talk.satisfaction} 分（满分 5 分）。`);
}
