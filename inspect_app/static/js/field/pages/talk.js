// 跟踪问: one person who was asked; an alias, never a name.
import { fill, h, icon } from "../dom.js";
import { clean, talkOffer } from "../offers.js";
import { go } from "../router.js";
import { tell } from "../screen.js";
import { ask } from "../sheet.js";
import { newTalk, newUuid, wholeNumber } from "../trials.js";
import { area, body, button, field, group, input, link, panel, seg } from "../ui.js";
import { Visiting } from "../visiting.js";
import { COMPLETE, readYesNo, watchForm, yesNoValue } from "./forms.js";
import { frame } from "./frame.js";
import { listOffer } from "./listing.js";

const POINTS = [["1", "1"], ["2", "2"], ["3", "3"], ["4", "4"], ["5", "5"], ["", "没有问"]];

const formOf = (one, talk) => h("form", { id: "talk", novalidate: true }, panel("问的一位", null, body(
  group("问了谁", seg("kind", one.words.interviewees, talk.kind, "问了谁")),
  field("怎么称呼", input("alias", talk.alias, { maxlength: 30 }), { hint: "写“张先生”“办证群众甲”，不写真名", optional: true }),
  field("跑了几趟", input("trips", talk.trips, { inputmode: "numeric", maxlength: 2 }), { optional: true, short: true }),
  group("材料带齐了吗", seg("papers", COMPLETE, yesNoValue(talk.papers_complete), "材料带齐了吗"), { optional: true }),
  group("满意不满意（1 最低，5 最高）", seg("satisfaction", POINTS, talk.satisfaction === null ? "" : String(talk.satisfaction), "满意不满意"), { optional: true }),
  field("原话", area("words", talk.words, 4, { maxlength: 2000 }), { optional: true }))));

function read(form, talk) {
  const at = form.elements;
  Object.assign(talk, {
    kind: at.kind.value, alias: clean(at.alias.value), trips: wholeNumber(at.trips.value, 99), papers_complete: readYesNo(at.papers.value),
    satisfaction: at.satisfaction.value ? Number(at.satisfaction.value) : null, words: clean(at.words.value),
  });
}

function problem(one, talk, again) {
  const listed = one.findingOf((source) => source.kind === "interview" && source.uuid === talk.uuid);
  const offer = talkOffer(talk);
  if (listed) return panel("", null, h("div", { class: "listed-row" }, h("p", null, icon("flag"), " ", listed.title), h("a", { class: "tall-link", href: one.path(`finding/${listed.uuid}`) }, "已列为问题")));
  if (!offer) return null;
  const list = () => { one.flush("form"); listOffer(one, talkOffer(talk), { kind: "interview", uuid: talk.uuid }, null); again(); };
  return panel("", null, h("div", { class: "listed-row" }, h("p", null, icon("flag"), " ", offer.title), button("列为问题", list, { sign: "flag" })));
}

async function remove(one, uuid) {
  if (one.findingOf((source) => source.uuid === uuid)) { tell("从这一位列了问题，请先撤掉问题。", "near"); return; }
  if (!(await ask({ title: "删去这一位？", text: "说的话会一起删去。", verb: "删去", kind: "danger" }))) return;
  one.forget("form");
  await one.edit((draft) => { draft.interviews = draft.interviews.filter((row) => row.uuid !== uuid); });
  go(one.path("ask"), true);
}

/** Open a talk; a new one is kept with the first thing that is put down. */
export async function open([id, uuid = newUuid()]) {
  const one = await Visiting.open(id);
  one.part = "ask";
  const known = (draft) => draft.interviews.find((row) => row.uuid === uuid);
  const find = (draft) => {
    if (!known(draft)) draft.interviews.push(newTalk(uuid));
    return known(draft);
  };
  if (!known(one.body)) history.replaceState(null, "", one.path(`talk/${uuid}`));
  const offered = h("div");
  const show = () => fill(offered, known(one.body) && problem(one, known(one.body), show));
  const form = watchForm(one, formOf(one, known(one.body) || newTalk(uuid)), find, read, show);
  const keep = async () => { await one.flush(); if (!known(one.body)) await one.edit((draft) => read(form, find(draft))); go(one.path("ask")); };
  show();
  return {
    view: frame(one, "ask", { page: [offered, form], foot: [button("删去", () => remove(one, uuid), { kind: "danger" }), link("再记一位", one.path("talk/new"), { sign: "plus" }),
      h("span", { class: "push" }, button("记下这一位", keep, { kind: "primary" }))] }),
    flush: () => one.flush(),
  };
}
