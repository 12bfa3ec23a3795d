// Signing in over the page: everything below stays as it is, and sync goes on by itself.
import { core } from "./core.js";
import { h } from "./dom.js";
import { sheet } from "./sheet.js";
import { button, field, input } from "./ui.js";

/** The two fields and what happens with them; `done` is called after the server let one in. */
export function signInForm(done, leave) {
  const user = input("username", "", { autocomplete: "username", autocapitalize: "none" });
  const word = input("password", "", { type: "password", autocomplete: "current-password" });
  const said = h("p", { class: "err", role: "alert", hidden: true });
  const go = h("button", { class: "btn btn-primary", type: "submit" }, h("span", null, "登录"));
  const enter = async (event) => {
    event.preventDefault();
    said.hidden = true;
    if (!user.value.trim() || !word.value) { said.textContent = "请填用户名和密码。"; said.hidden = false; (user.value ? word : user).focus(); return; }
    go.setAttribute("aria-busy", "true");
    try {
      await core.signIn(user.value.trim(), word.value);
      await done();
    } catch (error) {
      said.textContent = error.message;
      said.hidden = false;
      word.focus();
    }
    go.removeAttribute("aria-busy");
  };
  return h("form", { class: "stack", novalidate: true, on: { submit: enter } }, said, field("用户名", user), field("密码", word),
    h("div", { class: "cluster" }, leave ? button("先不登录", leave, { kind: "quiet" }) : null, go));
}

/** Open the sheet; true once somebody is signed in. */
export const openSignIn = (title = "登录后接着上传") =>
  sheet(title, (close) => [h("p", { class: "small quiet" }, "填的内容都在，不会丢。"), signInForm(() => close(true), () => close(false))]).then(Boolean);
