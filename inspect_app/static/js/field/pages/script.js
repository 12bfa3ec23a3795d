// How a matter is to be done: folded, for somebody may look over a shoulder.
import { h } from "../dom.js";

/** The script's lines, or nothing; a tablet's older pack knows none. */
export const scriptOf = (script) => (script ? h("details", { class: "more panel" }, h("summary", { class: "small" }, "这件事怎么办"),
  h("div", { class: "more-body" }, h("dl", { class: "kv" }, script.lines.map(([name, text]) => [h("dt", null, name), h("dd", null, text)])))) : null);
