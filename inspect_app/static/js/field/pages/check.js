// 检查并提交: everything that is missing with a way to it, the problems that go along, and the one button.
import { checkProblems, evidenceGap } from "../checking.js";
import { core } from "../core.js";
import { h, icon } from "../dom.js";
import { go, reload } from "../router.js";
import { tell } from "../screen.js";
import { button, link, note, panel } from "../ui.js";
import { Visiting } from "../visiting.js";
import { frame, offers } from "./frame.js";

function placeOf(one, row) {
  if (row.finding) return one.path(`finding/${row.finding}`);
  if (row.trial) return one.path(`trial/${row.trial}`);
  if (row.part) return one.path(row.key ? `${row.part}?item=${row.key}` : row.part);
  return one.path("look");
}

function missing(one, problems) {
  const first = problems[0] && h("span", { class: "push" }, link("从第一处开始", placeOf(one, problems[0])));
  const head = h("div", { class: "panel-head" }, h("h2", { class: "h-large", id: "missing" }, problems.length ? `还差 ${problems.length} 处` : "都答好了"), first);
  const rows = problems.map((row) => h("li", null, h("a", { href: placeOf(one, row) }, row.text)));
  return h("section", { class: "panel", "aria-labelledby": "missing" }, head,
    problems.length ? h("ul", { class: "plain-list" }, rows) : h("p", { class: "panel-body" }, icon("check"), " 没有漏项，可以提交。"));
}

function remarks(one) {
  const { remarks: rows = [], overall = [] } = one.visit;
  if (one.visit.status !== "returned" || (!rows.length && !overall.length)) return null;
  const at = rows.map((row) => h("li", null, h("a", { href: one.path(`${row.part}?item=${row.key}`) }, row.item), h("br"), h("span", null, row.text)));
  return panel("跑改办请您补充", null, h("ul", { class: "plain-list" }, overall.map((text) => h("li", null, text)), at));
}

function problems(one) {
  const rows = one.body.findings.map((row) => {
    const gap = evidenceGap(one.list, one.body, row);
    return h("div", { class: "listed-row" }, h("div", null, h("p", null, h("b", null, row.title)), h("p", { class: "small quiet prose" }, row.fact),
      gap && h("p", { class: "small attn" }, icon("warn"), gap)), link("修改", one.path(`finding/${row.uuid}`), { sign: "edit" }));
  });
  return panel("一起交的问题", `${rows.length} 个`, rows.length ? rows : h("p", { class: "panel-body quiet" }, "没有列问题。答“否”的项目下面可以“列为问题”。"));
}

async function submit(one) {
  try {
    await one.flush();
    await core.submit(one.id);
    go(one.path("receipt"), true);
  } catch (error) {
    if (error.problems) { reload(); tell("还有地方没有填好，请看上面。", "near"); } else tell(error.message || "现在交不了，请再试一次。", "over");
  }
}

export async function open([id]) {
  const one = await Visiting.open(id);
  if (!one.canEdit) return { redirect: one.path("receipt") };
  const found = checkProblems(one.list, one.body, one.role);
  const off = one.serverOffer ? "先选用哪一份" : found.length ? `先补好上面 ${found.length} 处` : null;
  return {
    view: frame(one, "check", {
      page: [offers(one), remarks(one), missing(one, found), problems(one),
        note("info", "", "提交以后先存在本机，联网自动送出；跑改办收到全部答案和照片，才写“已收到”。")],
      foot: [link("我的走访", "#/", { sign: "list" }), h("span", { class: "push" }, button("提交走访", () => submit(one), { kind: "primary", off }))],
    }),
    // What another tablet wrote may become known while one stands here, the last page before it is handed in.
    heard: (name) => { if (name === "change" && !one.serverOffer && core.serverOffer(id)) reload(); },
  };
}
