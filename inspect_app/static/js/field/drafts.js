// A draft: on the device with every change, on the server soon after. What another tablet wrote meanwhile is
// offered, never taken by itself, and what gives way is kept 7 days.
import { field } from "./api.js";
import { newUuid } from "./hash.js";
import { exclusive } from "./lock.js";
import { draftFacts, factsOfDraft, listedVisit, queuedFor, visitOf } from "./pack.js";
import { find, inMemory, keep } from "./rows.js";
import { emit, tablet, tellOtherTabs, Trouble } from "./tablet.js";

const now = () => new Date().toISOString();
const copy = (value) => JSON.parse(JSON.stringify(value));
export const onDraft = (id, work) => exclusive(`draft ${tablet.person.owner} ${id}`, work);

function fresh(visit) {
  const nothing = { started_at: null, answers: {}, trials: [], interviews: [], findings: [], files: [], trace: { parts: {} } };
  const body = { ...nothing, ...copy(visit.previous || {}) };
  body.version = (visit.previous && visit.previous.version) || visit.version;
  return { body, round: visit.round, rev: 0, edits: 0, sent: 0, device_at: null, server_at: null, conflict: null, held: [] };
}

/** Return a visit's draft as it lies on the device, or a fresh one. */
export async function draftOf(id) {
  const found = await find("drafts", id);
  const visit = visitOf(id);
  if (!found || found.round < visit.round) return fresh(visit);
  const { row, bytes, ...draft } = found;
  return draft;
}

export const draftChange = (id, draft) =>
  ({ store: "drafts", id, value: draft, clear: { dirty: draft.edits !== draft.sent } });

export async function keepDraft(id, draft, others = []) {
  await keep([draftChange(id, draft), ...others]);
  tablet.drafts.set(id, factsOfDraft(draft));
  tellOtherTabs("change");
}

/** Change a draft; done when it is on the device. */
export function save(id, change) {
  return onDraft(id, async () => {
    if (queuedFor(id)) throw new Trouble("frozen", "这次走访已提交，正在上传，不能再改");
    const draft = await draftOf(id);
    if (!draft.body.started_at) draft.body.started_at = now();
    await change(draft.body);
    draft.edits += 1;
    draft.device_at = now();
    await keepDraft(id, draft, await outlived(id, draft));
    emit("saved", { visit: id, where: inMemory() ? "memory" : "device", at: draft.device_at });
    emit("change");
  });
}

/** Return all a page needs to show a visit; the body is a copy. */
export async function visitPage(id) {
  const visit = listedVisit(id);
  const queued = queuedFor(id);
  const waiting = queued && (await find("queue", queued.uuid));
  const { body } = waiting ? waiting.draft : await draftOf(id);
  const { versions, matters, cancelled, words } = tablet.meta;
  const version = versions[body.version] || versions[visit.version];
  return { visit, version, matters, cancelled, words, body, serverOffer: waiting ? null : offerOf(id) };
}

/** Return what another tablet wrote of a visit since this one asked, or null. */
export function offerOf(id) {
  const draft = draftFacts(visitOf(id));
  if (draft && draft.conflict) return draft.conflict;
  const there = tablet.serverDrafts.get(id);
  return there && there.rev > (draft ? draft.rev : 0) ? { rev: there.rev, saved_at: there.saved_at } : null;
}

/** Send one draft if it changed; a newer one on the server becomes an offer. */
export async function sendDraft(id) {
  const draft = await draftOf(id);
  if (draft.conflict || draft.edits === draft.sent) return;
  const answer = await putDraft(id, draft);
  await onDraft(id, async () => {
    const latest = await find("drafts", id);
    if (!latest) return; // submitted meanwhile
    const { row, bytes, ...kept } = latest;
    await keepDraft(id, { ...kept, ...answer });
  });
  if (answer.conflict) emit("change");
  else {
    tablet.serverDrafts.set(id, { rev: answer.rev, saved_at: answer.server_at });
    emit("saved", { visit: id, where: "server", at: answer.server_at });
  }
}

