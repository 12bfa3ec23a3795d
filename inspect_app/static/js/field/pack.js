// The pack: my visits, their checklists and the office's key, as the server gave them last. Reading it into the
// page is also where a page learns everything else that lies on the device.
import { field } from "./api.js";
import { every, keep, keeping } from "./rows.js";
import { rows } from "./store.js";
import { emit, tablet } from "./tablet.js";
import { wordOf } from "./words.js";

const META = "*";
const isPack = (data) => typeof data.owner === "string" && Array.isArray(data.visits) && typeof data.versions === "object";

/** Facts of a draft that lists need; the body stays on the device. */
export function factsOfDraft({ body, round, rev, edits, sent, device_at, server_at, conflict, held }) {
  const files = (body.files || []).map((file) => file.sha256);
  return { version: body.version, round, files, rev, edits, dirty: edits !== sent, device_at, server_at, conflict, held: held || [] };
}

export const factsOfItem = ({ text, draft, ...facts }) => facts;

function empty() {
  Object.assign(tablet, { meta: null, visits: [], drafts: new Map(), queue: new Map(), shadows: [] });
}

async function loadOwn() {
  const [packs, drafts, queue, shadows] = await Promise.all(["packs", "drafts", "queue", "shadows"].map((name) => every(name)));
  const bare = ({ row, bytes, ...value }) => value;
  tablet.meta = packs.filter((one) => one.row.id === META).map(bare)[0] || null;
  tablet.visits = packs.filter((one) => one.row.id !== META).map(bare).sort((one, other) => one.order - other.order);
  tablet.drafts = new Map(drafts.map((one) => [one.row.id, factsOfDraft(one)]));
  const waiting = queue.map((one) => factsOfItem(bare(one)));
  tablet.queue = new Map(waiting.sort((one, other) => (one.at < other.at ? -1 : 1)).map((one) => [one.uuid, one]));
  tablet.shadows = shadows.map((one) => factsOfItem(bare(one)));
}

/** Read what this person has on the device; of others only how many things wait. */
export async function load() {
  const own = tablet.person ? tablet.person.owner : null;
  const waiting = [...(await rows("queue")), ...(await rows("drafts")).filter((row) => row.dirty)];
  const opinions = await rows("opinions");
  tablet.opinions = opinions.filter((row) => row.owner === own).length;
  tablet.others = [...waiting, ...opinions].filter((row) => row.owner !== own).length;
  if (own === null || keeping() === "locked") empty();
  else await loadOwn();
  emit("change");
}

// A checklist stays as long as a draft speaks of it; a visit that left the pack stays while something of it waits.
function merged(pack) {
  const versions = { ...pack.versions };
  for (const { version } of tablet.drafts.values()) {
    const old = tablet.meta && tablet.meta.versions[version];
    if (old && !versions[version]) versions[version] = old;
  }
  const waiting = new Set([...tablet.queue.values()].map((item) => item.visit_id));
  const listed = new Set(pack.visits.map((visit) => visit.id));
  const gone = tablet.visits.filter(({ id }) => !listed.has(id) && (waiting.has(id) || tablet.drafts.has(id)));
  const visits = [...pack.visits, ...gone.map((visit) => ({ ...visit, gone: true }))];
  return { versions, visits };
}

/** Ask for the pack; what is on the device changes only when a whole new one has come. */
export async function refreshPack() {
  const headers = tablet.meta && tablet.meta.etag ? { "If-None-Match": tablet.meta.etag } : {};
  const { data, headers: given } = await field("GET", "pack", { headers, fits: isPack });
  if (data === null || data.owner !== tablet.person.owner) return;
  const { versions, visits } = merged(data);
  const meta = { ...data, versions, etag: given.get("ETag") };
  delete meta.visits;
  const kept = new Set(visits.map((visit) => visit.id));
  await keep([
    { store: "packs", id: META, value: meta },
    ...visits.map((visit, order) => ({ store: "packs", id: visit.id, value: { ...visit, order } })),
    ...tablet.visits.filter(({ id }) => !kept.has(id)).map(({ id }) => ({ store: "packs", id, drop: true })),
  ]);
  await load();
}

/** Return the row of a visit, or throw. */
export function visitOf(id) {
  const visit = tablet.visits.find((one) => one.id === id);
  if (!visit) throw new Error("没有找到这次走访");
  return visit;
}

export const queuedFor = (id) => [...tablet.queue.values()].find((item) => item.visit_id === id);

const shadowFor = (visit) => tablet.shadows.find((one) => one.visit_id === visit.id && one.uuid && one.round >= visit.round);

/** Return the facts of a visit's draft; what was left of a round handed in elsewhere is none. */
export function draftFacts(visit) {
  const draft = tablet.drafts.get(visit.id);
  return draft && !(draft.round < visit.round) ? draft : undefined;
}

function waitsOf(item) {
  return item ? { have: item.files.filter((file) => item.held.includes(file.sha256)).length, total: item.files.length } : null;
}

/** Say whether something handed in will not go by itself: its author must mend it first. */
export const isStuck = (item) => Boolean(item) && ["refused", "photo_missing"].includes(item.state);

function listed(visit) {
  const queued = queuedFor(visit.id);
  const draft = draftFacts(visit);
  const shadow = shadowFor(visit);
  const word = wordOf({ queued, shadow, status: visit.status, draft: draft || visit.has_server_draft });
  const offer = tablet.serverDrafts.get(visit.id);
  return {
    ...visit,
    word,
    waits: waitsOf(queued),
    stuck: isStuck(queued) ? queued.state : null,
    receipt: visit.receipt || (shadow && shadow.receipt) || null,
    device_at: draft ? draft.device_at : null,
    server_at: draft ? draft.server_at : (offer && offer.saved_at) || null,
    conflict: Boolean(draft && draft.conflict),
    held: draft ? draft.held : [],
    draft_expires_on: (offer && offer.expires_on) || null,
  };
}

export const listVisits = () => tablet.visits.map(listed);
export const listedVisit = (id) => listed(visitOf(id));
