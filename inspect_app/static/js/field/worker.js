// The service worker as the page sees it: started, asked whether its cache is whole, and changed for a newer one
// only when the person says so.
import { emit, tablet } from "./tablet.js";

const SOURCE = "/field/sw.js";
const MARK = "/field/shell-is-whole";
const HOUR_MS = 3600_000;
const MINUTE_MS = 60_000;
let registration = null;
let looked = 0;

const settled = (worker) => new Promise((resolve) => {
  const check = () => ["activated", "redundant"].includes(worker.state) && resolve();
  worker.addEventListener("statechange", check);
  check();
});

function seeWaiting() {
  if (!registration.waiting || !registration.active) return;
  tablet.newVersion = true;
  emit("update");
}

function watchUpdates() {
  seeWaiting();
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    if (fresh) fresh.addEventListener("statechange", () => fresh.state === "installed" && seeWaiting());
  });
}

/** Register the worker and wait until it serves; without one the open page still works. */
export async function startWorker() {
  if (!navigator.serviceWorker) return;
  try {
    registration = await navigator.serviceWorker.register(SOURCE, { scope: "/field/" });
    looked = Date.now();
    watchUpdates();
    const first = registration.active || registration.waiting || registration.installing;
    if (first) await settled(first);
    await readWorker();
    // The same worker again, for the one address outside /field/.
    await navigator.serviceWorker.register(SOURCE, { scope: "/device-check" });
  } catch {
    await readWorker();
  }
}

export async function readWorker() {
  // One that was registered before serves already, whether or not the network lets this page register it again.
  if (!registration && navigator.serviceWorker) registration = (await navigator.serviceWorker.getRegistration("/field/").catch(() => null)) || null;
  tablet.worker = Boolean(registration && registration.active);
  tablet.shell = tablet.worker && Boolean(await caches.match(MARK));
  emit("change");
}

/** Look for a newer app once in a while, and for the first one again when it failed; a page may stay open for days. */
export function lookForUpdate() {
  const wait = tablet.worker ? HOUR_MS : MINUTE_MS;
  if (!navigator.serviceWorker || Date.now() - looked < wait) return;
  looked = Date.now();
  if (!tablet.worker) {
    startWorker();
    return;
  }
  registration.update().catch(() => {});
}

/** Change to the newer app and load it; the page asks first. */
export function applyUpdate() {
  if (!registration || !registration.waiting) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), { once: true });
  registration.waiting.postMessage("take over");
}
