// 我的走访: what is to be done, today's first; then what was handed in. Never says whether the hall knows.
import { core } from "../core.js";
import { fill, h, icon, sep } from "../dom.js";
import { progress } from "../checklist.js";
import { localDay, moment, monthDay, weekday } from "../times.js";
import { button, emptyState, iconLink, link, panel, progress as bar, visitState } from "../ui.js";
import { clock, queueWord } from "../words.js";
import { syncNow } from "./sync.js";

const isDone = (row) => row.word === "waiting" || row.word === "received";
const started = (row) => row.word === "draft" || row.status === "returned";

function state(row, today) {
  if (row.stuck) return h("b", { class: "state attn" }, icon("warn"), queueWord(row.stuck));
  if (row.word === "waiting") return visitState("waiting", row.waits && row.waits.total ? `${row.waits.have}/${row.waits.total}` : "");
  if (row.word) return visitState(row.word);
  return visitState("planned", `${row.planned_on === today ? "今天" : monthDay(row.planned_on)}${row.slot}`);
}

function kept(row) {
  const here = row.device_at && !core.state().memory ? `本机已存 ${clock(row.device_at)}` : "";
  return [here, row.server_at ? `服务器已存 ${clock(row.server_at)}` : ""];
}

function tail(row) {
  const left = (row.remarks || []).length + (row.overall || []).length;
  return h("span", { class: "visit-bar small" },
    h("span", { class: "visit-count", data: { count: row.id } }, started(row) ? "" : "还没开始，已备好"),
    row.word === "draft" && h("span", { class: "quiet" }, sep(kept(row))),
    row.status === "returned" && left > 0 && h("b", { class: "attn" }, icon("warn"), `跑改办退回 ${left} 项，请补充`),
    row.draft_expires_on && h("b", { class: "attn" }, icon("clock"), `草稿在服务器留到 ${monthDay(row.draft_expires_on)}`),
    row.conflict && h("b", { class: "attn" }, icon("device"), "别的设备上也填过，打开时请选"));
}

function rowOf(row, today) {
  const over = isDone(row);
  const facts = over
    ? [row.windows_text, row.receipt && `回执号 ${row.receipt}`, row.submitted_at && `${moment(row.submitted_at)} 交`,
      row.photos ? `照片 ${row.photos} 张` : "", row.findings ? `问题 ${row.findings} 个` : ""]
    : [row.windows_text, row.method, row.planned_on === today ? "" : `${monthDay(row.planned_on)} ${weekday(row.planned_on)}`];
  const list = h("a", { class: `visit${over ? " visit-done" : ""}`, href: `#/v/${row.id}${over ? "/receipt" : ""}` },
    h("span", { class: "h-large" }, row.place), h("span", { class: "side" }, state(row, today), icon("right")),
    h("span", { class: "quiet small" }, sep(facts)), over ? null : tail(row));
  return list;
}

const byDay = (today) => (a, b) => (b.planned_on === today) - (a.planned_on === today) || a.planned_on.localeCompare(b.planned_on) || 0;

function strip(rows) {
  const count = (word) => rows.filter((row) => row.word === word && !row.stuck).length;
  const steps = [["draft", "草稿", "还没交"], ["waiting", "待上传", "已交，等网络"], ["received", "已收到", "有回执号"]];
  return h("div", { class: "strip strip-3" }, steps.map(([word, label, text]) =>
    h("div", { class: "strip-one" }, h("b", null, label, h("i", { data: { number: word } }, String(count(word)))), text)));
}

function content(rows, ready) {
  const today = localDay();
  const open = rows.filter((row) => !isDone(row)).sort(byDay(today));
  const over = rows.filter(isDone).sort((a, b) => (a.word === "waiting" ? -1 : 0) - (b.word === "waiting" ? -1 : 0));
  const campaigns = [...new Set(open.map((row) => row.campaign).filter(Boolean))].slice(0, 2);
  return [
    h("div", { class: "cluster" }, h("p", { class: "quiet" }, sep([`${monthDay(today)} ${weekday(today)}`, ...campaigns])), h("span", { class: "push" }, ready)),
    strip(rows),
    open.length ? h("section", { class: "panel", id: "todo", "aria-label": "要接着做的" }, open.map((row) => rowOf(row, today)))
      : h("section", { class: "panel", id: "todo" }, emptyState("现在没有要做的走访", "安排好的走访会出现在这里，今天的排在最前。")),
    over.length ? h("section", { class: "panel", id: "done", "aria-label": "已经交了的" }, over.map((row) => rowOf(row, today))) : null,
  ];
}

async function countAnswers(rows, root) {
  for (const row of rows.filter((one) => !isDone(one) && started(one))) {
    const place = root.querySelector(`[data-count="${row.id}"]`);
    const { version, body } = await core.visit(row.id);
    const parts = progress(version.body, body.answers);
    const sum = (name) => parts.reduce((all, part) => all + part[name], 0);
    if (place) fill(place, bar(sum("done"), sum("total")));
  }
}

function readiness() {
  const { offlineReady, worker, secure } = core.state();
  if (offlineReady) return h("span", { class: "pass small ready", role: "status" }, icon("device"), "可离线使用");
  const words = !secure ? "不能离线使用" : worker ? "正在备好离线使用" : "正在备好";
  return h("span", { class: "small quiet ready", role: "status" }, words);
}

const sections = () => panel("本机", null, h("div", { class: "panel-body cluster" }, link("设备自检", "#/device", { sign: "device" }),
  link("锁定、换人、退出", "#/me", { sign: "user" }), link("交给群众填写", "#/opinion", { sign: "people" })));

export async function open() {
  const root = h("div", { class: "stack" });
  const ready = h("span", null, readiness());
  let drawn = "";
  const refresh = async () => {
    const rows = await core.visits();
    const facts = JSON.stringify([rows, core.state().memory]);
    if (facts === drawn) return; // a row that is being tapped stays
    drawn = facts;
    fill(root, content(rows, ready), sections());
    fill(ready, readiness());
    await countAnswers(rows, root).catch(() => {});
  };
  await refresh();
  const { waiting } = core.state();
  return {
    view: {
      place: "我的走访", doing: [iconLink("本机和账号", "#/me", "user")], page: [root],
      foot: [link(waiting ? `同步（${waiting}）` : "同步", "#/sync", { sign: "refresh" }),
        h("span", { class: "push" }, button("立即同步", syncNow, { kind: "primary", sign: "refresh" }))],
    },
    heard: (name) => {
      if (ready.textContent !== readiness().textContent) fill(ready, readiness());
      if (["change", "session"].includes(name)) refresh();
    },
  };
}
