// The tablet's own PIN or passphrase: set it, open with it, and the way back when it is forgotten.
import { core } from "../core.js";
import { h } from "../dom.js";
import { go, reload } from "../router.js";
import { ask } from "../sheet.js";
import { openSignIn } from "../sign-in-sheet.js";
import { button, field, input, link, note, panel } from "../ui.js";

const NAMES = { pin: "本机密码", passphrase: "本机口令", none: "本机密码" };
const HINTS = { pin: "6 位以上，自己记得住", passphrase: "8 个字以上，可以是一句话", none: "6 位以上，自己记得住" };
const box = (label, name, kind, hint) => field(label, input(name, "", { type: "password", autocomplete: "off", inputmode: kind === "passphrase" ? "text" : null }), { hint });

function formOf(said, fields, verb, work) {
  const go_ = h("button", { class: "btn btn-primary", type: "submit" }, h("span", null, verb));
  const enter = async (event) => {
    event.preventDefault();
    said.hidden = true;
    go_.setAttribute("aria-busy", "true");
    const words = await work(event.target.elements).catch((error) => error.message);
    go_.removeAttribute("aria-busy");
    if (!words) return;
    said.textContent = words;
    said.hidden = false;
    event.target.querySelector("input").focus();
  };
  return h("form", { class: "stack", novalidate: true, on: { submit: enter } }, said, fields, h("p", null, go_));
}

function setUp(kind, again) {
  const said = h("p", { class: "err", role: "alert", hidden: true });
  const form = formOf(said, [box(NAMES[kind], "first", kind, HINTS[kind]), box("再写一遍", "second", kind)], "设好", async ({ first, second }) => {
    if (first.value !== second.value) return "两遍写的不一样。";
    await core.setLock(first.value);
    go("#/", true);
    return "";
  });
  return [panel(`${again ? "改" : "先设"}${NAMES[kind]}`, null, h("div", { class: "panel-body stack" },
    h("p", null, `存在这台设备上的内容会用它加密，没有网络时也凭它打开。忘了不要紧，联网登录后可以重设。`), form))];
}

// What stands there until the next try: a wrong one is told for as long as it takes to read.
function waiting(wrong) {
  const { waitSeconds } = core.state();
  if (!waitSeconds) return wrong ? "不对，请再试。" : "";
  return `${wrong ? "不对。" : "试得太多，"}请等 ${waitSeconds} 秒再试。`;
}

async function forgotten() {
  const text = "联网登录一次，就能重设。存在本机的内容都还在。";
  if (!core.state().signedIn && !(await openSignIn("联网登录后重设"))) return;
  if (!(await ask({ title: "重设本机密码？", text, verb: "重设" }))) return;
  await core.forgotLock();
  reload();
}

function openBy(kind) {
  let wrong = false;
  const said = h("p", { class: "err", role: "alert" }, waiting(wrong));
  said.hidden = !said.textContent;
  const form = formOf(said, box(NAMES[kind], "word", kind), "打开", async ({ word }) => {
    if (core.state().waitSeconds) return waiting(wrong);
    if (!word.value) return `请填${NAMES[kind]}。`;
    const opened = await core.unlock(word.value);
    word.value = "";
    wrong = !opened;
    return opened ? "" : waiting(wrong);
  });
  const other = async () => { await core.switchPerson(); go("#/sign-in"); };
  const fails = h("p", { class: "err", role: "alert", hidden: true });
  const reset = () => forgotten().catch((error) => { fails.textContent = error.message; fails.hidden = false; });
  const tick = window.setInterval(() => {
    if (!said.isConnected) window.clearInterval(tick);
    else if (!said.hidden && said.textContent.includes("秒")) { said.textContent = waiting(wrong); said.hidden = !said.textContent; }
  }, 1000);
  return [panel(`请填${NAMES[kind]}`, null, h("div", { class: "panel-body stack" }, form, fails,
    h("div", { class: "cluster" }, button("忘了", reset, { kind: "quiet" }), button("换人用", other, { kind: "quiet" }))))];
}

export async function open() {
  const { locked, lockKind, lockSet, secure } = core.state();
  if (!secure) return { view: { place: "记事", back: "#/", page: [note("near", "这个浏览器不能加密。", "请用 https 打开，或换系统浏览器。填写照常，内容只存服务器。")] } };
  const inside = lockSet && !locked;
  const page = locked ? openBy(lockKind) : setUp(lockKind, lockSet);
  return { view: { place: "记事", plain: true, back: inside || lockKind === "none" ? "#/me" : null, page: [page, h("p", null, link("设备自检", "#/device", { kind: "quiet" }))] } };
}
