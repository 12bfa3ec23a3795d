// After handing in: 待上传 n/m, then 已收到 with the receipt number, and what happens next.
import { core } from "../core.js";
import { fill, h } from "../dom.js";
import { go, reload } from "../router.js";
import { moment } from "../times.js";
import { queueWord } from "../words.js";
import { button, link, note, panel, visitState } from "../ui.js";

function waiting(row, stuck) {
  if (stuck) return [h("p", { class: "h-large" }, "还在本机，没有送到"), h("p", null, "改回草稿，改好以后再交。填的都在。")];
  const { have, total } = row.waits || { have: 0, total: 0 };
  return [h("p", null, visitState("waiting", total ? `${have}/${total}` : "")),
    h("p", { class: "h-large" }, "已存在本机，等着送出"),
    h("p", null, "联网后自动送出，不用守着本页。送到以前，不要清除浏览器的数据。")];
}

const received = (row) => [h("p", null, visitState("received")), h("p", { class: "small quiet" }, "回执号"), h("p", { class: "receipt-no" }, row.receipt || "—"),
  h("p", null, `${row.submitted_at ? `${moment(row.submitted_at)} 交。` : ""}跑改办已经收到全部答案、照片和 ${row.findings || 0} 个问题。`)];

const stuckOf = async (id) => (await core.queue()).find((one) => one.visit_id === id && ["refused", "photo_missing"].includes(one.state));

function refused(row, found) {
  const back = async () => { await core.reopen(found.uuid); go(`#/v/${row.id}/check`, true); reload(); };
  return note("over", `${queueWord(found.state)}。`, found.error, h("p", null, button("改回草稿", back)));
}

export async function open([id]) {
  const root = h("div", { class: "stack" });
  let row = null;
  const refresh = async () => {
    row = (await core.visits()).find((one) => one.id === id) || null;
    if (!row) return;
    const stuck = await stuckOf(id);
    const sheet = h("section", { class: "panel receipt-sheet", role: "status" }, row.word === "received" ? received(row) : waiting(row, stuck));
    fill(root, stuck ? refused(row, stuck) : null, sheet, panel("接下来", null, h("div", { class: "panel-body stack-2" },
      h("p", null, "跑改办会逐项审核。需要补充时，这次走访会回到“我的走访”，写明补哪几项。"),
      h("p", null, "列出的问题立项以后交给责任单位整改。"))));
  };
  await refresh();
  if (!row) return { redirect: "#/" };
  if (!["waiting", "received"].includes(row.word)) return { redirect: `#/v/${id}` };
  return {
    view: { place: row.place, about: [row.windows_text], back: "#/", backLabel: "返回我的走访", page: [root],
      foot: [link("同步", "#/sync", { sign: "refresh" }), h("span", { class: "push" }, link("我的走访", "#/", { kind: "primary", sign: "list" }))] },
    heard: (name) => name === "change" && refresh(),
  };
}
