// What was handed in and waits for the server: frozen bytes, made once and sent the same every time.
import { newUuid } from "./hash.js";
import { draftChange, draftOf, onDraft } from "./drafts.js";
import { factsOfDraft, factsOfItem, queuedFor, visitOf } from "./pack.js";
import { every, find, has, keep, used } from "./rows.js";
import { emit, tablet, tellOtherTabs, Trouble } from "./tablet.js";

const SHADOW_MS = 7 * 24 * 3600 * 1000;
const POSTED = "服务器已登记这一份，只缺照片。请联系跑改办退回后再补；其余内容都在";
const YOUNG_MS = 10 * 60 * 1000;

function frozen(visit, body) {
  const { answers, trials, interviews, findings, files, trace } = body;
  return JSON.stringify({
    visit_id: visit.id,
    round: visit.round,
    base_uuid: visit.base_uuid,
    checklist_version: body.version,
    client_time: new Date().toISOString(),
    clock_offset_ms: tablet.device.offset ?? null,
    answers, trials, interviews, findings,
    files: files.map(({ sha256, size, type, item, taken_at }) => ({ sha256, size, type, item, taken_at })),
    trace,
  });
}

/** Freeze a draft and queue it, in one transaction. */
export function submit(id) {
  return onDraft(id, async () => {
    const queued = queuedFor(id);
    if (queued) return { uuid: queued.uuid };
    const visit = visitOf(id);
    const draft = await draftOf(id);
    const uuid = newUuid();
    const item = {
      owner: tablet.person.owner, uuid, visit_id: id, label: visit.place, round: visit.round, text: frozen(visit, draft.body), draft,
      files: draft.body.files, held: draft.held, state: "waiting", posted: false, error: "", at: new Date().toISOString(),
    };
    await keep([{ store: "queue", id: uuid, value: item }, { store: "drafts", id, drop: true }]);
    tablet.queue.set(uuid, factsOfItem(item));
    tablet.drafts.delete(id);
    changed();
    return { uuid };
  });
}

const changed = () => {
  tellOtherTabs("change");
  emit("change");
};

/** Return a queued item with its bytes, or null. */
export async function itemOf(uuid) {
  const found = await find("queue", uuid);
  if (!found) return null;
  const { row, bytes, ...item } = found;
  return item;
}

// An upload may end after the tablet changed hands: nothing of one person is ever written as another's.
function ownedNow(item) {
  if (!tablet.person || tablet.person.owner !== item.owner) throw new Trouble("switched", "已换人");
}

export async function keepItem(item) {
  ownedNow(item);
  await keep([{ store: "queue", id: item.uuid, value: item }]);
  tablet.queue.set(item.uuid, factsOfItem(item));
  changed();
}

/** Turn a refused submission, or one whose photo is lost, back into a draft; the next one gets a new uuid. */
export async function reopen(uuid) {
  const facts = tablet.queue.get(uuid);
  if (!facts) return;
  await onDraft(facts.visit_id, async () => {
    const item = await itemOf(uuid);
    if (!item || !["refused", "photo_missing"].includes(item.state)) {
      throw new Trouble("sending", "这一份正在上传，不能改");
    }
    if (item.posted && item.state === "photo_missing") throw new Trouble("posted", POSTED);
    const { visit_id: id } = item;
    const draft = { ...item.draft, held: item.held, edits: item.draft.edits + 1 };
    await keep([draftChange(id, draft), { store: "queue", id: uuid, drop: true }]);
    tablet.queue.delete(uuid);
    tablet.drafts.set(id, factsOfDraft(draft));
  });
  changed();
}

/** Move a submission the server has whole to the shadows, where it stays 7 days. */
export async function received(item, { receipt, server_time: at }) {
  ownedNow(item);
  const { draft, ...rest } = item;
  const shadow = { ...rest, receipt, received_at: at, until: Date.now() + SHADOW_MS };
  const visit = tablet.visits.find((one) => one.id === item.visit_id);
  const listed = visit && { ...visit, status: "received", receipt, submitted_at: at };
  await keep([
    { store: "queue", id: item.uuid, drop: true },
    { store: "shadows", id: item.uuid, value: shadow },
    ...(visit ? [{ store: "packs", id: visit.id, value: listed }] : []),
  ]);
  tablet.queue.delete(item.uuid);
  tablet.serverDrafts.delete(item.visit_id);
  if (visit) tablet.visits = tablet.visits.map((one) => (one.id === visit.id ? listed : one));
  tablet.shadows = [...tablet.shadows, factsOfItem(shadow)];
  changed();
}

/** Return the queue as the page 同步 shows it. */
export function listQueue() {
  return [...tablet.queue.values()].map((item) => ({
    visit_id: item.visit_id,
    uuid: item.uuid,
    label: item.label,
    state: item.state,
    error: item.error,
    problems: item.problems || [],
    at: item.at,
    files: item.files.map(({ sha256, size }) => {
      const done = item.held.includes(sha256);
      const missing = (item.lost || []).includes(sha256);
      return { sha256, size, sent: done ? size : Math.min(size, tablet.sent.get(sha256) || 0), done, missing };
    }),
  }));
}

/** Drop shadows after their 7 days, and photos nothing speaks of any more. */
export async function tidy() {
  const old = (await every("shadows")).filter((shadow) => (shadow.until || shadow.row.at + SHADOW_MS) < Date.now());
  if (old.length) await keep(old.map((shadow) => ({ store: "shadows", id: shadow.row.id, drop: true })));
  const spoken = await used();
  for (const hash of await has("files")) {
    if (spoken.has(hash)) continue;
    const found = await find("files", hash);
    if (found && found.row.at < Date.now() - YOUNG_MS) await keep([{ store: "files", id: hash, drop: true }]);
  }
}
