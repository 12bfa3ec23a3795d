// IndexedDB, and the memory of the page for what may not or cannot be written. A connection the browser closed
// (iOS does that under memory pressure) is opened again and the work done once more.
import { openDB } from "../../vendor/idb.js";

const NAME = "inspect-field";
const VERSION = 2;
const PERSONAL = ["owner", "id"];
const STORES = {
  device: "key", owners: "owner", packs: PERSONAL, drafts: PERSONAL, files: PERSONAL, queue: PERSONAL, shadows: PERSONAL, opinions: PERSONAL,
};
const CLOSED = new Set(["InvalidStateError", "UnknownError", "AbortError"]);

export const health = { memory: false }; // true: this browser gives no database; all is in the page's memory
const memory = new Map(Object.keys(STORES).map((name) => [name, new Map()]));
let connecting = null;

const nameOf = (key) => JSON.stringify(key);
const keyOf = (store, row) => (Array.isArray(STORES[store]) ? STORES[store].map((part) => row[part]) : row[STORES[store]]);

// A store that is there is never made anew: what people wrote lives in it.
function upgrade(database) {
  for (const [name, keyPath] of Object.entries(STORES)) {
    if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, { keyPath });
  }
}

function connect() {
  if (!connecting) {
    const forget = () => { connecting = null; };
    connecting = openDB(NAME, VERSION, {
      upgrade,
      blocking: (_old, _new, event) => { event.target.close(); forget(); },
      terminated: forget,
    });
    connecting.catch(forget);
  }
  return connecting;
}

/** Open the database; without one the page's memory stands in, and `health.memory` says so. */
export async function openStore() {
  try {
    await connect();
    health.memory = false;
  } catch {
    health.memory = true;
  }
}

async function inTransaction(mode, stores, work) {
  for (let again = false; ; again = true) {
    try {
      const transaction = (await connect()).transaction(stores, mode, { durability: "strict" });
      const done = transaction.done;
      done.catch(() => {});
      const result = await work(transaction);
      await done;
      return result;
    } catch (error) {
      if (again || !CLOSED.has(error.name)) throw error;
      connecting = null;
    }
  }
}

/** Return a row, or undefined; a row in memory is newer than the one on the device. */
export async function read(store, key) {
  const held = memory.get(store).get(nameOf(key));
  if (held || health.memory) return held;
  return inTransaction("readonly", [store], (transaction) => transaction.objectStore(store).get(key));
}

/** Return all rows of a store, of one owner if named. */
export async function rows(store, owner) {
  const range = owner === undefined ? undefined : IDBKeyRange.bound([owner], [owner, []]);
  const kept = health.memory
    ? []
    : await inTransaction("readonly", [store], (transaction) => transaction.objectStore(store).getAll(range));
  const found = new Map(kept.map((row) => [nameOf(keyOf(store, row)), row]));
  for (const [name, row] of memory.get(store)) if (owner === undefined || row.owner === owner) found.set(name, row);
  return [...found.values()];
}

/** Return the keys of one owner's rows without reading the rows. */
export async function keys(store, owner) {
  const range = IDBKeyRange.bound([owner], [owner, []]);
  const kept = health.memory
    ? []
    : await inTransaction("readonly", [store], (transaction) => transaction.objectStore(store).getAllKeys(range));
  const held = [...memory.get(store).values()].filter((row) => row.owner === owner).map((row) => keyOf(store, row));
  return [...new Map([...kept, ...held].map((key) => [nameOf(key), key])).values()];
}

/** Do all changes in one transaction: {store, row} puts, {store, drop: key} removes; `inMemory` puts in the page only. */
export async function write(changes) {
  const kept = changes.filter((change) => !change.inMemory);
  if (kept.length && !health.memory) {
    await inTransaction("readwrite", [...new Set(kept.map((change) => change.store))], (transaction) =>
      Promise.all(kept.map(({ store, row, drop }) =>
        row ? transaction.objectStore(store).put(row) : transaction.objectStore(store).delete(drop))));
  }
  for (const { store, row, drop, inMemory } of changes) {
    const name = nameOf(row ? keyOf(store, row) : drop);
    if (row && (inMemory || health.memory)) memory.get(store).set(name, row);
    else memory.get(store).delete(name);
  }
}

/** Read and write one row in one transaction: nobody comes between. `change` may not wait for anything. */
export async function revise(store, key, change) {
  if (health.memory) {
    const row = change(memory.get(store).get(nameOf(key)));
    memory.get(store).set(nameOf(key), row);
    return row;
  }
  return inTransaction("readwrite", [store], async (transaction) => {
    const row = change(await transaction.objectStore(store).get(key));
    await transaction.objectStore(store).put(row);
    return row;
  });
}
