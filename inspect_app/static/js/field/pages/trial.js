// 具体办: promise against reality, the steps with their times, papers, what was told, the result.
import { $, fill, h, icon, sep } from "../dom.js";
import { clean, papersOf, trialOffers } from "../offers.js";
import { go } from "../router.js";
import { tell } from "../screen.js";
import { ask } from "../sheet.js";
import { clockTime } from "../times.js";
import { CLOCKED, compareRows, followed, minutesTold, pointsOf, stepState, wholeNumber } from "../trials.js";
import { answers, area, body, button, field, group, iconButton, input, labelOf, link, panel, seg, tag } from "../ui.js";
import { Visiting } from "../visiting.js";
import { COMPLETE, lines, readYesNo, watchForm, yesNoValue } from "./forms.js";
import { frame } from "./frame.js";
import { matterName } from "./lists.js";
import { listOffer, offerRow } from "./listing.js";
import { scriptOf } from "./script.js";

const MARKS = { done: "check", now: "check", bad: "x" };
const SAID = { done: "", now: "（现在）", bad: "（未通过）" };
const MOST_STEPS = 60;

const compare = (one, trial) => compareRows(one.matter(trial.item_id), trial, one.cancelled).map((row) => h("div", { class: row.miss ? "miss" : null },
  h("p", { class: "small quiet" }, row.label),
  h("p", { class: "big" }, h("b", null, row.value === null ? "—" : String(row.value)), row.value === null ? null : row.unit, h("span", { class: "small quiet" }, row.promised))));

const chain = (trial) => h("ol", { class: "chain" }, trial.steps.map((step, place) => {
  const state = stepState(trial.steps, place);
  return h("li", { class: `is-${state}` }, h("span", { class: "dot" }, icon(MARKS[state])), h("div", { class: "chain-head" },
    h("b", null, step.text, h("span", { class: "visually-hidden" }, SAID[state])), step.at && h("span", { class: "when" }, step.at),
    h("span", { class: "step-do" }, iconButton(`改第 ${place + 1} 步`, "edit", { step: place }))));
}));

function broken(one, trial) {
  const papers = papersOf(trial, one.matter(trial.item_id), one.cancelled);
  const offers = trialOffers(one.matter(trial.item_id), trial, papers);
  const listed = one.body.findings.filter((row) => row.source.kind === "trial" && row.source.uuid === trial.uuid);
  if (!papers.length && !offers.length && !listed.length) return null;
  const taken = new Set(listed.map((row) => row.source.ref));
  const more = papers.filter(([, origin]) => origin !== "listed");
  const open = offers.filter((offer) => !taken.has(offer.ref));
  const rows = [
    ...more.map(([name, origin]) => h("li", null, icon(origin === "cancelled" ? "x" : "plus"), h("span", null, name, " ",
      tag(origin === "cancelled" ? "已取消仍索要" : "清单外", origin === "cancelled" ? "over" : "near")))),
    ...open.map((offer) => offerRow(offer)),
    ...listed.map((row) => h("li", null, icon("flag"), h("span", null, row.title), h("span", { class: "push small" }, h("a", { class: "tall-link", href: one.path(`finding/${row.uuid}`) }, "已列为问题")))),
  ];
  return panel("承诺没有做到的", `清单内 ${papers.length - more.length} 样，另要 ${more.length} 样`, h("div", { class: "panel-body" },
    h("ul", { class: "papers" }, rows.length ? rows : h("li", null, icon("check"), h("span", null, "没有清单外的材料。")))));
}

function steps(trial) {
  const row = h("div", { class: "step-row" }, field("几点几分", input("step_at", clockTime(), { type: "time", "data-unsaved": true })),
    h("div", { class: "grow" }, field("下一步", input("step_text", "", { maxlength: 300, placeholder: "如：取号 A037；被要求补居住证明", "data-unsaved": true }))),
    button("记一步", null, { sign: "plus", data: { deed: "step" } }));
  const now = h("p", { class: "cluster" }, CLOCKED.map((word) => button(word, null, { sign: "clock", data: { clocked: word } })));
  return h("section", { class: "panel", "aria-labelledby": "steps" }, h("div", { class: "panel-head" }, h("h2", { class: "h-large", id: "steps" }, "经过"), h("span", { class: "small quiet push", data: { steps: "" } })),
    body(h("div", { data: { chain: "" } }), now, row));
}

