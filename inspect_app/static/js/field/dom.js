// Builds the page from elements and text; nothing that came from anywhere is ever read as HTML.
const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "use", "rect", "path", "circle"]);
const SPRITE = "/static/icons/sprite.svg"; // named in full, so that the worker keeps it

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [event, heard] of Object.entries(value)) node.addEventListener(event, heard);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "value" || name === "checked" || name === "disabled" || name === "open") node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

/** Make an element: attributes, then children; empty children (null, false) are left out. */
export function h(tag, attributes, ...children) {
  const node = DRAWN.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) if (name !== "value") set(node, name, value);
  add(node, children);
  if (attributes && "value" in attributes) set(node, "value", attributes.value);
  return node;
}

export function add(node, children) {
  for (const child of children.flat(4)) {
    if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
  }
  return node;
}

/** Put these children in place of what an element holds. */
export function fill(node, ...children) {
  node.replaceChildren();
  return add(node, children);
}

export const icon = (name, label) => h("svg", {
  class: "i", focusable: "false", ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
}, h("use", { href: `${SPRITE}#i-${name}` }));

/** Words with dots between them; empty ones are left out. */
export const sep = (words) => words.filter(Boolean)
  .flatMap((word, place) => (place ? [h("span", { class: "sep" }), word] : [word]));

export const $ = (query, root = document) => root.querySelector(query);
export const $$ = (query, root = document) => [...root.querySelectorAll(query)];
