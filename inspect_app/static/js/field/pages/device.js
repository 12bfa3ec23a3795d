// 设备自检: what this tablet can do, and what still works without it.
import { core } from "../core.js";
import { fill, h, icon } from "../dom.js";
import { button, link, panel } from "../ui.js";

const STATE = { true: ["check", "pass", "可以"], false: ["warn", "attn", "不行"], null: ["info", "quiet", "不知道"] };

function row(fact) {
  const [sign, look, word] = STATE[String(fact.ok)];
  return h("li", null, h("div", { class: "sync-head" }, h("b", null, fact.label), h("b", { class: look }, icon(sign), word)),
    h("p", null, fact.value), fact.ok === true || !fact.without ? null : h("p", { class: "small quiet" }, `这样也行：${fact.without}`));
}

export async function open() {
  const list = h("ul", { class: "plain-list" });
  const look = async () => fill(list, (await core.deviceCheck()).map(row));
  await look();
  const { owner } = core.state();
  return { view: { place: "设备自检", back: owner ? "#/" : null, plain: !owner, page: [
    panel("这台设备", null, list),
  ], foot: [link(owner ? "我的走访" : "登录", owner ? "#/" : "#/sign-in", { sign: owner ? "list" : "user" }), h("span", { class: "push" }, button("再查一遍", look, { kind: "primary", sign: "refresh" }))] } };
}
