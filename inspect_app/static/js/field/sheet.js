// One more question, and sheets that open over a page without taking anything away from it.
import { add, h } from "./dom.js";
import { button } from "./ui.js";

let made = 0;

/** Open a sheet over the page; resolves to what `close` was given, or null when it was left. */
export function sheet(title, build) {
  const id = `sheet-${(made += 1)}`;
  const dialog = h("dialog", { class: "ask", "aria-labelledby": id }, h("h2", { id, class: "h-large" }, title));
  const before = document.activeElement;
  return new Promise((resolve) => {
    let answer = null;
    const close = (value) => { answer = value ?? null; dialog.close(); };
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before && before.isConnected) before.focus();
      resolve(answer);
    });
    add(dialog, [build(close)]);
    document.body.append(dialog);
    dialog.showModal();
    const first = dialog.querySelector("input");
    if (first) first.focus();
  });
}

/** Ask before a deed that can't be taken back: true when it is wanted. */
export function ask({ title, text, verb, kind = "primary" }) {
  return sheet(title, (close) => [
    ...[text].flat().filter(Boolean).map((line) => h("p", null, line)),
    h("div", { class: "cluster" }, button("先不办", () => close(false), { kind: "quiet" }), button(verb, () => close(true), { kind })),
  ]).then(Boolean);
}

/** Take every open sheet away at once. */
export const closeSheets = () => document.querySelectorAll("dialog").forEach((dialog) => { dialog.close(); dialog.remove(); });
