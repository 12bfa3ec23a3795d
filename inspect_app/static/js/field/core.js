// All that the pages may ask of the tablet. What is where is decided behind this file; how it looks, before it.
import { deviceCheck } from "./device.js";
import * as drafts from "./drafts.js";
import { secure } from "./hash.js";
import * as opinions from "./opinions.js";
import { isStuck, listVisits, load } from "./pack.js";
import * as people from "./people.js";
import * as photos from "./photos.js";
import * as queue from "./queue.js";
import { exportQueue } from "./rescue.js";
import { inMemory, keeping } from "./rows.js";
import { openStore } from "./store.js";
import * as sync from "./sync.js";
import { emit, hearOtherTabs, on, tablet, Trouble } from "./tablet.js";
import { waitSeconds } from "./vault.js";
import { applyUpdate, startWorker } from "./worker.js";

let opening = null;

async function begin() {
  await openStore();
  await people.keepDevice({});
  await opinions.readHanded();
  await people.resume();
  hearOtherTabs(heard);
  window.addEventListener("beforeunload", (event) => inMemory() && sync.waits() && event.preventDefault());
  startWorker();
  sync.watch();
}

// Another tab wrote, locked, or handed the tablet over.
async function heard(word) {
  if (word === "lock") await people.lock({ everywhere: false });
  else if (word === "person") window.location.reload();
  else {
    await people.rereadPerson();
    await load();
    if (tablet.person && keeping() === "locked") emit("session");
  }
}

function state() {
  const { person, device, session, queue: waiting } = tablet;
  const how = person ? keeping() : null;
  return {
    owner: person ? person.owner : null,
    name: tablet.name,
    locked: how === "locked",
    lockKind: person ? person.lock : "none",
    lockSet: Boolean(person && person.pin && !tablet.resetting),
    waitSeconds: waitSeconds(person),
    signedIn: Boolean(session),
    needsSignIn: tablet.needsSignIn,
    offlineReady: tablet.worker && tablet.shell && Boolean(tablet.meta) && how !== "locked" && !inMemory(),
    secure,
    worker: tablet.worker,
    persisted: (device && device.persisted) ?? null,
    memory: inMemory(),
    others: tablet.others,
    handed: tablet.handed ? { code: tablet.handed.code, place: tablet.handed.place } : null,
    opinions: tablet.opinions,
    waiting: waiting.size,
    stuck: [...waiting.values()].filter(isStuck).length,
    lastSync: (device && device.lastSync) || null,
    lastError: tablet.lastError || tablet.notice,
    newVersion: tablet.newVersion,
  };
}

// The server's copy follows by itself.
const then = (work) => async (...given) => {
  const result = await work(...given);
  sync.soon();
  return result;
};
const thenAll = (work) => async (...given) => {
  const result = await work(...given);
  sync.now();
  return result;
};

export const core = {
  open: () => (opening ||= begin()),
  on,
  state,
  visits: listVisits,
  visit: drafts.visitPage,
  save: then(drafts.save),
  takeServerDraft: drafts.takeServerDraft,
  keepMine: then(drafts.keepMine),
  serverOffer: drafts.offerOf,
  newerChanges: drafts.newerChanges,
  moveToNewer: then(drafts.moveToNewer),
  // Each change is on the device when its save is done; what is still on its way is waited for.
  beforeCamera: (id) => drafts.onDraft(id, async () => {}),
  addPhoto: then(photos.addPhoto),
  removePhoto: then(photos.removePhoto),
  photoUrl: photos.photoUrl,
  submit: thenAll(queue.submit),
  syncNow: sync.now,
  queue: queue.listQueue,
  reopen: then(queue.reopen),
  exportQueue,
  opinionForms: opinions.forms,
  opinionWords: opinions.words,
  opinionTrouble: opinions.trouble,
  handOver: opinions.handOver,
  handBack: opinions.handBack,
  handedWait: opinions.handedWait,
  keepOpinion: then(opinions.keepOpinion),
  signIn: thenAll(people.signIn),
  enrol: thenAll(people.enrol),
  register: thenAll(people.register),
  signOut: people.signOut,
  setLock: thenAll(people.setLock),
  async unlock(text) {
    const opened = await people.unlock(text);
    if (opened) sync.now();
    return opened;
  },
  lock: people.lock,
  forgotLock: people.forgotLock,
  switchPerson: people.switchPerson,
  applyUpdate() {
    if (inMemory() && sync.waits()) throw new Trouble("unsent", "还有内容只在这个页面里，上传后再更新");
    applyUpdate();
  },
  deviceCheck,
};
