// 列为问题 of a trial or a talk.
import { h, icon } from "../dom.js";
import { newUuid } from "../trials.js";
import { button } from "../ui.js";

export const offerRow = (offer) => h("li", null, icon("warn"), h("span", null, offer.title),
  h("span", { class: "push" }, button("列为问题", null, { sign: "flag", data: { ref: offer.ref } })));

/** List what was offered, once. */
export function listOffer(one, offer, source, windowId) {
  const same = (row) => row.source.kind === source.kind && row.source.uuid === source.uuid && row.source.ref === source.ref;
  if (!offer || one.body.findings.some(same)) return;
  const first = one.visit.windows[0] ? one.visit.windows[0].id : null;
  const finding = { uuid: newUuid(), source, title: offer.title, fact: offer.fact, suggestion: offer.suggestion, pain: "", window_id: windowId ?? first, no_photo: "" };
  one.edit((body) => { body.findings.push({ ...finding, source: { ...source } }); });
}
