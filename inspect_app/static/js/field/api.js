// Talking with the server. An answer counts only when it is JSON of the expected shape: the sign-in page of a
// hotel network answers 200 to everything. Nothing here repeats anything; sync.js decides when to try again.
import { inMemory } from "./rows.js";
import { tablet, Trouble } from "./tablet.js";

const PATIENCE_MS = 30_000;
const PHOTO_PATIENCE_MS = 180_000;
const BASE = "/api/field";

// Where the content is meanwhile, said as it is.
const kept = () => (inMemory() ? "内容只在这个页面里，请不要关闭" : "内容都在本机");
const offline = () => new Trouble("offline", `连不上服务器，${kept()}，连上后自动上传`);
const portal = () => new Trouble("portal", `网络要先登录（可能是大厅的无线网），还没有连到本系统；${kept()}`);
const signedOut = () => new Trouble("signed_out", `登录已过期，请重新登录；${kept()}`);
const busy = () => `服务器忙，稍后自动再试；${kept()}`;

// What the server says about the content stays with the content; anything else (a stale token, an overload) passes.
const ABOUT_CONTENT = new Set([401, 404, 409, 410, 413, 415, 422]);

function judged(status, data, fits) {
  if (typeof data !== "object" || data === null) throw portal();
  if (status < 300) {
    if (fits && !fits(data)) throw portal();
    return { status, data };
  }
  if (!data.error) throw portal();
  if (status === 401 && data.error !== "refused") throw signedOut();
  // Damaged on the way: the bytes here are whole, so they are sent again.
  if (ABOUT_CONTENT.has(status) && data.error !== "hash_mismatch") {
    throw new Trouble("refused", data.message || "服务器没有接受", { status, error: data.error, data });
  }
  if (status < 500 && status !== 429) tablet.session = null; // ask for the session and its token anew
  throw new Trouble("busy", data.message || busy(), { status, error: data.error });
}

async function answerOf(path, options) {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), PATIENCE_MS);
  try {
    const common = { redirect: "manual", credentials: "same-origin", cache: "no-store", signal: cut.signal };
    const answer = await fetch(path, { ...common, ...options });
    if (answer.type === "opaqueredirect") throw portal();
    return { answer, text: answer.status === 204 || answer.status === 304 ? "" : await answer.text() };
  } catch (error) {
    throw error instanceof Trouble ? error : offline();
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text, status) {
  try {
    return JSON.parse(text);
  } catch {
    throw status >= 500 ? new Trouble("busy", busy(), { status }) : portal();
  }
}

/** Ask for JSON. `fits` checks the shape of a success; `text` is a body sent byte for byte. */
export async function ask(method, path, { body, text, headers = {}, fits } = {}) {
  const sent = body === undefined ? text : JSON.stringify(body);
  const all = { Accept: "application/json", ...headers };
  if (sent !== undefined) all["Content-Type"] = "application/json";
  // The token is the session's of this minute; nothing that waits ever holds one.
  if (method !== "GET" && tablet.session) all["X-CSRFToken"] = tablet.session.csrf;
  const { answer, text: got } = await answerOf(path, { method, body: sent, headers: all });
  if (answer.status === 204 || answer.status === 304) return { status: answer.status, data: null, headers: answer.headers };
  return { ...judged(answer.status, parsed(got, answer.status), fits), headers: answer.headers };
}

export const field = (method, path, options) => ask(method, `${BASE}/${path}`, options);

/** Ask whether it is really our server; return how far the tablet's clock is ahead of the server's, in ms. */
export async function ping() {
  const before = Date.now();
  const ours = (data) => data.app === "inspect_app" && !Number.isNaN(Date.parse(data.time));
  const { data } = await ask("GET", "/api/ping", { fits: ours });
  return Math.round((before + Date.now()) / 2 - Date.parse(data.time));
}

/** Return the bytes of one's own photo from the server, or null when it isn't there. */
export async function fetchPhoto(sha256) {
  const answer = await fetch(`${BASE}/files/${sha256}`, { redirect: "manual", credentials: "same-origin" }).catch(() => null);
  if (!answer || answer.type === "opaqueredirect" || answer.status >= 500) throw offline();
  if (answer.status === 401) throw signedOut();
  const type = answer.headers.get("Content-Type") || "";
  return answer.ok && type.startsWith("image/") ? { bytes: await answer.arrayBuffer(), type } : null;
}

/** Send one photo under its hash; `heard(sent)` tells how many bytes are up. fetch() can't tell that, XHR can. */
export function putPhoto(sha256, type, bytes, heard) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `${BASE}/files/${sha256}`);
    request.timeout = PHOTO_PATIENCE_MS;
    request.setRequestHeader("Content-Type", type);
    request.setRequestHeader("Accept", "application/json");
    if (tablet.session) request.setRequestHeader("X-CSRFToken", tablet.session.csrf);
    request.upload.addEventListener("progress", (event) => heard(event.loaded));
    request.addEventListener("loadend", () => {
      try {
        if (!request.status) throw offline();
        const data = parsed(request.responseText, request.status);
        resolve(judged(request.status, data, (given) => given.sha256 === sha256));
      } catch (error) {
        reject(error);
      }
    });
    request.send(bytes);
  });
}
