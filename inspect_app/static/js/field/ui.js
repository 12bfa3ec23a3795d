// The same parts as inspect_app/templates/components: one function a part, the same classes.
import { h, icon, sep } from "./dom.js";

const KINDS = { primary: "btn-primary", line: "btn-outline-secondary", danger: "btn-outline-danger", quiet: "btn-quiet" };
const kindOf = (kind) => `btn ${KINDS[kind || "line"]}`;

/** A verb; `off` is the reason why it can't be used now. */
export function button(label, on, { kind, sign, off, data, type = "button", wide } = {}) {
  const attributes = { type, class: kindOf(kind) + (wide ? " btn-wide" : ""), disabled: Boolean(off), data };
  const made = h("button", { ...attributes, on: on ? { click: on } : null }, sign && icon(sign), h("span", null, label));
  return off ? h("span", { class: "off" }, made, h("span", { class: "off-why small" }, off)) : made;
}

export const link = (label, href, { kind, sign, after } = {}) =>
  h("a", { class: kindOf(kind), href }, sign && icon(sign), h("span", null, label), after && icon(after));

export const iconLink = (label, href, sign) =>
  h("a", { class: "icon-btn", href, "aria-label": label, title: label }, icon(sign));
export const iconButton = (label, sign, data) =>
  h("button", { class: "icon-btn", type: "button", "aria-label": label, title: label, data }, icon(sign));

const NOTES = { info: "info", near: "clock", over: "warn", ok: "check" };
export const note = (kind, strong, text, ...more) => h("div", { class: `note note-${kind}` }, icon(NOTES[kind]),
  h("div", null, h("p", null, strong && h("b", null, strong), text), more));

export const tag = (text, kind) => h("span", { class: `tag${kind ? ` tag-${kind}` : ""}` }, text);

const WORDS = { draft: ["草稿", "edit"], waiting: ["待上传", "clock"], received: ["已收到", "check"] };
/** The three words of a visit, or its time while it is only planned. */
export function visitState(kind, text) {
  const [word, sign] = WORDS[kind] || ["", null];
  return h("span", { class: `state state-${kind}` }, sign && icon(sign), [word, text].filter(Boolean).join(" "));
}

export function progress(done, total) {
  const bar = h("svg", { class: "bar", viewBox: `0 0 ${total || 1} 1`, preserveAspectRatio: "none", "aria-hidden": "true" },
    h("rect", { width: total || 1, height: 1 }), h("rect", { width: done, height: 1 }));
  return h("span", { class: "bar-line" }, h("b", { class: "nowrap" }, `已答 ${done}/${total}`), bar);
}

export const panel = (title, side, ...body) => h("section", { class: "panel", "aria-label": title },
  title && h("div", { class: "panel-head" }, h("h2", { class: "h-large" }, title), side && h("span", { class: "push small quiet" }, side)), body);
export const body = (...children) => h("div", { class: "panel-body stack" }, children);

export const emptyState = (title, text) => h("div", { class: "empty" },
  h("svg", { class: "mark-line", viewBox: "0 0 80 40", "aria-hidden": "true" },
    h("path", { d: "M6 24h28l9 10 24-28" }), h("circle", { cx: 6, cy: 24, r: 3 })),
  h("p", { class: "h-large" }, title), text && h("p", null, text));

const SIGNS = { yes: "check", no: "x", na: "minus" };
/** Answers of at least 60 px; rows of (value, label, look). */
export const answers = (name, chosen, rows) => h("div", { class: `answers answers-${rows.length}` }, rows.map(([value, label, look]) =>
  h("label", null, h("input", { type: "radio", name, value, checked: chosen === value }),
    h("span", { class: look }, icon(SIGNS[look]), label))));

export const seg = (name, rows, chosen, label) => h("div", { class: "seg", role: "radiogroup", "aria-label": label }, rows.map(([value, text]) =>
  h("label", null, h("input", { type: "radio", name, value, checked: chosen === value }), h("span", null, text))));

/** One field: label, 选填, hint, control, and the place of its error. */
export function field(label, control, { hint, optional, short, error } = {}) {
  const id = control.id || `f-${control.getAttribute("name")}`;
  control.id = id;
  const said = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  if (said) control.setAttribute("aria-describedby", said);
  if (error) control.setAttribute("aria-invalid", "true");
  return h("div", { class: `field${short ? " field-short" : ""}${error ? " is-bad" : ""}` },
    h("label", { class: "label", for: id }, label, optional && [" ", h("span", { class: "opt" }, "选填")]),
    hint && h("span", { class: "hint", id: `${id}-hint` }, hint),
    error && h("span", { class: "err", id: `${id}-error` }, `错误：${error}`), control);
}

export const group = (label, control, { optional } = {}) => h("fieldset", { class: "field" },
  h("legend", { class: "label" }, label, optional && [" ", h("span", { class: "opt" }, "选填")]), control);

export const input = (name, value, more) => h("input", { class: "form-control", type: "text", name, value: value ?? "", autocomplete: "off", ...more });
export const area = (name, value, rows, more) =>
  h("textarea", { class: "form-control", name, rows, value: value ?? "", "data-autosize": true, ...more });
export const select = (name, rows, chosen, more) => h("select", { class: "form-select", name, ...more },
  rows.map(([value, text]) => { const one = h("option", { value: String(value) }, text); one.selected = String(value) === String(chosen ?? ""); return one; }));

export const dots = (words) => h("span", { class: "quiet small" }, sep(words));

/** The label of a value in rows of (value, label). */
export const labelOf = (rows, value) => { const found = rows.find(([one]) => one === value); return found ? found[1] : ""; };
