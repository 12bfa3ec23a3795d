// The service worker of the tablet's app. /field/sw.js puts VERSION and ASSETS (address → SHA-256) before it.
// It answers only the shell's own pages and files; it never touches the API, other pages, or anything but GET.
/* global VERSION, ASSETS */
const PREFIX = "inspect-field-";
const CACHE = PREFIX + VERSION;
const MARK = "/field/shell-is-whole";
const PAGES = new Set(["/field/app", "/device-check"]);

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Whoever asks: the bytes are the same for everybody, and they are the ones this version was made with.
async function fetched(path) {
  const answer = await fetch(path, { cache: "no-cache", credentials: "omit", redirect: "error" });
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || hex(await crypto.subtle.digest("SHA-256", bytes)) !== ASSETS[path]) throw new Error(`not ours: ${path}`);
  return new Response(bytes, { status: 200, headers: answer.headers });
}

// One file that fails fails the whole install: the old worker and its cache go on as they are.
async function install() {
  if ((await caches.has(CACHE)) && (await (await caches.open(CACHE)).match(MARK))) return;
  const answers = await Promise.all(Object.keys(ASSETS).map(async (path) => [path, await fetched(path)]));
  const cache = await caches.open(CACHE);
  await Promise.all(answers.map(([path, answer]) => cache.put(path, answer)));
  await cache.put(MARK, new Response(VERSION));
}

// Only the worker of the app itself gives old caches up, once it serves.
async function activate() {
  if (new URL(self.registration.scope).pathname === "/field/") {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
  }
  await self.clients.claim();
}

async function answered(request, path) {
  const kept = await (await caches.open(CACHE)).match(path);
  return kept || (await caches.match(path)) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const page = request.mode === "navigate";
  const ours = page ? PAGES.has(address.pathname) : !PAGES.has(address.pathname) && address.pathname in ASSETS;
  if (ours) event.respondWith(answered(request, address.pathname));
});
