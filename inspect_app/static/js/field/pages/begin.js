// Begin a matter: which one, where, as whom.
import { h } from "../dom.js";
import { go } from "../router.js";
import { newTrial, newUuid } from "../trials.js";
import { body, button, field, group, input, link, panel, seg, select } from "../ui.js";
import { Visiting } from "../visiting.js";
import { frame } from "./frame.js";
import { COMPLETE, readYesNo, yesNoValue } from "./forms.js";
import { scriptOf } from "./script.js";

const MOST = 20;

function matterRows(one) {
  const known = one.visit.matters && one.visit.matters.length ? one.visit.matters.map((id) => one.matters[id]).filter(Boolean) : Object.values(one.matters);
  return [...known.map((matter) => [matter.id, matter.name]), ["", "清单里没有的事"]];
}

export async function open([id]) {
  const one = await Visiting.open(id);
  one.part = "do";
  const rows = matterRows(one);
  const { script } = one.visit;
  const form = h("form", { id: "trial", novalidate: true, on: { submit: (event) => { event.preventDefault(); begin(); } } }, panel("真办一件事", null, body(
    field("办什么事", select("matter", rows, (script && script.item_id) || rows[0][0])),
    field("在哪个窗口", select("window", one.visit.windows.map((row) => [row.id, row.name]), (one.visit.windows[0] || {}).id)),
    field("以什么身份", input("persona", script ? script.persona : "", { maxlength: 100 }), { hint: "如：普通申请人、替家人代办", optional: true }),
    group("带的材料", seg("papers", COMPLETE, yesNoValue(!script || script.complete), "带的材料")))));
  async function begin() {
    const { matter, window: stop, persona, papers } = form.elements;
    const chosen = Object.fromEntries([["item_id", matter.value], ["window_id", stop.value]].map(([name, value]) => [name, value ? Number(value) : null]));
    const trial = { ...newTrial(newUuid()), ...chosen, persona: persona.value.trim(), papers_complete: readYesNo(papers.value) };
    await one.edit((draft) => { draft.trials.push(JSON.parse(JSON.stringify(trial))); });
    go(one.path(`trial/${trial.uuid}`), true);
  }
  const full = one.body.trials.length >= MOST;
  return { view: frame(one, "do", { page: [scriptOf(script), form], foot: [link("返回", one.path("do")),
    h("span", { class: "push" }, button("开始记经过", begin, { kind: "primary", off: full && `一次走访最多记 ${MOST} 件。` }))] }), flush: () => one.flush() };
}
