// The matters really done, and the people asked, on this visit: each a line, and a way to begin one.
import { h, icon, sep } from "../dom.js";
import { labelOf, link } from "../ui.js";

const row = (href, title, side, facts) => h("a", { class: "visit visit-done", href }, h("span", { class: "h-large" }, title),
  h("span", { class: "side" }, side, icon("right")), h("span", { class: "quiet small" }, sep(facts)));

const short = (text) => ([...(text || "")].length > 40 ? `${[...text].slice(0, 40).join("")}…` : text);

export const matterName = (one, trial) => { const matter = one.matter(trial.item_id); return matter ? matter.name : "清单里没有的事"; };

function trialFacts(trial) {
  const papers = trial.listed.length + trial.beyond.length;
  return [trial.persona, trial.trips !== null && `跑了 ${trial.trips} 趟`, papers > 0 && `材料 ${papers} 样`, trial.steps.length > 0 && `经过 ${trial.steps.length} 步`];
}

export function trialList(one) {
  const { trials } = one.body;
  return h("section", { class: "panel", "aria-labelledby": "trials" },
    h("div", { class: "panel-head" }, h("h2", { class: "h-large", id: "trials" }, "真办一件事"), h("span", { class: "push" }, link("记一件", one.path("trial/new"), { sign: "plus" }))),
    trials.map((trial) => row(one.path(`trial/${trial.uuid}`), matterName(one, trial), labelOf(one.words.outcomes, trial.outcome), trialFacts(trial))),
    trials.length ? null : h("p", { class: "panel-body quiet" }, "像普通群众一样办一件事，把经过、材料和趟数记下来。没有办就不用记。"));
}

export function talkList(one) {
  const talks = one.body.interviews;
  return h("section", { class: "panel", "aria-labelledby": "talks" },
    h("div", { class: "panel-head" }, h("h2", { class: "h-large", id: "talks" }, `问了 ${talks.length} 位`), h("span", { class: "push" }, link("记一位", one.path("talk/new"), { sign: "plus" }))),
    talks.map((talk) => row(one.path(`talk/${talk.uuid}`), talk.alias || labelOf(one.words.interviewees, talk.kind), talk.satisfaction !== null && `${talk.satisfaction} 分`,
      [labelOf(one.words.interviewees, talk.kind), talk.trips !== null && `跑了 ${talk.trips} 趟`, short(talk.words)])),
    talks.length ? null : h("p", { class: "panel-body quiet" }, "问问办事的人：跑了几趟、材料带齐没有、满不满意。只写称呼，不写真名。"));
}
