// The lines above every page: what waits, what has ended, what this tablet can't do. Only what wants attention.
import { core } from "./core.js";
import { h } from "./dom.js";
import { flush } from "./router.js";
import { drawBars } from "./screen.js";
import { openSignIn } from "./sign-in-sheet.js";
import { button, note } from "./ui.js";
import { clock } from "./words.js";

function waiting(state) {
  const strong = `${state.waiting - state.stuck} 份待上传。`;
  const before = state.lastSync ? `上次同步 ${clock(state.lastSync)}。` : "";
  return note("near", strong, state.lastError || "联网后自动送出，不用守着本页。", before && h("p", { class: "small quiet" }, before));
}

const onList = () => ["", "#/"].includes(window.location.hash);

// Before the PIN is chosen nothing sealed is kept yet, and the page asks for it already.
const settingUp = ({ secure, lockKind, lockSet }) => secure && lockKind !== "none" && !lockSet;

const LINES = [
  [(state) => state.owner && state.memory && !settingUp(state), () => note("over", "这台设备留不住内容。", "填的只在本页和服务器上，请保持联网，不要关掉本页。")],
  [(state) => state.owner && state.needsSignIn && !state.locked, () => note("near", "登录已过期。", "填的都在本机，登录以后接着上传。",
    h("p", null, button("现在登录", () => openSignIn())))],
  [(state) => state.owner && state.stuck > 0 && onList(), (state) => note("over", `${state.stuck} 份没有送到。`, "点开看是什么原因，改好以后再交。")],
  [(state) => state.owner && state.waiting > state.stuck && !state.needsSignIn && onList(), waiting],
  [(state) => state.others > 0, (state) => note("info", "", `这台设备上另有 ${state.others} 份别人的内容等着上传，请本人登录。`)],
  [(state) => state.newVersion, () => note("info", "", "有新版本，填完再换。", h("p", null, button("现在换", () => flush().then(core.applyUpdate))))],
];

let drawn = "";
/** Draw the lines anew where they changed. */
export function bars(always = false) {
  const state = core.state();
  if (state.handed) return; // whoever holds the tablet now is told nothing of it
  const shown = LINES.filter(([when]) => when(state));
  const facts = shown.map(([, draw]) => draw(state));
  const now = facts.map((line) => line.textContent).join("|");
  if (!always && now === drawn) return;
  drawn = now;
  drawBars(facts);
}
