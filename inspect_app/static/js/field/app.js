// The tablet's app: opens what is on the device first, asks the network afterwards.
import { autosize } from "../autosize.js";
import { safeEnter } from "../ime.js";
import { core } from "./core.js";
import { $, fill, h } from "./dom.js";
import { watchHide } from "./hide.js";
import { applyLooks } from "./looks.js";
import { flush, go, start } from "./router.js";
import { tell } from "./screen.js";
import { note } from "./ui.js";

function keepTyping() {
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
  window.addEventListener("pagehide", flush);
  $(".skip").addEventListener("click", (event) => { event.preventDefault(); $("#main").focus(); });
}

async function lock() {
  const { lockSet, lockKind } = core.state();
  if (lockSet && lockKind !== "none") await core.lock();
}

applyLooks();
safeEnter(document);
autosize(document);
keepTyping();
// What a button couldn't do is said in words; it is nobody's fault that isn't caught.
window.addEventListener("unhandledrejection", (event) => {
  if (!event.reason || !event.reason.code) return;
  event.preventDefault();
  tell(event.reason.message, "over");
});
watchHide({ flush, lock, handed: () => Boolean(core.state().handed), back: (from) => { if (window.location.hash === from) go(from); else window.location.replace(from); } });

core.open().then(start).catch((error) => {
  fill($("#main"), note("over", "这个浏览器打不开本机的存储。", "请退出无痕浏览，或换系统浏览器。联网时可以用普通页面。",
    h("p", null, h("a", { href: "/field" }, "打开普通页面"))), h("p", { class: "small quiet" }, String(error.message || error)));
});
