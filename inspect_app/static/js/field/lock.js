// One at a time: across tabs by Web Locks; without them (plain http) by a lease in the store.
import { revise } from "./store.js";
import { hex, random } from "./hash.js";

const LEASE_MS = 20_000;
const BRIEF_MS = 2_000; // a change of a draft
const holder = hex(random(8));
const chains = new Map();

function chained(name, work) {
  const before = chains.get(name) || Promise.resolve();
  const result = before.then(() => waited(name, work));
  chains.set(name, result.catch(() => {}));
  return result;
}

async function waited(name, work) {
  while (!(await take(name, BRIEF_MS))) await new Promise((resolve) => { setTimeout(resolve, 30); });
  return work().finally(() => release(name));
}

/** Run work when nobody else holds the name; wait for that. */
export function exclusive(name, work) {
  return navigator.locks ? navigator.locks.request(`inspect ${name}`, work) : chained(name, work);
}

const release = (name) => revise("device", `lease ${name}`, (row) => ({ ...row, until: 0 }));

async function take(name, ms = LEASE_MS) {
  let mine = false;
  await revise("device", `lease ${name}`, (row) => {
    mine = !row || row.holder === holder || row.until < Date.now();
    return mine ? { key: `lease ${name}`, holder, until: Date.now() + ms } : row;
  });
  return mine;
}

async function leased(name, work) {
  if (!(await take(name))) return false;
  const renewing = setInterval(() => take(name), LEASE_MS / 3);
  try {
    await work();
  } finally {
    clearInterval(renewing);
    await release(name);
  }
  return true;
}

/** Run work only if nobody else, in no other tab, is at it; say whether it ran. */
export function alone(name, work) {
  if (!navigator.locks) return leased(name, work);
  return navigator.locks.request(`inspect ${name}`, { ifAvailable: true }, async (held) => {
    if (!held) return false;
    await work();
    return true;
  });
}
