// The 菜单 button under 1024 px, and menus that close by Escape or a click elsewhere.
function navigation(root) {
  const opener = root.querySelector("[data-nav-open]");
  const nav = root.getElementById("desk-nav");
  if (!opener || !nav) return;
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-controls", nav.id);
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    const open = nav.classList.toggle("is-open");
    opener.setAttribute("aria-expanded", String(open));
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      opener.click();
    }
  });
}

function closeOthers(root, kept) {
  root.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== kept) menu.open = false;
  });
}

export function menus(root) {
  navigation(root);
  root.addEventListener("click", (event) => {
    closeOthers(root, event.target.closest("details[data-menu]"));
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details[data-menu][open]");
    closeOthers(root, null);
    if (menu) menu.querySelector("summary").focus();
  });
}
