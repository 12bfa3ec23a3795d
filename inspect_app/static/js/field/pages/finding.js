// One problem: its words, each of which may be changed, and the way to take it back.
import { h } from "../dom.js";
import { clean } from "../offers.js";
import { go } from "../router.js";
import { tell } from "../screen.js";
import { ask } from "../sheet.js";
import { area, body, button, field, group, input, link, panel, seg, select } from "../ui.js";
import { Visiting } from "../visiting.js";
import { PAINS } from "./detail.js";
import { watchForm } from "./forms.js";
import { frame } from "./frame.js";

function formOf(one, finding) {
  const { windows } = one.visit;
  const bare = finding.source.kind === "answer" && !one.photos(finding.source.key).length;
  return h("form", { id: "words", novalidate: true }, panel("这个问题", null, body(
    field("问题", input("title", finding.title, { maxlength: 120 })),
    field("看到了什么", area("fact", finding.fact, 5, { maxlength: 2000 })),
    field("建议怎么改", area("suggestion", finding.suggestion, 2, { maxlength: 1000 }), { optional: true }),
    group("属于", seg("pain", [...PAINS, ["", "不选"]], finding.pain, "属于"), { optional: true }),
    windows.length > 1 ? field("是哪个窗口的问题", select("window", windows.map((row) => [row.id, row.name]), finding.window_id)) : null,
    bare || finding.no_photo ? field("没有照片的原因", input("no_photo", finding.no_photo, { maxlength: 200 }), { hint: "有照片就不用写", optional: true }) : null)));
}

function read(form, finding) {
  const at = form.elements;
  Object.assign(finding, { title: clean(at.title.value), fact: clean(at.fact.value), suggestion: clean(at.suggestion.value), pain: at.pain.value });
  if (at.window) finding.window_id = Number(at.window.value);
  if (at.no_photo) finding.no_photo = clean(at.no_photo.value);
}

async function withdraw(one, uuid) {
  if (one.wasHandedIn(uuid)) { tell("这个问题是退回补充的，不能撤掉，请补充后再交。", "near"); return; }
  if (!(await ask({ title: "撤掉这个问题？", text: "答案和照片都还在，需要时可以再列。", verb: "撤掉问题", kind: "danger" }))) return;
  one.forget("form");
  await one.edit((draft) => { draft.findings = draft.findings.filter((row) => row.uuid !== uuid); });
  go(one.path("check"), true);
}

/** Where the problem was seen, to go back to. */
function sourceOf(one, { source }) {
  if (source.kind === "trial") return one.path(`trial/${source.uuid}`);
  if (source.kind === "interview") return one.path(`talk/${source.uuid}`);
  const part = one.list.parts.find((row) => row.items.some((item) => item.key === source.key));
  return one.path(`${part ? part.key : "look"}?item=${source.key}`);
}

export async function open([id, uuid]) {
  const one = await Visiting.open(id);
  const find = (draft) => draft.findings.find((row) => row.uuid === uuid);
  const finding = find(one.body);
  if (!finding) return { redirect: one.path("check") };
  const form = watchForm(one, formOf(one, finding), find, read, () => {});
  return {
    view: frame(one, "", { page: [form], foot: [link("返回", sourceOf(one, finding)), button("撤掉问题", () => withdraw(one, uuid), { kind: "danger" }),
      h("span", { class: "push" }, link("检查并提交", one.path("check"), { kind: "primary", after: "right" }))] }),
    flush: () => one.flush(),
  };
}
