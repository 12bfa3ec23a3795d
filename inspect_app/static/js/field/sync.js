// When something is sent: on opening, when the network or the page comes back, after a save or a submission, and
// on a timer that waits longer and longer. One tab at a time. navigator.onLine is never believed.
import { field, ping } from "./api.js";
import { sendDraft } from "./drafts.js";
import { alone } from "./lock.js";
import { draftFacts, load, refreshPack } from "./pack.js";
import { askSession, keepDevice, sessionEnded } from "./people.js";
import { opinionsWait, sendOpinions } from "./opinions.js";
import { sendDraftPhotos } from "./photos.js";
import { tidy } from "./queue.js";
import { keeping } from "./rows.js";
import { deliver } from "./sending.js";
import { emit, tablet, tellOtherTabs, Trouble } from "./tablet.js";
import { lookForUpdate } from "./worker.js";

const FIRST_MS = 5_000;
const LONGEST_MS = 300_000;
const SOON_MS = 800;
const STUCK = new Set(["refused", "photo_missing"]);

let delay = FIRST_MS;
let timer = null;
let running = null;
let again = false;
const refusedDrafts = new Map(); // visit id → the edits the server would not take; another edit tries again

const canRead = () => Boolean(tablet.person) && keeping() !== "locked";

const isCurrent = (id) => tablet.visits.some((visit) => visit.id === id && draftFacts(visit));

const dirty = () => [...tablet.drafts].filter(([id, draft]) =>
  isCurrent(id) && !draft.conflict && refusedDrafts.get(id) !== draft.edits &&
  (draft.dirty || draft.files.some((hash) => !draft.held.includes(hash))));

/** Say whether anything of this person is not on the server yet. */
export const waits = () => dirty().length > 0 || [...tablet.queue.values()].some((item) => !STUCK.has(item.state)) || opinionsWait();

/** Sync a moment after the last change. */
export function soon(ms = SOON_MS) {
  clearTimeout(timer);
  timer = setTimeout(() => run(), ms);
}

// Half of the wait is chance: a hall full of tablets must not come back in one second.
function later() {
  clearTimeout(timer);
  if (!waits() && !tablet.lastError) return;
  timer = setTimeout(() => run({ full: true }), delay / 2 + Math.random() * (delay / 2));
  delay = Math.min(delay * 2, LONGEST_MS);
}

/** Sync now, or once more after the sync that is running. `full` asks for the pack and the list of drafts too. */
export function run({ full = false } = {}) {
  if (running) {
    again = again === "full" || full ? "full" : "light";
    return running;
  }
  running = once(full).finally(() => {
    running = null;
    const next = again;
    again = false;
    if (next) run({ full: next === "full" });
  });
  return running;
}

async function once(full) {
  try {
    const ran = await alone("sync", () => everything(full));
    if (!ran) return soon(FIRST_MS);
    delay = FIRST_MS;
    if (tablet.lastError) tablet.lastError = "";
  } catch (error) {
    if (error.code === "signed_out") sessionEnded();
    if (error.code === "signed_out" && !tablet.person) tablet.lastError = ""; // nobody has used it yet
    else tablet.lastError = error instanceof Trouble ? error.message : "同步没有做完，稍后自动再试；内容都在本机";
    if (!(error instanceof Trouble)) console.error(error);
  }
  later();
  emit("change");
  return undefined;
}

async function everything(full) {
  await keepDevice({ offset: await ping() });
  if ((full || !tablet.session) && !(await askSession())) return;
  if (!canRead()) return;
  if (full) await load();
  const { owner } = tablet.person;
  const stays = () => Boolean(tablet.person) && tablet.person.owner === owner;
  const error = await allDrafts(stays);
  await allItems(full, stays);
  if (stays()) await sendOpinions(full);
  if (full && stays()) {
    await refreshPack();
    await refreshDrafts();
    await tidy();
    lookForUpdate();
  }
  await keepDevice({ lastSync: new Date().toISOString() });
  tellOtherTabs("change");
  if (error) throw error;
}

// A draft that the server will not take stands in nobody's way, and is said.
async function allDrafts(stays) {
  let error = null;
  for (const [id, { edits }] of dirty()) {
    if (!stays()) break;
    try {
      await sendDraft(id);
      await sendDraftPhotos(id);
    } catch (trouble) {
      if (trouble.code !== "refused") throw trouble;
      refusedDrafts.set(id, edits);
      error = trouble;
    }
  }
  return error;
}

async function allItems(full, stays) {
  const tried = (item) => item.state !== "refused" && (full || item.state !== "photo_missing");
  for (const item of [...tablet.queue.values()].filter(tried)) {
    if (stays()) await deliver(item.uuid);
  }
}

async function refreshDrafts() {
  const { data } = await field("GET", "drafts", { fits: (given) => Array.isArray(given.drafts) });
  tablet.serverDrafts = new Map(data.drafts.map((draft) => [draft.visit_id, draft]));
}

/** Sync because a person asked: what was said of room made on the device has been read. */
export async function now() {
  tablet.notice = "";
  delay = FIRST_MS;
  while (running) await running; // that one began before what is to be sent was there
  await run({ full: true });
}

/** Begin to listen for the moments at which a sync may succeed. */
export function watch() {
  const whole = () => run({ full: true });
  window.addEventListener("online", whole);
  window.addEventListener("pageshow", (event) => event.persisted && whole());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && whole());
  whole();
}
