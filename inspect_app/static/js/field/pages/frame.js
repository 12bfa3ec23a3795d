// What all pages of one visit share: place, tabs, progress, and what another tablet or a newer checklist offers.
import { core } from "../core.js";
import { h } from "../dom.js";
import { reload } from "../router.js";
import { savedLineOf } from "../saved.js";
import { ask } from "../sheet.js";
import { button, note, progress } from "../ui.js";
import { clock } from "../words.js";

const sum = (parts, name) => parts.reduce((all, part) => all + part[name], 0);

/** The progress bar of a visit, to be put in place again after each answer. */
export const progressOf = (parts) => progress(sum(parts, "done"), sum(parts, "total"));

function tabs(one, current) {
  const rows = one.progress.map((part) => ({ ...part, href: one.path(part.key), chosen: part.key === current }));
  return [...rows, { key: "check", label: "检查并提交", href: one.path("check"), chosen: current === "check" }];
}

export function frame(one, current, more) {
  return {
    place: one.visit.place, about: [one.visit.windows_text, one.visit.method], back: "#/", backLabel: "返回我的走访",
    tabs: tabs(one, current),
    prog: [h("span", { class: "prog-line", data: { progress: "" } }, progressOf(one.progress)), savedLineOf(one.visit)], ...more,
  };
}

function otherTablet(one) {
  const { serverOffer: offer, visit } = one;
  const take = async () => {
    const sure = await ask({ title: "用那边填的？", text: "本机填的会换成那边的。照片都还在。", verb: "用那边的" });
    if (sure) { await core.takeServerDraft(one.id); reload(); }
  };
  const keep = async () => { await core.keepMine(one.id); reload(); };
  const times = `那边存于 ${clock(offer.saved_at)}，本机存于 ${visit.device_at ? clock(visit.device_at) : "（没有填）"}。请选用哪一份。`;
  return note("near", "这次走访在别的设备上也填过。", times,
    h("div", { class: "cluster" }, button("用那边的", take), button("留本机的", keep)));
}

const listed = (label, rows) => (rows.length ? [h("p", null, h("b", null, label)), h("ul", { class: "diff" }, rows.map((row) => h("li", null, row)))] : []);

async function moveOn(one) {
  const diff = await core.newerChanges(one.id);
  const changed = diff.changed.map(([old, now]) => [h("s", null, old), h("br"), now]);
  const rows = [...listed("新加的", diff.added), ...listed("去掉的", diff.removed), ...listed("改了的", changed)];
  const text = [rows.length ? h("span", { class: "diff-all" }, rows) : "项目没有变。", "已经填的答案会留下，去掉的项目除外。"];
  if (!(await ask({ title: "换到新的检查表？", text, verb: "换到新的" }))) return;
  await core.moveToNewer(one.id);
  reload();
}

/** Lines above a visit's pages that want a decision. */
export const offers = (one) => [
  one.serverOffer ? otherTablet(one) : null,
  one.visit.newer_version && one.visit.newer_version !== one.body.version && one.canEdit ? note("info", "检查表有了新的一版。", "可以照旧的填完，也可以换。",
    h("p", null, button("看看改了什么", () => moveOn(one)))) : null,
];
