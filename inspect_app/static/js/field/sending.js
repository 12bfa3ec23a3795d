// One submission on its way: the frozen bytes, the photos the server lacks, the end. It is called received only
// when the hashes the server names cover all that the tablet wanted to send.
import { field, putPhoto } from "./api.js";
import { onDraft } from "./drafts.js";
import { itemOf, keepItem, received } from "./queue.js";
import { fetchedPhoto, photoHere } from "./photos.js";
import { has } from "./rows.js";
import { emit, tablet } from "./tablet.js";

const TURNS = 3;
const isAnswer = (data) => ["receiving", "complete"].includes(data.status) && Array.isArray(data.missing);
const hashes = (item) => [...new Set(item.files.map((file) => file.sha256))];
const lostWords = (count, posted) =>
  `有 ${count} 张照片不在这台平板上了，没有按完整上报。` +
  (posted ? "其余已登记在服务器上，请联系跑改办" : "请“改回草稿”，删去或重拍后再提交");

/** Send one submission as far as it goes now. A refusal stays with the item; everything else is thrown. */
export async function deliver(uuid) {
  const facts = tablet.queue.get(uuid);
  const item = facts && (await begun(uuid, facts.visit_id));
  if (!item) return;
  try {
    await deliverWhole(item);
  } catch (error) {
    const refused = error.code === "refused";
    const problems = (refused && error.data && error.data.problems) || [];
    await keepItem(Object.assign(item, { state: refused ? "refused" : "waiting", error: error.message, problems }));
    if (!refused) throw error;
  }
}

// Under the draft's lock: from here on nobody turns it back into a draft.
const begun = (uuid, visit) => onDraft(visit, async () => {
  const item = await itemOf(uuid);
  if (item) await keepItem(Object.assign(item, { state: "sending", error: "" }));
  return item;
});

async function deliverWhole(item) {
  const lost = item.posted ? [] : await lostPhotos(item);
  if (lost.length) return nameLost(item, lost);
  let answer = await post(item);
  for (let turn = 0; turn < TURNS && !covers(item, answer); turn += 1) {
    const gone = await sendPhotos(item, lacking(item, answer));
    if (gone.length) return nameLost(item, gone);
    answer = await finalize(item);
  }
  if (covers(item, answer)) return received(item, answer);
  return keepItem(Object.assign(item, { state: "receiving", error: "服务器还缺照片，稍后自动再传" }));
}

// Without their photo's bytes here and without the server holding them, nothing is sent as if it were whole.
async function lostPhotos(item) {
  const here = await has("files");
  const lost = [];
  for (const hash of hashes(item)) {
    if (item.held.includes(hash) || (here.has(hash) && (await photoHere(hash)))) continue;
    if (!(await fetchedPhoto(hash))) lost.push(hash);
  }
  return lost;
}

const nameLost = (item, lost) => keepItem(Object.assign(item, { state: "photo_missing", lost, error: lostWords(lost.length, item.posted) }));

async function post(item) {
  const { data } = await field("POST", `submissions/${item.uuid}`, { text: item.text, fits: isAnswer });
  const held = hashes(item).filter((hash) => !data.missing.includes(hash));
  await keepItem(Object.assign(item, { posted: true, held, lost: [] }));
  return data;
}

const finalize = async (item) => (await field("POST", `submissions/${item.uuid}/finalize`, { fits: isAnswer })).data;

const lacking = (item, { missing, hashes: held }) =>
  missing.length || !held ? missing : hashes(item).filter((hash) => !held.includes(hash));

const covers = (item, { status, receipt, missing, hashes: held }) =>
  status === "complete" && Boolean(receipt) && !missing.length && Array.isArray(held) && hashes(item).every((hash) => held.includes(hash));

async function sendPhotos(item, wanted) {
  const gone = [];
  for (const hash of wanted) {
    const found = await photoHere(hash);
    if (!found) gone.push(hash);
    else await sendPhoto(item, found, hash);
  }
  return gone;
}

async function sendPhoto(item, { bytes, type }, hash) {
  const total = bytes.byteLength;
  await putPhoto(hash, type, bytes, (sent) => {
    tablet.sent.set(hash, sent);
    emit("progress", { sha256: hash, sent, total });
  });
  tablet.sent.delete(hash);
  await keepItem(Object.assign(item, { held: [...new Set([...item.held, hash])] }));
  emit("progress", { sha256: hash, sent: total, total });
}
