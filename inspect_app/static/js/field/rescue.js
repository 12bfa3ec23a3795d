// 导出: what waits, in a file only the office can open. An ECDH key made for this one file is agreed with the
// office's public key; the owner's secret signs what is inside.
import { base64, base64url, fromBase64url, secure, utf8 } from "./hash.js";
import { photoHere } from "./photos.js";
import { every } from "./rows.js";
import { rows } from "./store.js";
import { tablet, Trouble } from "./tablet.js";
import { keptSecret } from "./vault.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const KIND = "application/octet-stream";

async function photosOf(item) {
  const found = await Promise.all(item.files.map(async ({ sha256, type }) => ({ sha256, type, kept: await photoHere(sha256) })));
  return found.filter((one) => one.kept).map(({ sha256, type, kept }) => ({ sha256, type, data: base64(kept.bytes) }));
}

async function contents() {
  const items = [];
  for (const item of await every("queue")) items.push({ uuid: item.uuid, submission: item.text, files: await photosOf(item) });
  const drafts = (await every("drafts")).map((draft) => ({ visit_id: draft.row.id, body: draft.body }));
  const { person, device } = tablet;
  const opinions = (await rows("opinions", person.owner)).map((row) => row.posted);
  return JSON.stringify({ owner: person.owner, device: device.id, made_at: new Date().toISOString(), items, drafts, opinions });
}

async function signed(payload) {
  const secret = (tablet.session && tablet.session.secret) || (await keptSecret(tablet.person));
  if (!secret) throw new Trouble("no_secret", "这台平板还没有联网登录过，不能导出");
  const how = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", fromBase64url(secret), how, false, ["sign"]);
  return JSON.stringify({ payload, mac: base64url(await crypto.subtle.sign("HMAC", key, utf8(payload))) });
}

async function sealedFor(officeKey, text) {
  const office = await crypto.subtle.importKey("jwk", { ...officeKey, key_ops: [] }, CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: office }, own.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8("inspect-export") };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, utf8(text));
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", own.publicKey);
  return { epk: { kty, crv, x, y }, iv: base64url(iv), data: base64url(data) };
}

/** Encrypt a text so that only the office reads it. */
export async function fileFor({ export_key: office, export_key_id: key }, text) {
  return { v: 1, key, ...(await sealedFor(office, text)) };
}

/** Return all that waits of this person as an encrypted file for the office. */
export async function exportQueue() {
  if (!secure) throw new Trouble("insecure", "这个浏览器不能加密（要用 https 打开），不能导出");
  if (!tablet.person || !tablet.meta) throw new Trouble("nothing", "没有可导出的内容");
  const file = await fileFor(tablet.meta, await signed(await contents()));
  return new Blob([JSON.stringify(file)], { type: KIND });
}
