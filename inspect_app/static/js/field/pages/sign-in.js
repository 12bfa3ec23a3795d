// Who uses this tablet: sign in, a one-time code, or back by the tablet's own PIN.
import { core } from "../core.js";
import { h } from "../dom.js";
import { go } from "../router.js";
import { tell } from "../screen.js";
import { signInForm } from "../sign-in-sheet.js";
import { button, field, input, link, note, panel } from "../ui.js";

const inside = () => go("#/", true);
const bodyOf = (...children) => h("div", { class: "panel-body stack" }, children);

function small(title, label, name, verb, work, hint) {
  const control = input(name, "", name === "pin" ? { type: "password", autocomplete: "off" } : { autocapitalize: "none" });
  const said = h("p", { class: "err", role: "alert", hidden: true });
  const enter = async (event) => {
    event.preventDefault();
    said.hidden = true;
    try {
      if (control.value.trim()) await work(control.value.trim());
      else throw new Error(`请填${label}。`);
    } catch (error) {
      said.textContent = error.message;
      said.hidden = false;
      control.focus();
    }
  };
  const form = h("form", { class: "stack", novalidate: true, on: { submit: enter } }, said, field(label, control, { hint }),
    h("p", null, h("button", { class: "btn btn-outline-secondary", type: "submit" }, h("span", null, verb))));
  return h("details", { class: "more panel" }, h("summary", { class: "panel-body" }, title), h("div", { class: "panel-body" }, form));
}

async function back(text) {
  if (!(await core.unlock(text))) throw new Error("密码不对。");
  inside();
}

/** Whoever is signed in on the ordinary pages of this browser; only by a tap, so that leaving the tablet stays left. */
async function asSignedIn() {
  await core.register().then(inside, (error) => tell(error.code === "refused" || error.code === "signed_out" ? "普通页面上也没有人登录。" : error.message, "near"));
}

async function byCode(code) {
  await core.enrol(code.replace(/^.*#\/enrol\//, ""));
  inside();
}

export async function open() {
  const { owner, signedIn } = core.state();
  if (owner && signedIn) return { redirect: "#/" };
  return { view: { place: "记事", plain: true, page: [
    panel("登录这台设备", null, bodyOf(h("p", { class: "quiet" }, "登录一次以后，没有网络也能打开、填写。"), signInForm(inside),
      button("沿用普通页面的账号", asSignedIn, { kind: "quiet" }))),
    small("有登记码", "登记码", "code", "登记这台设备", byCode, "跑改办给的二维码下面那一行"),
    small("在这台设备上用过", "本机密码", "pin", "打开", back, "设过本机密码的，没有网络也能回来"),
    h("p", null, link("设备自检", "#/device", { kind: "quiet" })),
  ] } };
}

export async function openEnrol([code]) {
  history.replaceState(null, "", "#/sign-in"); // the code works once and stays nowhere
  try {
    await core.enrol(code);
    return { redirect: "#/" };
  } catch (error) {
    return { view: { place: "记事", plain: true, page: [note("over", "没有登记上。", error.message), h("p", null, button("用别的办法登录", () => go("#/sign-in")))] } };
  }
}

/** From the ordinary pages: whoever is signed in there goes on here; without a network, whoever is here already. */
export async function openAsSignedIn() {
  history.replaceState(null, "", "#/");
  await core.register().catch(() => undefined);
  return { redirect: "#/" };
}
