// What this page knows right now, for all parts of the core; events tell the pages and the other tabs.

export const tablet = {
  device: null, // {key, id, current, offset, lastSync, persisted, signOutDue}: the row of this tablet
  person: null, // the owners row of whoever uses the tablet now
  name: "",
  session: null, // what the server said of the field session; null: not known, or ended
  needsSignIn: false,
  resetting: false, // the forgotten PIN was got round; a new one is due
  lastError: "",
  notice: "", // what was given up to make room
  meta: null, // versions, matters, words, the office's key: the pack without its visits
  visits: [],
  drafts: new Map(), // visit id → facts of the draft, without its body
  queue: new Map(), // uuid → facts of a submission that waits
  shadows: [],
  handed: null, // the row of a tablet that is handed over: nothing but its form is shown
  opinions: 0, // how many opinions of citizens wait
  others: 0,
  serverDrafts: new Map(), // visit id → {rev, saved_at, expires_on}
  sent: new Map(), // sha256 → bytes of a photo that are up
  worker: false, // a service worker is active
  shell: false, // and its cache is whole
  newVersion: false,
};

const listeners = new Map();
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("inspect-field") : null;

/** Call fn on each event of this name; return the way to stop. */
export function on(name, fn) {
  if (!listeners.has(name)) listeners.set(name, new Set());
  listeners.get(name).add(fn);
  return () => listeners.get(name).delete(fn);
}

export function emit(name, detail) {
  for (const fn of listeners.get(name) || []) fn(detail);
}

/** Let the other tabs of this browser read anew what this one wrote. */
export const tellOtherTabs = (word) => channel && channel.postMessage(word);

export function hearOtherTabs(fn) {
  if (channel) channel.addEventListener("message", (event) => fn(event.data));
}

/** An error with a code for the page and a sentence for the person. */
export class Trouble extends Error {
  constructor(code, message, more = {}) {
    super(message);
    Object.assign(this, { code }, more);
  }
}
