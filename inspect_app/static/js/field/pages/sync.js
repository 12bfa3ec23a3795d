// 同步: each thing that waits, how far each photo is, the last error in plain words, and the ways out.
import { core } from "../core.js";
import { fill, h, icon, sep } from "../dom.js";
import { go } from "../router.js";
import { tell } from "../screen.js";
import { moment } from "../times.js";
import { button, emptyState, link, note, panel, visitState } from "../ui.js";
import { clock, queueWord } from "../words.js";

const size = (bytes) => (bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} KB`);

function photo(file, place) {
  const share = file.done ? 100 : Math.floor((100 * file.sent) / (file.size || 1));
  const words = file.missing ? "照片不在本机，请改回草稿重拍" : file.done ? "服务器已存" : `上传 ${share}%`;
  return h("li", { class: "sync-photo small" }, icon(file.missing ? "warn" : file.done ? "cloud" : "clock"), h("span", null, `照片 ${place + 1} · ${size(file.size)}`),
    h("progress", { max: 100, value: share, "aria-label": `照片 ${place + 1}` }), h("span", { class: "nowrap" }, words));
}

async function reopen(item) {
  await core.reopen(item.uuid);
  go(`#/v/${item.visit_id}/check`);
}

function itemOf(item) {
  const stuck = ["refused", "photo_missing"].includes(item.state);
  const have = item.files.filter((file) => file.done).length;
  return h("div", { class: "sync-item" }, h("div", { class: "sync-head" }, h("b", null, item.label),
    stuck ? h("b", { class: "attn" }, icon("warn"), queueWord(item.state)) : visitState("waiting", item.files.length ? `${have}/${item.files.length}` : "")),
  h("p", { class: "small quiet" }, sep([`${moment(item.at)} 交`, stuck || item.state === "waiting" ? "" : queueWord(item.state)])),
  item.error && note(stuck ? "over" : "near", "", item.error),
  item.problems && item.problems.length ? h("ul", { class: "diff" }, item.problems.map((row) => h("li", null, row.text))) : null,
  item.files.length ? h("ul", null, item.files.map(photo)) : null,
  stuck ? h("p", null, button("改回草稿", () => reopen(item), { sign: "edit" })) : null);
}

async function exportAll() {
  try {
    const blob = await core.exportQueue();
    const url = URL.createObjectURL(blob);
    const name = `jishi-${new Date().toISOString().slice(0, 16).replace(/[-:T]/g, "")}.inspectq`;
    h("a", { href: url, download: name }).click();
    window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
    tell("已导出。把这个文件交给跑改办，他们能原样导入；别人打不开。");
  } catch (error) {
    tell(error.message || "现在不能导出。", "over");
  }
}

function standing() {
  const { lastSync, lastError, waiting, opinions } = core.state();
  const sum = waiting ? `${waiting} 份待上传` : opinions ? "走访都送到了" : "没有待上传的";
  const voices = opinions ? `群众意见 ${opinions} 份待上传` : "";
  return [h("p", { class: "h-large", role: "status" }, sep([sum, voices])),
    opinions && core.opinionTrouble() ? note("over", "", `有群众意见服务器没有收：${core.opinionTrouble()}`) : null, h("p", { class: "small quiet" }, lastSync ? `上次同步 ${clock(lastSync)}` : "还没有同步过"),
    lastError ? note("near", "", lastError) : null];
}

/** Sync because somebody asked, and say how it went. */
export async function syncNow() {
  tell("正在同步。", "info");
  await core.syncNow();
  const { lastError, needsSignIn, waiting, stuck } = core.state();
  if (lastError || needsSignIn) tell(lastError || "登录已过期，请先登录。", "near");
  else if (stuck) tell(`有 ${stuck} 份没有送到，要改好再交。`, "over");
  else tell(waiting ? `还有 ${waiting} 份在路上，会接着送。` : "都同步好了。");
}

export async function open() {
  const top = h("div", { class: "panel-body stack-2" });
  const list = h("div");
  let drawn = "";
  const refresh = async () => {
    const rows = await core.queue();
    const { lastSync, lastError } = core.state();
    const facts = JSON.stringify([rows, lastSync, lastError, core.state().opinions, core.opinionTrouble()]);
    if (facts === drawn) return; // a button that is being pressed stays
    drawn = facts;
    fill(top, standing());
    fill(list, rows.length ? rows.map(itemOf) : emptyState("没有待上传的走访", "交了还没送到的走访会出现在这里。"));
  };
  const root = h("div", { class: "stack" }, panel("", null, top), panel("待上传", null, list), panel("导出", null, h("div", { class: "panel-body stack-2" },
    h("p", null, "长时间连不上服务器时，可以把待上传的走访、草稿和群众意见导出成一个文件，交给跑改办导入。文件是加密的，只有跑改办能打开。"), h("p", null, button("导出", exportAll, { sign: "dl" })))));
  await refresh();
  return {
    view: { place: "同步", back: "#/", backLabel: "返回我的走访", page: [root],
      foot: [link("设备自检", "#/device", { sign: "device" }), h("span", { class: "push" }, button("立即同步", syncNow, { kind: "primary", sign: "refresh" }))] },
    heard: (name) => ["change", "progress", "session"].includes(name) && refresh(),
  };
}
