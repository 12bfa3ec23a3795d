// Which page stands behind the #; nothing of it ever reaches the server.
import { core } from "./core.js";
import { $ } from "./dom.js";
import { drawNotes, isHidden } from "./hide.js";
import { alarm, draw } from "./screen.js";
import { bars } from "./bars.js";
import * as begin from "./pages/begin.js";
import * as check from "./pages/check.js";
import * as device from "./pages/device.js";
import * as finding from "./pages/finding.js";
import * as me from "./pages/me.js";
import * as mine from "./pages/mine.js";
import * as opinion from "./pages/opinion.js";
import * as part from "./pages/part.js";
import * as pin from "./pages/pin.js";
import * as receipt from "./pages/receipt.js";
import * as signIn from "./pages/sign-in.js";
import * as sync from "./pages/sync.js";
import * as talk from "./pages/talk.js";
import * as trial from "./pages/trial.js";
import * as visit from "./pages/visit.js";

const ROUTES = [
  [/^\/$/, mine.open],
  [/^\/v\/([^/]+)$/, visit.open],
  [/^\/v\/([^/]+)\/(look|do|ask)$/, part.open],
  [/^\/v\/([^/]+)\/trial\/new$/, begin.open],
  [/^\/v\/([^/]+)\/trial\/([^/]+)$/, trial.open],
  [/^\/v\/([^/]+)\/talk\/new$/, talk.open],
  [/^\/v\/([^/]+)\/talk\/([^/]+)$/, talk.open],
  [/^\/v\/([^/]+)\/finding\/([^/]+)$/, finding.open],
  [/^\/v\/([^/]+)\/check$/, check.open],
  [/^\/v\/([^/]+)\/receipt$/, receipt.open],
  [/^\/sync$/, sync.open],
  [/^\/me$/, me.open],
  [/^\/opinion$/, opinion.open],
  [/^\/pin$/, pin.open],
];
const OPEN = [
  [/^\/device$/, device.open],
  [/^\/sign-in$/, signIn.open],
  [/^\/enrol\/([^/]+)$/, signIn.openEnrol],
  [/^\/as-signed-in$/, signIn.openAsSignedIn],
];

let current = null;
let stand = ""; // the page that is left
const scrolled = new Map();
let turn = 0;

function find(path) {
  if (core.state().handed) return [/^/, opinion.openHanded];
  const free = OPEN.find(([shape]) => shape.test(path));
  if (free) return free;
  const { owner, locked, lockKind, lockSet, secure } = core.state();
  if (!owner) return [/^/, signIn.open];
  if (locked || (lockKind !== "none" && !lockSet && secure)) return [/^/, pin.open];
  return ROUTES.find(([shape]) => shape.test(path)) || [/^/, () => ({ redirect: "#/" })];
}

const where = () => (window.location.pathname === "/device-check" && window.location.hash.length < 2 ? "/device" : window.location.hash.slice(1) || "/");

function drop() {
  const old = current;
  current = null;
  if (!old) return Promise.resolve();
  if (old.left) old.left();
  return old.flush ? old.flush() : Promise.resolve();
}

async function show() {
  turn += 1;
  const mine_ = turn;
  if (isHidden()) { drop(); drawNotes(); return; }
  const [path, query] = where().split("?");
  scrolled.set(stand, window.scrollY);
  await drop();
  const [shape, open] = find(path);
  let page;
  try {
    page = await open((path.match(shape) || []).slice(1), new URLSearchParams(query));
  } catch (error) {
    page = { redirect: path === "/" ? null : "#/", error };
  }
  if (mine_ !== turn || isHidden()) { if (page.left) page.left(); return; }
  if (page.redirect) { go(page.redirect, true); return; }
  if (!page.view) throw page.error;
  current = page;
  draw(page.view);
  bars(true);
  stand = path;
  if (page.shown) page.shown();
  else if (path === "/") window.scrollTo(0, scrolled.get("/") || 0); // back to the same place of the list
}

/** Go to a page; `instead` leaves the one before out of the history. */
export function go(hash, instead = false) {
  if (window.location.hash === hash || (hash === "#/" && !window.location.hash)) { show(); return; }
  if (instead) window.location.replace(hash);
  else window.location.hash = hash;
}

export const reload = () => show();
export const flush = () => (current && current.flush ? current.flush() : Promise.resolve());

function heard(name, detail) {
  if (isHidden()) return;
  bars();
  if (current && current.heard) current.heard(name, detail);
}

let stood = "";
function session() {
  const { owner, locked, lockKind, lockSet, handed } = core.state();
  if (handed) return; // what a citizen is writing stays
  const stands = [owner, locked, lockKind, lockSet].join();
  if (stands !== stood && !isHidden()) { stood = stands; alarm(""); show(); } else heard("session");
}

export function start() {
  const { owner, locked, lockKind, lockSet } = core.state();
  stood = [owner, locked, lockKind, lockSet].join();
  window.addEventListener("hashchange", (event) => {
    if (event.newURL.endsWith("#main")) { history.back(); $("#main").focus(); return; }
    show();
  });
  for (const name of ["change", "update", "progress"]) core.on(name, (detail) => heard(name, detail));
  core.on("session", session);
  return show();
}
