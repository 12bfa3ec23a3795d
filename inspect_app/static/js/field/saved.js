// The one line that says where a visit is: 本机已存 14:32:05 · 服务器已存 14:32:06.
import { core } from "./core.js";
import { fill, h, icon } from "./dom.js";
import { savedLine } from "./words.js";

function parts(facts) {
  return savedLine(facts).split(" · ").map((text, place) => {
    const kept = text.includes("已存") && (place === 0 || !facts.device_at || !facts.server_at || facts.server_at >= facts.device_at);
    return h("span", { class: kept ? null : "wait", data: place ? { savedServer: "" } : { savedDevice: "" } }, icon(kept ? (place ? "cloud" : "device") : "clock"), text);
  });
}

/** Make the line of a visit; it follows by itself for as long as it stands in the page. */
export function savedLineOf(visit) {
  const facts = { device_at: visit.device_at, server_at: visit.server_at, memory: core.state().memory };
  const line = h("p", { class: "save", role: "status", "aria-live": "polite", data: { saved: "" } });
  // A visit that came with answers is not empty: only this tablet has changed nothing yet.
  const untouched = ["draft", "returned"].includes(visit.status) ? "本机还没有改过" : "还没有填";
  const show = () => fill(line, facts.device_at || facts.server_at ? parts(facts) : h("span", { class: "wait" }, icon("clock"), untouched));
  const off = core.on("saved", ({ visit: id, where, at }) => {
    if (!line.isConnected) { off(); return; }
    if (id !== visit.id) return;
    if (where === "memory") facts.memory = true;
    facts[where === "server" ? "server_at" : "device_at"] = at;
    show();
  });
  show();
  return line;
}
