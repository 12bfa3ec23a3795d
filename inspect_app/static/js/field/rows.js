// A person's rows: JSON and bytes in, JSON and bytes out. What must be sealed is sealed here and nowhere else,
// and what must be sealed but cannot be stays in the memory of the page.
import { utf8 } from "./hash.js";
import * as store from "./store.js";
import { emit, tablet, Trouble } from "./tablet.js";
import * as vault from "./vault.js";

const about = (name, owner, id) => `${name}\n${owner}\n${id}`;
const isSealed = (row) => Boolean(row.sealed);

/** Say how this person's rows are kept: "plain", "sealed", "memory" (no key yet), "locked". */
export function keeping(person = tablet.person) {
  if (vault.isOpen(person.owner)) return "sealed";
  if (person.lock === "none" && !person.pin) return "plain";
  return person.pin ? "locked" : "memory";
}

/** Say whether what is written now lives in this page only. */
export const inMemory = () => store.health.memory || (Boolean(tablet.person) && keeping() === "memory");

async function toRow(person, { store: name, id, value, bytes, clear }) {
  const plain = { owner: person.owner, id, at: Date.now(), ...clear };
  if (keeping(person) !== "sealed") return { ...plain, value, bytes };
  const where = about(name, person.owner, id);
  const row = { ...plain, sealed: await vault.seal(person.owner, where, utf8(JSON.stringify(value))) };
  if (bytes) row.sealedBytes = await vault.seal(person.owner, `${where}\nbytes`, bytes);
  return row;
}

async function fromRow(name, row) {
  if (!isSealed(row)) return { ...row.value, row, bytes: row.bytes };
  const where = about(name, row.owner, row.id);
  const value = JSON.parse(new TextDecoder().decode(await vault.unseal(row.owner, where, row.sealed)));
  const bytes = row.sealedBytes ? await vault.unseal(row.owner, `${where}\nbytes`, row.sealedBytes) : undefined;
  return { ...value, row, bytes };
}

/** Keep changes in one transaction: {store, id, value, bytes?, clear?}, or {store, id, drop: true}. */
export async function keep(changes, person = tablet.person) {
  const how = keeping(person);
  if (how === "locked") throw new Trouble("locked", "请先解锁");
  const ready = await Promise.all(changes.map(async (change) =>
    change.drop
      ? { store: change.store, drop: [person.owner, change.id] }
      : { store: change.store, row: await toRow(person, change), inMemory: how === "memory" }));
  await withRoom(() => store.write(ready), person);
}

// Room is made by giving up copies of what the office already has, the oldest first, and nothing else.
async function withRoom(work, person) {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      if (!(await freeOldestShadow(person))) {
        throw new Trouble("quota", "这台平板的存储空间满了，没有存上。请先联网上传，或清理平板空间");
      }
      tablet.notice = "存储空间不足，已清理最早一份“已收到”走访的本机副本（服务器上的不受影响）";
      emit("change");
    }
  }
}

async function freeOldestShadow(person) {
  const shadows = (await store.rows("shadows", person.owner)).sort((one, other) => one.at - other.at);
  if (!shadows.length) return false;
  const files = await filesOnlyOf(shadows[0], person).catch(() => []);
  await store.write([
    { store: "shadows", drop: [person.owner, shadows[0].id] },
    ...files.map((sha256) => ({ store: "files", drop: [person.owner, sha256] })),
  ]);
  return true;
}

async function filesOnlyOf(shadow, person) {
  const { files } = await fromRow("shadows", shadow);
  const others = await used(person, shadow.id);
  return (files || []).map((file) => file.sha256).filter((sha256) => !others.has(sha256));
}

/** Return the hashes of all photos that a draft, a waiting submission or a shadow still speaks of. */
export async function used(person = tablet.person, exceptShadow = null) {
  const found = new Set();
  for (const name of ["drafts", "queue", "shadows"]) {
    for (const row of await store.rows(name, person.owner)) {
      if (name === "shadows" && row.id === exceptShadow) continue;
      const value = await fromRow(name, row);
      for (const file of value.files || (value.body && value.body.files) || []) found.add(file.sha256);
    }
  }
  return found;
}

/** Return a row's value (with `bytes` and `row`), or null. */
export async function find(name, id, person = tablet.person) {
  const row = await store.read(name, [person.owner, id]);
  return row ? fromRow(name, row) : null;
}

/** Return all values of a store of this person. */
export async function every(name, person = tablet.person) {
  return Promise.all((await store.rows(name, person.owner)).map((row) => fromRow(name, row)));
}

/** Say which ids this person has rows for, without reading them. */
export async function has(name, person = tablet.person) {
  return new Set((await store.keys(name, person.owner)).map((key) => key[1]));
}

/** Seal what was kept plain or only in memory before there was a key. */
export async function sealAll(person = tablet.person) {
  for (const name of ["packs", "drafts", "files", "queue", "shadows"]) {
    for (const row of await store.rows(name, person.owner)) {
      if (isSealed(row)) continue;
      const clear = row.dirty === undefined ? {} : { dirty: row.dirty };
      await keep([{ store: name, id: row.id, value: row.value, bytes: row.bytes, clear }], person);
    }
  }
}
