// One random AES-GCM key per person and device. It lies on the device only wrapped: under the person's PIN or
// passphrase, and under a secret the server gives after sign-in. Closing the lock forgets it.
import { base64url, fromBase64url, random, secure, utf8 } from "./hash.js";
import { read, revise } from "./store.js";

const ROUNDS = 600_000;
const LONGEST_WAIT_S = 900;
const keys = new Map(); // owner → CryptoKey; the only place a key is in the clear

const AES = { name: "AES-GCM", length: 256 };
const cipher = (iv, about) => ({ name: "AES-GCM", iv, additionalData: utf8(about) });

export const isOpen = (owner) => keys.has(owner);
export const forget = (owner) => keys.delete(owner);

/** Seal bytes; `about` (where they belong) is bound to them, so that rows can't be swapped. */
export async function seal(owner, about, bytes) {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt(cipher(iv, about), keys.get(owner), bytes) };
}

export const unseal = (owner, about, { iv, data }) => crypto.subtle.decrypt(cipher(iv, about), keys.get(owner), data);

async function underText(text, salt, rounds) {
  const base = await crypto.subtle.importKey("raw", utf8(text.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, AES, false, ["wrapKey", "unwrapKey"]);
}

async function underSecret(secret) {
  const base = await crypto.subtle.importKey("raw", fromBase64url(secret), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8("inspect-device-key") };
  return crypto.subtle.deriveKey(how, base, AES, false, ["wrapKey", "unwrapKey"]);
}

async function wrap(owner, wrapper) {
  const iv = random(12);
  return { iv, data: await crypto.subtle.wrapKey("raw", keys.get(owner), wrapper, cipher(iv, owner)) };
}

const unwrap = (owner, wrapper, { iv, data }) =>
  crypto.subtle.unwrapKey("raw", data, wrapper, cipher(iv, owner), AES, true, ["encrypt", "decrypt"]);

/** Wrap the person's key under a new PIN or passphrase; the first time, make the key. Say whether it was done. */
export async function setText(owner, text) {
  const first = !keys.has(owner);
  if (first) keys.set(owner, await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]));
  const salt = random(16);
  const pin = { salt, rounds: ROUNDS, ...(await wrap(owner, await underText(text, salt, ROUNDS))) };
  let late = false; // another tab made the key a moment ago: rows lie sealed under that one
  await revise("owners", owner, (row) => {
    late = first && Boolean(row.pin);
    return late ? row : { ...row, pin, fails: 0, until: 0 };
  });
  if (late) keys.delete(owner);
  return !late;
}

/** Wrap the open key under the server's secret too: a forgotten PIN then costs nothing. */
export async function setSecret(owner, secret) {
  const server = await wrap(owner, await underSecret(secret));
  const kept = base64url(random(12));
  const sealed = await seal(owner, `secret ${kept}`, utf8(secret));
  await revise("owners", owner, (row) => ({ ...row, server, secret: { name: kept, ...sealed } }));
}

/** Return the seconds until another try is allowed. */
export const waitSeconds = (row) => Math.max(0, Math.ceil(((row && row.until) || 0) / 1000 - Date.now() / 1000));

// Each wrong try doubles the wait. It is written before the try is made: closing the page wins nothing.
async function mayTry(owner) {
  let allowed = false;
  await revise("owners", owner, (row) => {
    allowed = waitSeconds(row) === 0;
    if (!allowed) return row;
    const fails = (row.fails || 0) + 1;
    return { ...row, fails, until: Date.now() + Math.min(LONGEST_WAIT_S, 2 ** (fails - 1)) * 1000 };
  });
  return allowed;
}

/** Try a PIN or passphrase; say whether it opened. */
export async function tryText(owner, text) {
  const row = await read("owners", owner);
  if (!secure || !row || !row.pin || !(await mayTry(owner))) return false;
  try {
    keys.set(owner, await unwrap(owner, await underText(text, row.pin.salt, row.pin.rounds), row.pin));
  } catch {
    return false;
  }
  await revise("owners", owner, (now) => ({ ...now, fails: 0, until: 0 }));
  return true;
}

/** Open by the server's secret; the old PIN stays until a new one is set. */
export async function openBySecret(owner, secret) {
  const row = await read("owners", owner);
  if (!row.server) return false;
  keys.set(owner, await unwrap(owner, await underSecret(secret), row.server));
  await revise("owners", owner, (now) => ({ ...now, fails: 0, until: 0 }));
  return true;
}

/** Return the server's secret as kept on the device: sealed where there is a key, plain where there is none. */
export async function keptSecret(row) {
  if (!row || !row.secret) return null;
  if (!row.secret.data) return row.secret.plain;
  return new TextDecoder().decode(await unseal(row.owner, `secret ${row.secret.name}`, row.secret));
}
