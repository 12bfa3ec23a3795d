// This tablet and who uses it: how it looks, the lock, changing over, signing out.
import { core } from "../core.js";
import { h } from "../dom.js";
import { go } from "../router.js";
import { setTheme, textSize, THEMES, theme } from "../looks.js";
import { ask } from "../sheet.js";
import { openSignIn } from "../sign-in-sheet.js";
import { tell } from "../screen.js";
import { button, group, link, panel, seg } from "../ui.js";

async function leave(work) {
  try {
    await work({});
  } catch (error) {
    if (error.code !== "unsent") { tell(error.message || "现在不能退出。", "over"); return; }
    const text = [`还有 ${error.count} 份没有上传。`, "退出后内容仍留在这台设备上，本人再登录才会上传。"];
    if (!(await ask({ title: "还有没上传的，仍要退出？", text, verb: "仍要退出", kind: "danger" }))) return;
    await work({ force: true });
  }
  go("#/sign-in", true);
}

async function change() {
  if (!(await ask({ title: "换人用这台设备？", text: "您的内容会锁好，一样不少；别人只看得到还有几份等着。", verb: "换人" }))) return;
  await core.switchPerson();
  go("#/sign-in", true);
}

function lockPart({ lockSet, secure }) {
  if (!secure) return h("p", { class: "quiet" }, "这个浏览器不能加密，设不了本机密码。");
  const now = async () => { await core.lock(); };
  return h("div", { class: "cluster" }, lockSet ? button("锁定", now, { sign: "lock" }) : null, link(lockSet ? "改本机密码" : "设本机密码", "#/pin", { sign: "lock" }));
}

export async function open() {
  const state = core.state();
  const looks = seg("theme", THEMES, theme(), "显示");
  looks.addEventListener("change", (event) => setTheme(event.target.value));
  const signed = state.signedIn ? "已登录" : "现在没有登录，填写照常，上传要登录";
  return { view: { place: "本机和账号", back: "#/", backLabel: "返回我的走访", page: [
    panel(state.name || "使用人", null, h("div", { class: "panel-body stack" }, h("p", null, signed),
      h("div", { class: "cluster" }, state.signedIn ? null : button("登录", () => openSignIn("登录")),
        button("换人", change, { sign: "people" }), button("退出", () => leave(core.signOut), { kind: "danger", sign: "out" })))),
    panel("锁", null, h("div", { class: "panel-body" }, lockPart(state))),
    panel("显示", null, h("div", { class: "panel-body stack" }, group("明暗", looks), group("字的大小", textSize()))),
    panel("我提的问题", null, h("div", { class: "panel-body cluster" }, link("看办理结果", "/field/found", { sign: "flag" }), h("span", { class: "quiet small" }, "要有网络"))),
    panel("检查", null, h("div", { class: "panel-body cluster" }, link("设备自检", "#/device", { sign: "device" }), link("同步", "#/sync", { sign: "refresh" }))),
  ] } };
}
