// Who uses this tablet: signing in and out, the lock, changing over. Nobody's rows are ever wiped by any of it.
import { field } from "./api.js";
import { load } from "./pack.js";
import { base64url, random, secure } from "./hash.js";
import { inMemory, keeping, sealAll } from "./rows.js";
import { read, revise, rows } from "./store.js";
import { emit, tablet, tellOtherTabs, Trouble } from "./tablet.js";
import * as vault from "./vault.js";

const SHORTEST = { pin: 6, passphrase: 8 };
const isSession = (data) =>
  ["owner", "csrf", "secret", "lock"].every((key) => typeof data[key] === "string") && data.owner !== "";

export async function keepDevice(change) {
  const id = base64url(random(16)); // made once; whichever tab is first
  tablet.device = await revise("device", "tablet", (row) => ({ id, ...row, ...change, key: "tablet" }));
}

/** Read who uses the tablet anew: another tab may have set the lock. */
export async function rereadPerson() {
  if (tablet.person) tablet.person = (await read("owners", tablet.person.owner)) || tablet.person;
}

/** Take over the person the tablet was left with, from a cold start too. */
export async function resume() {
  const owner = tablet.device.current;
  tablet.person = owner ? (await read("owners", owner)) || null : null;
  tablet.name = (tablet.person && tablet.person.name) || "";
  await load();
}

/** Make this session's person the one in front of the tablet. */
async function become(session) {
  if (tablet.person && tablet.person.owner !== session.owner) {
    vault.forget(tablet.person.owner);
    tellOtherTabs("person");
  }
  tablet.person = await revise("owners", session.owner, (row) => ({ fails: 0, until: 0, ...row, owner: session.owner, lock: lockOf(row, session) }));
  await keepDevice({ current: session.owner, signOutDue: false });
}

// A lock once set stays: rows are sealed under it.
const lockOf = (row, session) => (session.lock === "none" && row && row.pin ? row.lock : session.lock);

/** Take an answer of the server about the session; say whether it is this person's. */
export async function adopt(session, { change = false } = {}) {
  const known = tablet.session;
  tablet.session = session;
  if (known && known.owner === session.owner && known.lock === session.lock && tablet.person) return true;
  tablet.needsSignIn = false;
  if (tablet.person && tablet.person.owner !== session.owner && !change) return stranger();
  await become(session);
  tablet.name = session.name;
  await keepSecret(session);
  await load();
  if (navigator.storage && navigator.storage.persist) {
    navigator.storage.persist().then((persisted) => keepDevice({ persisted }), () => {});
  }
  emit("session");
  return true;
}

// The cookie is somebody else's: what waits here waits for its own author.
function stranger() {
  tablet.session = null;
  tablet.needsSignIn = true;
  emit("session");
  return false;
}

async function keepSecret(session) {
  const { owner } = session;
  const how = keeping();
  if (how === "sealed") await vault.setSecret(owner, session.secret);
  // A name on a locked tablet would tell who went on visits: it is kept only where nothing is locked.
  if (how === "plain") await revise("owners", owner, (row) => ({ ...row, name: session.name, secret: { plain: session.secret } }));
  else await revise("owners", owner, (row) => ({ ...row, name: "", secret: row.secret && row.secret.data ? row.secret : null }));
  await rereadPerson();
}

async function enter(body) {
  const headers = { "X-Requested-By": "field" };
  const { data } = await field("POST", "session", { body: { ...body, device: tablet.device.id }, headers, fits: isSession });
  await adopt(data, { change: true });
  return true;
}

export const signIn = (username, password) => enter({ username, password });
export const enrol = (code) => enter({ code });
export const register = () => enter({});

/** Ask the server who is signed in here; false when nobody is, or somebody else. */
export async function askSession() {
  if (tablet.device.signOutDue) await finishSignOut();
  try {
    const { data } = await field("GET", "session", { fits: isSession });
    return await adopt(data);
  } catch (error) {
    if (error.code === "signed_out") sessionEnded();
    throw error;
  }
}

export function sessionEnded() {
  tablet.session = null;
  tablet.needsSignIn = true;
  emit("session");
}