async function putDraft(id, draft) {
  const fits = (data) => Number.isInteger(data.rev) && typeof data.saved_at === "string";
  try {
    const { data } = await field("PUT", `drafts/${id}`, { body: { rev: draft.rev, body: draft.body }, fits });
    return { rev: data.rev, server_at: data.saved_at, sent: draft.edits };
  } catch (error) {
    if (error.code !== "refused" || error.error !== "stale") throw error;
    return { conflict: { rev: error.data.rev, saved_at: error.data.saved_at } };
  }
}

/** Remember that the server holds a photo of this draft. */
export function noteHeld(id, hash) {
  return onDraft(id, async () => {
    if (!(await find("drafts", id))) return;
    const draft = await draftOf(id);
    await keepDraft(id, { ...draft, held: [...draft.held, hash] });
  });
}

// What gives way is kept a week, beside the copies of what was received.
const aside = (id, body, at) =>
  ({ store: "shadows", id: newUuid(), value: { visit_id: id, kind: "draft", body, files: body.files || [], at } });

const serverDraft = async (id) =>
  (await field("GET", `drafts/${id}`, { fits: (data) => Number.isInteger(data.rev) && typeof data.body === "object" })).data;

/** Take over what another tablet wrote. */
export async function takeServerDraft(id) {
  const there = await serverDraft(id);
  await onDraft(id, async () => {
    if (queuedFor(id)) throw new Trouble("frozen", "这次走访已提交，正在上传，不能再改");
    const mine = await draftOf(id);
    const edits = mine.edits + 1;
    const taken = { body: there.body, round: mine.round, rev: there.rev, edits, sent: edits, device_at: now(), server_at: there.saved_at, conflict: null, held: mine.held };
    await keepDraft(id, taken, mine.device_at ? [aside(id, mine.body, now())] : []);
  });
  emit("change");
}

/** Keep mine over what another tablet wrote; theirs is put aside first. */
export async function keepMine(id) {
  const there = await serverDraft(id);
  await onDraft(id, async () => {
    const mine = await draftOf(id);
    await keepDraft(id, { ...mine, rev: there.rev, conflict: null, edits: mine.edits + 1 }, [aside(id, there.body, now())]);
  });
  emit("change");
}

// What was left here of a round that another tablet handed in makes room for the next round.
async function outlived(id, draft) {
  if (draft.edits > 1) return [];
  const old = await find("drafts", id);
  return old ? [aside(id, old.body, now())] : [];
}

const itemsOf = (version) => new Map(version.body.parts.flatMap((part) => part.items).map((item) => [item.key, item]));

async function versionsOf(id) {
  const { versions } = tablet.meta;
  const visit = visitOf(id);
  const { body } = await draftOf(id);
  const newer = versions[visit.newer_version];
  if (!newer || visit.newer_version === body.version) throw new Trouble("no_newer", "没有更新的清单");
  return { visit, old: itemsOf(versions[body.version] || versions[visit.version]), fresh: itemsOf(newer) };
}

/** Return what moving to the newer checklist would change. */
export async function newerChanges(id) {
  const { old, fresh: newer } = await versionsOf(id);
  const both = [...newer.values()].filter((item) => old.has(item.key));
  return {
    added: [...newer.values()].filter((item) => !old.has(item.key)).map((item) => item.text),
    removed: [...old.values()].filter((item) => !newer.has(item.key)).map((item) => item.text),
    changed: both.filter((item) => old.get(item.key).text !== item.text).map((item) => [old.get(item.key).text, item.text]),
  };
}

/** Move a draft to the newer checklist; answers that no longer have an item are put aside with the old draft. */
export async function moveToNewer(id) {
  const { visit, old, fresh: newer } = await versionsOf(id);
  const stays = (key) => newer.has(key) && old.has(key) && newer.get(key).kind === old.get(key).kind;
  await onDraft(id, async () => {
    const draft = await draftOf(id);
    const before = aside(id, copy(draft.body), now());
    const { body } = draft;
    body.version = visit.newer_version;
    body.answers = Object.fromEntries(Object.entries(body.answers).filter(([key]) => stays(key)));
    body.files = body.files.filter((file) => !old.has(file.item) || stays(file.item));
    body.findings = body.findings.filter(({ source }) => source.kind !== "answer" || stays(source.key));
    await keepDraft(id, { ...draft, edits: draft.edits + 1, device_at: now() }, [before]);
  });
  emit("change");
}
