// What an item shows depends on the answers before it, and on its own answer.
import { visible } from "./checklist-rules.js";

const all = (item, name) => [...item.querySelectorAll(`[name="${name}"]`)];
const checked = (item, name) => all(item, name).filter((one) => one.checked).map((one) => one.value);
const typed = (item, name) => (all(item, name)[0]?.value || "").trim();

function phone(item, name) {
  const [reached] = checked(item, `${name}.reached`);
  if (!reached) return {};
  return { phone: { connected: reached !== "not_connected", answered: reached === "answered" } };
}

function told(item, name) {
  const given = {};
  for (const radio of item.querySelectorAll(`[name^="${name}.told."]:checked`)) {
    given[radio.name.slice(`${name}.told.`.length)] = radio.value === "yes";
  }
  return Object.keys(given).length ? { told: given } : {};
}

const number = (text) => (text !== "" && Number.isFinite(Number(text)) ? { number: Number(text) } : {});
const READ = {
  yes_no: (item, name) => ({ choice: checked(item, name)[0] || null }),
  single: (item, name) => ({ choice: checked(item, name)[0] || null }),
  multiple: (item, name) => ({ choices: checked(item, name) }),
  rating: (item, name) => (checked(item, name)[0] ? { rating: Number(checked(item, name)[0]) } : {}),
  number: (item, name) => number(typed(item, name)),
  text: (item, name) => ({ text: typed(item, name) }),
  time: (item, name) => ({ time: typed(item, name) }),
  photo: (item) => ({ photos: [...item.querySelectorAll(".photo-held")].map(() => "photo") }),
  phone_test: phone,
  told_list: told,
};

/** Return the answer an item holds on the page, in the shape the skip rules know. */
export function answerOf(item) {
  const name = `answer-${item.dataset.item}`;
  const [skip] = checked(item, `${name}.skip`);
  return skip ? { choice: skip } : READ[item.dataset.kind](item, name);
}

/** Show what the answers so far ask for: the next items, the reason of 不适用, the details of 否. */
export function showItems(form, body, answers) {
  const shown = new Set(visible(body, answers));
  for (const item of form.querySelectorAll("[data-item], [data-folded]")) {
    item.hidden = !shown.has(item.dataset.item || item.dataset.folded);
  }
  for (const item of form.querySelectorAll("[data-item]")) {
    const answer = answerOf(item);
    item.querySelector("[data-reason]").hidden = answer.choice !== "na";
    const fails = item.dataset.kind === "yes_no" && answer.choice === "no";
    if (fails) item.querySelector("[data-detail]").open = true;
    if (item.dataset.kind === "yes_no") {
      item.classList.toggle("item-fail", fails);
      const offer = item.querySelector("[data-offer]");
      if (offer) offer.hidden = !fails;
    }
    const quality = item.querySelector("[data-when-answered]");
    if (quality) quality.hidden = !answer.phone || !answer.phone.answered;
  }
}