async function finishSignOut() {
  const known = await field("GET", "session", { fits: isSession }).catch((error) => {
    if (error.code !== "signed_out") throw error;
    return null;
  });
  tablet.session = known && known.data;
  if (known) await field("DELETE", "session");
  tablet.session = null;
  await keepDevice({ signOutDue: false });
}

const unsent = async () =>
  tablet.person
    ? (await rows("queue", tablet.person.owner)).length +
      (await rows("opinions", tablet.person.owner)).length +
      (await rows("drafts", tablet.person.owner)).filter((row) => row.dirty).length
    : 0;

/** End the field session; what is unsent stays on the device, and without `force` it is said first. */
export async function signOut({ force = false } = {}) {
  const count = await unsent();
  const after = inMemory() ? "它们只在这个页面里，退出就没有了" : "退出后仍留在这台平板上，重新登录才会上传";
  if (count && !force) throw new Trouble("unsent", `还有 ${count} 项没有上传。${after}`, { count });
  await keepDevice({ signOutDue: true });
  await finishSignOut().catch(() => {}); // without network: before the next sync
  await leave();
}

async function leave() {
  if (tablet.person) vault.forget(tablet.person.owner);
  Object.assign(tablet, { person: null, session: null, name: "", needsSignIn: false });
  await keepDevice({ current: null });
  await load();
  tellOtherTabs("person");
  emit("session");
}

/** Put the tablet into somebody else's hands: lock, and wipe nothing. */
export async function switchPerson() {
  await keepDevice({ signOutDue: true });
  await finishSignOut().catch(() => {});
  await leave();
}

/** Set the PIN or passphrase; from now on this person's rows lie sealed on the device. */
export async function setLock(text) {
  const { person } = tablet;
  if (!secure) throw new Trouble("insecure", "这个浏览器不能加密（要用 https 打开）：内容不留在平板上，只存服务器");
  const kind = person.lock === "none" ? "pin" : person.lock;
  if ([...text.trim()].length < SHORTEST[kind]) {
    throw new Trouble("short", kind === "pin" ? "请设 6 位以上的密码" : "口令请至少 8 个字");
  }
  await rereadPerson();
  if (keeping() === "locked") throw new Trouble("locked", "请先解锁");
  if (person.lock === "none") await revise("owners", person.owner, (row) => ({ ...row, lock: kind }));
  const done = await vault.setText(person.owner, text);
  await rereadPerson();
  if (!done) throw new Trouble("locked", "另一个页面刚设好密码，请用那个密码解锁");
  const secret = (tablet.session && tablet.session.secret) || (await vault.keptSecret(tablet.person));
  if (secret) await vault.setSecret(person.owner, secret);
  await revise("owners", person.owner, (row) => ({ ...row, name: "" }));
  await rereadPerson();
  tablet.resetting = false;
  await sealAll();
  await load();
  tellOtherTabs("change");
  emit("session");
}

/** Try a PIN; with nobody in front of the tablet, whoever it belongs to comes back. */
export async function unlock(text) {
  const tried = tablet.person ? [tablet.person] : (await rows("owners")).filter((row) => row.pin);
  for (const person of tried) {
    if (!(await vault.tryText(person.owner, text))) continue;
    tablet.person = person;
    await keepDevice({ current: person.owner });
    await opened();
    return true;
  }
  if (tablet.person) await rereadPerson();
  emit("session");
  return false;
}

async function opened() {
  await rereadPerson();
  const { session, person } = tablet;
  if (session && session.owner === person.owner) await keepSecret(session);
  await sealAll();
  await load();
  emit("session");
}

/** Forget the key in every tab; the rows stay. */
export async function lock({ everywhere = true } = {}) {
  const { person } = tablet;
  if (!person || !person.pin) return;
  vault.forget(person.owner);
  await load();
  if (everywhere) tellOtherTabs("lock");
  emit("session");
}

/** After an online sign-in: open by the server's secret; a new PIN must then be set. */
export async function forgotLock() {
  const { session, person } = tablet;
  if (!session || session.owner !== person.owner) throw new Trouble("sign_in", "请先联网登录，再重设密码");
  if (!(await vault.openBySecret(person.owner, session.secret))) {
    throw new Trouble("no_secret", "这台平板上没有可用的备用钥匙，请联系跑改办");
  }
  tablet.resetting = true;
  await opened();
}
