// 交给群众填写: hand the tablet over, ask the four questions with nothing else on the page, take it back by a number.
import { core } from "../core.js";
import { clean } from "../offers.js";
import { h } from "../dom.js";
import { go, reload } from "../router.js";
import { button, emptyState, field, group, input, note, panel, select } from "../ui.js";

const said = () => h("p", { class: "err", role: "alert", hidden: true });
function say(place, text) {
  place.textContent = text;
  place.hidden = !text;
}

/** Choose the form and the number that brings the tablet back. */
export function open() {
  const forms = core.opinionForms();
  const wrong = said();
  const enter = async (event) => {
    event.preventDefault();
    const { form, pin } = event.target.elements;
    try {
      await core.handOver(form.value, pin.value);
      reload();
    } catch (error) {
      say(wrong, error.message);
    }
  };
  const page = forms.length
    ? panel("", null, h("div", { class: "panel-body stack" },
      note("info", "没有网络也能填。", "填好的意见加密存在这台平板上，在这里谁都打不开；连上后自动送到跑改办。看得到地址栏的，请先全屏或固定屏幕。"),
      h("form", { class: "stack", novalidate: true, on: { submit: enter } }, wrong,
        field("哪一张意见征集表", select("form", forms.map((one) => [one.code, one.place]), forms[0].code)),
        field("归还时的数字密码", input("pin", "", { type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 6 }), { hint: "4 到 6 位数字，收回时用，不要用本机密码" }),
        h("p", null, button("交给群众填写", null, { kind: "primary", type: "submit" })))))
    : panel("", null, emptyState("这几次走访没有正在征集的意见征集表", "跑改办给窗口、事项或专项建好表以后，联网同步一次，就能在这里交给群众填写。"));
  return { view: { place: "交给群众填写", back: "#/", page: [page] } };
}

const choices = (name, rows) => h("div", { class: "stack-2" }, rows.map(([value, label]) =>
  h("label", { class: "voice-answer" }, h("input", { type: "radio", name, value }), h("span", null, label))));

function asking() {
  const words = core.opinionWords();
  const wrong = said();
  const phone = field("手机号码", input("phone", "", { type: "tel", inputmode: "tel", autocomplete: "off", maxlength: 20 }), { hint: "只用来回电话，办完 30 天后删除。" });
  phone.hidden = true;
  const callback = h("label", { class: "voice-answer" }, h("input", { type: "checkbox", name: "callback", on: { change: (event) => { phone.hidden = !event.target.checked; } } }), h("span", null, "希望有人给我回电话"));
  const send = async (event) => {
    event.preventDefault();
    const at = event.target.elements;
    const given = {
      trips: at.trips.value, papers: at.papers.value, satisfied: at.satisfied.value, words: clean(at.words.value),
      callback: at.callback.checked, phone: at.phone.value.normalize("NFKC").replaceAll(" ", ""),
    };
    try {
      const code = await core.keepOpinion(given);
      fill(thanks(code));
    } catch (error) {
      say(wrong, error.message);
      wrong.scrollIntoView({ block: "center" });
    }
  };
  return h("form", { class: "stack voice", novalidate: true, on: { submit: send } },
    group("1. 这件事您一共跑了几趟？", choices("trips", words.trips)),
    group("2. 材料带齐了吗？", choices("papers", words.papers)),
    group("3. 您满意吗？", choices("satisfied", words.satisfied)),
    field("4. 哪里不方便？请写一两句", h("textarea", { class: "form-control", name: "words", rows: 4, autocomplete: "off" }), { hint: "可以不填。请不要写姓名和证件号码。" }),
    callback, phone, wrong,
    h("p", null, button("交意见", null, { kind: "primary", type: "submit", wide: true })),
    h("p", { class: "quiet" }, "不用登录，不问姓名。只记哪一天填的。"));
}

const thanks = (code) => h("div", { class: "stack voice" }, panel("收好了，谢谢您", null, h("div", { class: "panel-body stack" },
  h("p", null, "回执码"), h("p", { class: "voice-code" }, h("b", null, `${code.slice(0, 5)}-${code.slice(5)}`)),
  h("p", { class: "quiet" }, "请抄下或拍下。连上网送到以后，凭回执码可以查看办理情况，也可以删除。我们没有记下您是谁，丢了补不了。"))),
h("p", null, button("下一位", () => fill(asking()), { kind: "primary", wide: true })));

function takingBack() {
  const wrong = said();
  const enter = async (event) => {
    event.preventDefault();
    const { pin } = event.target.elements;
    const opened = await core.handBack(pin.value);
    pin.value = "";
    if (opened) { root = null; go("#/", true); reload(); return; }
    say(wrong, `不对。请等 ${core.handedWait()} 秒再试。`);
    pin.focus();
  };
  return h("div", { class: "stack voice" }, h("form", { class: "stack", novalidate: true, on: { submit: enter } }, wrong,
    field("数字密码", input("pin", "", { type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 6 })),
    h("p", null, button("归还", null, { kind: "primary", type: "submit", wide: true }))),
  h("p", null, button("接着填意见", () => fill(asking()), { wide: true })));
}

let root = null;
function fill(page) {
  root.replaceChildren(page);
  window.scrollTo(0, 0);
}

/** While it is handed over, whatever the address says. */
export function openHanded() {
  if (!root) { root = h("div"); fill(asking()); } // a step back in the browser takes nothing away
  return { view: { place: "意见征集", about: [core.state().handed.place], plain: true, page: [root],
    foot: [h("span", { class: "push" }, button("归还平板", () => fill(takingBack()), { kind: "quiet" }))] } };
}
