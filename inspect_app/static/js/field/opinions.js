// 交给群众填写, without network: the tablet shows one form and nothing else until whoever handed it over gives the
// number they chose. What is said lies here encrypted to the office, readable to nobody at this tablet, until it is sent.
import { field } from "./api.js";
import { base64, newUuid, random, secure, sha256, utf8 } from "./hash.js";
import { fileFor } from "./rescue.js";
import { read, revise, rows, write } from "./store.js";
import { emit, tablet, tellOtherTabs, Trouble } from "./tablet.js";
import { localDay } from "./times.js";

const HANDED = "handed";
const ROUNDS = 200_000;
const LONGEST_WAIT_S = 900;
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 10;
const PIN = /^[0-9]{4,6}$/;
const PHONE = /^(1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8})$/;
const isHeard = (data) => data.status === "heard";

let troubles = new Map(); // id → why the server did not take it
export const trouble = () => [...troubles.values()][0] || "";
export const opinionsWait = () => tablet.opinions > troubles.size;

export const forms = () => (tablet.meta && tablet.meta.opinion_forms) || [];
export const words = () => tablet.handed.words;

/** Read whether this tablet is handed over: closing the page brings it back to nobody. */
export async function readHanded() {
  const row = await read("device", HANDED);
  tablet.handed = row && row.owner ? row : null;
}

async function checkOf(pin, salt) {
  const given = utf8(`${base64(salt)}:${pin}`);
  if (!secure) return sha256(given);
  const base = await crypto.subtle.importKey("raw", given, "PBKDF2", false, ["deriveBits"]);
  return base64(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, base, 256));
}

/** Hand the tablet over with a form, until the number comes back. */
export async function handOver(code, pin) {
  const form = forms().find((one) => one.code === code);
  if (!form) throw new Trouble("form", "请选意见征集表。");
  if (!PIN.test(pin)) throw new Trouble("pin", "请填 4 到 6 位数字。");
  const salt = random(16);
  const { export_key, export_key_id, words: { opinion } } = tablet.meta;
  const check = await checkOf(pin, salt);
  tablet.handed = await revise("device", HANDED, () => ({
    key: HANDED, owner: tablet.person.owner, code, place: form.place, export_key, export_key_id, words: opinion,
    salt, check, fails: 0, until: 0,
  }));
  tellOtherTabs("person");
}

export const handedWait = () => Math.max(0, Math.ceil(((tablet.handed && tablet.handed.until) || 0) / 1000 - Date.now() / 1000));

/** Take the tablet back; say whether the number was right. Each wrong one doubles the wait, and is written first. */
export async function handBack(pin) {
  if (handedWait()) return false;
  tablet.handed = await revise("device", HANDED, (row) => {
    const fails = row.fails + 1;
    return { ...row, fails, until: Date.now() + Math.min(LONGEST_WAIT_S, 2 ** (fails - 1)) * 1000 };
  });
  if ((await checkOf(pin, tablet.handed.salt)) !== tablet.handed.check) return false;
  await write([{ store: "device", drop: HANDED }]);
  tablet.handed = null;
  tellOtherTabs("person");
  return true;
}

function receipt() {
  let code = "";
  while (code.length < LENGTH) {
    const [byte] = random(1);
    if (byte < 256 - (256 % LETTERS.length)) code += LETTERS[byte % LETTERS.length];
  }
  return code;
}

/** Say what is wrong with answers, or "": twin of inspect_app/voices/rules/opinions.py. */
export function wrongWith({ trips, papers, satisfied, words: said, callback, phone }) {
  const { longest } = tablet.handed.words;
  if ([...said].length > longest) return `写了 ${[...said].length} 个字，最多 ${longest} 个，请写短一点。您写的都还在。`;
  if (callback && !phone) return "希望回电话的，请填手机号码；不想留，就不勾。";
  if (callback && !PHONE.test(phone)) return "电话号码不对。请填 11 位手机号码，或者不勾“希望有人给我回电话”。";
  return trips || papers || satisfied || said ? "" : "四个问题都还空着，请至少答一个。";
}

/** Keep what somebody said until it is sent; return the receipt they hold. Of its time only the day is kept. */
export async function keepOpinion(given) {
  const wrong = wrongWith(given);
  if (wrong) throw new Trouble("wrong", wrong);
  const { owner, code } = tablet.handed;
  const { trips, papers, satisfied, words: said, callback, phone } = given;
  const mine = { code, said_on: localDay(), receipt: receipt(), trips, papers, satisfied, words: said, phone: callback ? phone : "" };
  const posted = secure ? { sealed: await fileFor(tablet.handed, JSON.stringify(mine)) } : { clear: mine };
  await write([{ store: "opinions", row: { owner, id: newUuid(), posted } }]);
  await count();
  return mine.receipt;
}

async function count() {
  tablet.opinions = tablet.person ? (await rows("opinions", tablet.person.owner)).length : 0;
  tellOtherTabs("change");
  emit("change");
}

/** Send what waits; one that is refused stays, is told, and is tried again only with a whole sync. */
export async function sendOpinions(full) {
  if (full) troubles = new Map();
  for (const { owner, id, posted } of await rows("opinions", tablet.person.owner)) {
    if (troubles.has(id)) continue;
    try {
      await field("POST", "opinions", { body: posted, fits: isHeard });
      await write([{ store: "opinions", drop: [owner, id] }]);
    } catch (error) {
      if (error.code !== "refused") throw error;
      troubles.set(id, error.message);
    }
    await count();
  }
}