function papers(one, trial) {
  const list = (one.matter(trial.item_id) || { papers: [] }).papers;
  const tick = (name) => h("label", { class: "choice" }, h("input", { class: "form-check-input", type: "checkbox", name: "listed", value: name, checked: trial.listed.includes(name) }), h("span", null, name));
  const told = pointsOf(followed(one.visit.script, trial)).map((point, place) => h("fieldset", { class: "told" }, h("legend", null, point),
    answers(`told-${place}`, { true: "yes", false: "no" }[trial.told[point]], [["yes", "讲了", "yes"], ["no", "没讲", "no"]])));
  return panel("材料和告知", null, body(group("带的材料", seg("papers", COMPLETE, yesNoValue(trial.papers_complete), "带的材料")),
    h("div", { data: { fault: "" } }, group("没带齐的原因", seg("fault", [["", "没有查"], ...(one.words.faults || [])], trial.fault || "", "没带齐的原因"))),
    list.length ? group("清单内要了哪些", h("div", { class: "choices" }, list.map(tick))) : null,
    field("清单外还要了什么", area("beyond", trial.beyond.join("\n"), 3, { maxlength: 2000 }), { hint: "一行一样", optional: true }),
    group("一次讲清了吗", told)));
}

const result = (one, trial) => panel("结果", null, body(h("div", { class: "fields-3" },
  field("跑了几趟", input("trips", trial.trips, { inputmode: "numeric", maxlength: 2 }), { optional: true }),
  field("取号到叫号（分钟）", input("waited_minutes", trial.waited_minutes, { inputmode: "numeric", maxlength: 4 }), { optional: true }),
  field("叫号到办完（分钟）", input("handled_minutes", trial.handled_minutes, { inputmode: "numeric", maxlength: 4 }), { optional: true })),
group("结果", seg("outcome", one.words.outcomes, trial.outcome, "结果")),
one.visit.script ? group("脚本（没有照做的，这件不计入统计）", seg("script_break", [["", "照做了"], ...one.words.script_breaks], trial.script_break || "", "脚本")) : null,
one.visit.accompany ? field("陪哪位办", input("accompanied", trial.accompanied, { maxlength: 30 }), { hint: "写“张先生”“办证群众甲”，不写真名", optional: true }) : null,
field("以什么身份", input("persona", trial.persona, { maxlength: 100 }), { optional: true }),
field("补充", area("note", trial.note, 3, { maxlength: 2000 }), { optional: true })));

function read(form, trial, points) {
  const at = form.elements;
  Object.assign(trial, {
    papers_complete: readYesNo(at.papers.value), beyond: lines(at.beyond.value), outcome: at.outcome.value,
    listed: [...form.querySelectorAll("[name=listed]:checked")].map((tick) => tick.value),
    trips: wholeNumber(at.trips.value, 99), waited_minutes: wholeNumber(at.waited_minutes.value, 9999), handled_minutes: wholeNumber(at.handled_minutes.value, 9999),
    script_break: at.script_break ? at.script_break.value : "", persona: clean(at.persona.value), note: clean(at.note.value), told: {},
    fault: at.papers.value === "yes" ? "" : at.fault.value, accompanied: at.accompanied ? clean(at.accompanied.value) : trial.accompanied || "",
  });
  points.forEach((point, place) => { const { value } = at[`told-${place}`]; if (value) trial.told[point] = value === "yes"; });
}

