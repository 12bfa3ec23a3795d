// Text size and theme of this tablet: kept in the browser, so that both work without network.
import { h } from "./dom.js";

const SIZES = ["normal", "larger", "largest"];
export const THEMES = [["auto", "跟随系统"], ["light", "浅色"], ["dark", "深色"], ["contrast", "阳光下"]];
const root = document.documentElement;

function read(name, known) {
  try {
    const kept = localStorage.getItem(`inspect-${name}`);
    return known.includes(kept) ? kept : known[0];
  } catch { return known[0]; }
}

function keep(name, value) {
  try { localStorage.setItem(`inspect-${name}`, value); } catch { /* a browser that keeps nothing still shows it */ }
}

export const theme = () => read("theme", THEMES.map(([value]) => value));

export function setTheme(value) {
  keep("theme", value);
  root.dataset.bsTheme = value;
}

function step(by) {
  const place = Math.max(0, Math.min(SIZES.indexOf(root.dataset.text) + by, SIZES.length - 1));
  root.dataset.text = SIZES[place];
  keep("text", SIZES[place]);
}

export function applyLooks() {
  root.dataset.text = read("text", SIZES);
  root.dataset.bsTheme = theme();
}

export const textSize = () => h("span", { class: "text-size" }, [[-1, "A−", "字小一点"], [1, "A＋", "字大一点"]].map(([by, words, label]) =>
  h("button", { class: "btn btn-outline-secondary", type: "button", "aria-label": label, on: { click: () => step(by) } }, words)));
