// A photo: drawn anew (so its EXIF is gone), kept with its hash, read back, and only then called kept.
import { fetchPhoto, putPhoto } from "./api.js";
import { draftOf, noteHeld, save } from "./drafts.js";
import { sha256 } from "./hash.js";
import { find, keep, used } from "./rows.js";
import { tablet, Trouble } from "./tablet.js";

const LONGEST = 2048;
const QUALITY = 0.8;
const UNREADABLE = "这张照片打不开，请重拍，或换成 JPEG 格式";

async function scaled(file) {
  const picture = await createImageBitmap(file).catch(() => { throw new Trouble("unreadable", UNREADABLE); });
  const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * share));
  canvas.height = Math.max(1, Math.round(picture.height * share));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  if (!blob) throw new Trouble("unreadable", UNREADABLE);
  return blob.arrayBuffer();
}

/** Return a photo's bytes from the device if they are whole, or null. */
export async function photoHere(hash) {
  const found = await find("files", hash).catch(() => null);
  return found && found.bytes && (await sha256(found.bytes)) === hash ? found : null;
}

/** Keep a photo and hang it on an item of the draft. */
export async function addPhoto(id, itemKey, file) {
  const bytes = await scaled(file);
  const hash = await sha256(bytes);
  const taken = new Date(file.lastModified || Date.now()).toISOString();
  const facts = { sha256: hash, size: bytes.byteLength, type: "image/jpeg", item: itemKey, taken_at: taken };
  await keep([{ store: "files", id: hash, value: { sha256: hash, type: facts.type, size: facts.size }, bytes }]);
  if (!(await photoHere(hash))) throw new Trouble("unreadable", "照片没有存好，请重拍");
  await save(id, (body) => hang(body, facts));
  return facts;
}

const kindOf = (body, key) => {
  const version = tablet.meta.versions[body.version];
  const item = version && version.body.parts.flatMap((part) => part.items).find((one) => one.key === key);
  return item ? item.kind : null;
};

// The answer of a photo item is the photos that hang on it.
function answerPhotos(body, key) {
  if (kindOf(body, key) !== "photo") return;
  const photos = body.files.filter((file) => file.item === key).map((file) => file.sha256);
  const note = (body.answers[key] || {}).note;
  if (photos.length) body.answers[key] = note ? { photos, note } : { photos };
  else if (body.answers[key] && body.answers[key].photos) delete body.answers[key];
}

function hang(body, facts) {
  body.files = [...body.files.filter((one) => one.sha256 !== facts.sha256), facts];
  answerPhotos(body, facts.item);
}

/** Take a photo off the draft; its bytes go once nothing speaks of it any more. */
export async function removePhoto(id, hash) {
  await save(id, (body) => {
    const gone = body.files.find((file) => file.sha256 === hash);
    body.files = body.files.filter((file) => file.sha256 !== hash);
    if (gone) answerPhotos(body, gone.item);
  });
  if (!(await used()).has(hash)) await keep([{ store: "files", id: hash, drop: true }]);
}

/** Return a blob: address of a photo, from the device or else from the server; null when neither has it. */
export async function photoUrl(hash) {
  const found = (await photoHere(hash)) || (await fetchedPhoto(hash).catch(() => null));
  return found ? URL.createObjectURL(new Blob([found.bytes], { type: found.type })) : null;
}

/** Bring one's own photo from the server to this device; null when the server hasn't got it. */
export async function fetchedPhoto(hash) {
  const got = await fetchPhoto(hash);
  if (!got || (await sha256(got.bytes)) !== hash) return null;
  const facts = { sha256: hash, type: got.type, size: got.bytes.byteLength };
  await keep([{ store: "files", id: hash, value: facts, bytes: got.bytes }]);
  return { ...facts, bytes: got.bytes };
}

/** Send the photos of a draft ahead, so that another tablet can show them. */
export async function sendDraftPhotos(id) {
  const { body, held } = await draftOf(id);
  for (const { sha256: hash, type } of body.files || []) {
    if (held.includes(hash)) continue;
    const found = await photoHere(hash);
    if (found) await putPhoto(hash, type, found.bytes, () => {});
    if (found) await noteHeld(id, hash);
  }
}
