// One visit while it is filled in: a copy in memory for the page, every change on the device at once.
import { core } from "./core.js";
import { findItem, isAnswered, nextUnanswered, numbers, progress } from "./checklist.js";
import { alarm } from "./screen.js";
import { validate } from "./validity.js";

const TYPING = 300;
const LONGEST = 500; // whoever types on without a pause is kept all the same

export class Visiting {
  static async open(id) {
    const one = new Visiting(id);
    await one.load();
    return one;
  }

  constructor(id) {
    this.id = id;
    this.part = null;
    this.typed = new Map();
  }

  async load() {
    Object.assign(this, await core.visit(this.id));
    const empty = { answers: {}, trials: [], interviews: [], findings: [], files: [], trace: { parts: {} } };
    this.body = { ...empty, ...this.body };
  }

  get list() { return this.version.body; }
  get role() { return this.visit.author_role; }
  get canEdit() { return !["waiting", "received"].includes(this.visit.word); }
  get progress() { return progress(this.list, this.body.answers); }
  get next() { return nextUnanswered(this.list, this.body.answers); }
  get numbers() { return numbers(this.list, this.body.answers); }
  item(key) { return findItem(this.list, key); }
  matter(id) { return id === null ? null : this.matters[id] || null; }
  photos(key) { return this.body.files.filter((file) => file.item === key); }
  findingOf(match) { return this.body.findings.find((finding) => match(finding.source)) || null; }
  /** What is wrong with the answer an item has now, or null; nothing is asked of one not begun. */
  problem(item) {
    const answer = this.body.answers[item.key];
    return answer && (isAnswered(answer) || "number" in answer || "phone" in answer) ? validate(item, answer, this.role) : null;
  }

  path(rest) { return `#/v/${this.id}/${rest}`; }

  /** What the office sent back and was handed in already can be completed, not taken away. */
  wasHandedIn(uuid) {
    const { previous, base_uuid: base } = this.visit;
    return Boolean(base && previous && (previous.findings || []).some((finding) => finding.uuid === uuid));
  }

  /** Change the draft here and on the device; resolves when the device has it. */
  edit(change) {
    const at = new Date().toISOString();
    const { part } = this;
    const whole = (body) => {
      body.started_at = body.started_at || at;
      change(body);
      if (!part) return;
      body.trace = body.trace || {};
      body.trace.parts = body.trace.parts || {};
      body.trace.parts[part] = { first: at, ...body.trace.parts[part], last: at };
    };
    whole(this.body);
    this.saving = core.save(this.id, whole).then(() => alarm(""), (error) => alarm(error.message || "这台设备现在存不下，请不要离开本页。"));
    return this.saving;
  }

  /** Keep what is being typed a moment after the last letter. */
  typing(key, change, after = () => {}) {
    const now = performance.now();
    const since = this.typed.has(key) ? this.typed.get(key).since : now;
    this.forget(key);
    const wait = Math.max(0, Math.min(TYPING, since + LONGEST - now));
    this.typed.set(key, { change, after, since, timer: window.setTimeout(() => this.flush(key), wait) });
  }

  forget(key) {
    const old = this.typed.get(key);
    if (old) window.clearTimeout(old.timer);
    this.typed.delete(key);
  }

  /** Keep at once what is still typed; done when everything is on the device. */
  flush(only) {
    const keys = only === undefined ? [...this.typed.keys()] : [only];
    const all = keys.map((key) => {
      const old = this.typed.get(key);
      this.forget(key);
      if (!old) return null;
      const kept = this.edit(old.change);
      old.after();
      return kept;
    });
    return Promise.all([...all, this.saving]);
  }
}