class TrialPage {
  constructor(one, uuid) {
    Object.assign(this, { one, uuid, editing: null });
    this.find = (draft) => draft.trials.find((row) => row.uuid === uuid);
    this.form = h("form", { id: "trial", class: "stack", novalidate: true }, steps(this.trial), papers(one, this.trial), result(one, this.trial));
    this.about = h("p", { class: "small quiet" });
    this.facts = h("section", { class: "panel compare", "aria-label": "承诺与实际" });
    this.broken = h("div");
    const points = pointsOf(followed(one.visit.script, this.trial));
    watchForm(one, this.form, this.find, (form, trial) => read(form, trial, points), () => this.show());
    this.form.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229 && event.target.name === "step_text") this.addStep(); });
    this.root = h("div", { class: "stack", on: { click: (event) => this.pressed(event) } },
      h("div", null, h("h2", { class: "h-title" }, matterName(one, this.trial)), this.about), scriptOf(followed(one.visit.script, this.trial)), this.facts, this.broken, this.form);
    this.show();
  }

  get trial() { return this.find(this.one.body); }

  show() {
    const { one, trial } = this;
    fill(this.about, sep([trial.persona, { true: "材料齐全", false: "材料不齐" }[trial.papers_complete], labelOf(one.words.outcomes, trial.outcome)]));
    fill(this.facts, compare(one, trial));
    fill(this.broken, broken(one, trial));
    fill($("[data-chain]", this.form), trial.steps.length ? chain(trial) : null);
    $("[data-fault]", this.form).hidden = trial.papers_complete === true;
    $("[data-steps]", this.form).textContent = `${trial.steps.length} 步`;
  }

  pressed(event) {
    const target = event.target.closest("button");
    if (!target) return;
    if (target.dataset.deed === "step") this.addStep();
    if (target.dataset.clocked) this.clock(target.dataset.clocked);
    if (target.dataset.ref) { listOffer(this.one, this.offer(target.dataset.ref), { kind: "trial", uuid: this.uuid, ref: target.dataset.ref }, this.trial.window_id); this.show(); }
    if (target.dataset.step) this.mend(Number(target.dataset.step), this.trial.steps[target.dataset.step]);
  }

  offer(ref) {
    const { one, trial } = this;
    one.flush("form");
    return trialOffers(one.matter(trial.item_id), trial, papersOf(trial, one.matter(trial.item_id), one.cancelled)).find((row) => row.ref === ref);
  }

  /** Keep that the ticket is taken, the number called or all done, now; the minutes follow where nobody typed them. */
  clock(word) {
    this.mend(null, { at: clockTime(), text: word });
    this.addStep();
    const { trial } = this;
    const told = Object.entries(minutesTold(trial.steps)).filter(([name, value]) => value !== null && trial[name] === null);
    if (!told.length) return;
    for (const [name, value] of told) this.form.elements[name].value = value;
    this.one.edit((draft) => { Object.assign(this.find(draft), Object.fromEntries(told)); });
    this.show();
  }

  /** Keep a step; while an old one is being mended, without words it is left out. */
  addStep() {
    const { step_at: at, step_text: text } = this.form.elements;
    const step = { at: at.value.slice(0, 5), text: clean(text.value) };
    const mended = this.editing;
    if (!step.text && mended === null) { text.focus(); return; }
    if (mended === null && this.trial.steps.length >= MOST_STEPS) { tell(`最多记 ${MOST_STEPS} 步。`, "near"); return; }
    const place = mended === null ? this.trial.steps.length : mended;
    const fresh = step.text ? [step] : [];
    this.one.edit((draft) => { this.find(draft).steps.splice(place, mended === null ? 0 : 1, ...fresh.map((row) => ({ ...row }))); });
    this.mend(null, { at: clockTime(), text: "" });
    this.show();
    text.focus();
  }

  /** Put a step into the two fields; nothing is kept before the button is pressed. */
  mend(place, step) {
    const { step_at: at, step_text: text } = this.form.elements;
    this.editing = place;
    at.value = step.at;
    text.value = step.text;
    $("[data-deed=step] span", this.form).textContent = place === null ? "记一步" : "改好这一步";
    text.focus();
  }

  async remove() {
    const { one, uuid } = this;
    if (one.body.findings.some((row) => row.source.uuid === uuid)) { tell("从这件具体办列了问题，请先撤掉问题。", "near"); return; }
    if (!(await ask({ title: "删去这件具体办？", text: "经过和材料都会删去。", verb: "删去", kind: "danger" }))) return;
    one.forget("form");
    await one.edit((draft) => { draft.trials = draft.trials.filter((row) => row.uuid !== uuid); });
    go(one.path("do"), true);
  }
}

export async function open([id, uuid]) {
  const one = await Visiting.open(id);
  one.part = "do";
  if (!one.body.trials.some((row) => row.uuid === uuid)) return { redirect: one.path("do") };
  const page = new TrialPage(one, uuid);
  return {
    view: frame(one, "do", { page: [page.root], foot: [button("删去", () => page.remove(), { kind: "danger" }),
      h("span", { class: "hide-s" }, link("检查并提交", one.path("check"))), h("span", { class: "push" }, link("具体办", one.path("do"), { kind: "primary", after: "right" }))] }),
    flush: () => one.flush(),
  };
}
