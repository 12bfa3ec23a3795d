// The answer an item holds on the page, in the shape of checklists/vocabulary/answers.py.
import { $, $$ } from "../dom.js";
import { clean } from "../offers.js";

const named = (box, name) => $$(`[name="${name}"]`, box);
const checked = (box, name) => named(box, name).filter((one) => one.checked).map((one) => one.value);
const typed = (box, name) => clean(named(box, name)[0] ? named(box, name)[0].value : "");
const narrow = (text) => text.normalize("NFKC").trim();

/** A number, or the text itself, so that nothing typed is lost before it is mended. */
function figure(text) {
  const plain = narrow(text);
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : plain;
}

const choice = (box, name) => (checked(box, name)[0] ? { choice: checked(box, name)[0] } : {});
const READ = {
  yes_no: choice,
  single: choice,
  multiple: (box, name) => (checked(box, name).length ? { choices: checked(box, name) } : {}),
  rating: (box, name) => (checked(box, name)[0] ? { rating: Number(checked(box, name)[0]) } : {}),
  number: (box, name) => (typed(box, name) ? { number: figure(typed(box, name)) } : {}),
  text: (box, name) => (typed(box, name) ? { text: typed(box, name) } : {}),
  time: (box, name) => (typed(box, name) ? { time: narrow(typed(box, name)).slice(0, 5) } : {}),
  phone_test: phone,
  told_list: told,
};

/** A number alone is what the page had filled in, not a test. */
function phone(box, name) {
  const [reached] = checked(box, `${name}.reached`);
  const dialled = typed(box, `${name}.dialled_at`);
  if (!reached && !dialled) return {};
  const given = { number: narrow(typed(box, `${name}.number`)), dialled_at: dialled };
  if (reached) Object.assign(given, { connected: reached !== "not_connected", answered: reached === "answered" });
  const [quality] = checked(box, `${name}.quality`);
  if (quality && reached === "answered") given.quality = quality;
  if (typed(box, `${name}.rings`)) given.rings = figure(typed(box, `${name}.rings`));
  return { phone: given };
}

function told(box, name) {
  const given = {};
  for (const radio of $$(`[name^="${name}.told."]`, box)) {
    if (radio.checked) given[radio.name.slice(`${name}.told.`.length)] = radio.value === "yes";
  }
  return Object.keys(given).length ? { told: given } : {};
}

function value(box, item, name, photos) {
  const [skip] = checked(box, `${name}.skip`);
  if (item.kind === "photo") return skip ? { choice: skip } : photos.length ? { photos: photos.map((file) => file.sha256) } : {};
  return skip ? { choice: skip } : READ[item.kind](box, name);
}

/** Read an item; what isn't drawn (a note that is still closed) stays as it was. */
export function readAnswer(box, item, old, files) {
  const name = `answer-${item.key}`;
  const answer = value(box, item, name, files.filter((file) => file.item === item.key));
  if (answer.choice === "na" && typed(box, `${name}.reason`)) answer.reason = typed(box, `${name}.reason`);
  const drawn = $(`[name="${name}.note"]`, box);
  const note = drawn ? clean(drawn.value) : (old || {}).note;
  return note ? { ...answer, note } : answer;
}
