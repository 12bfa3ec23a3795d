// 显示密码: a tick with data-shows="id of the field"; hidden until scripts run.
export function showPasswords(root) {
  root.querySelectorAll("input[data-shows]").forEach((tick) => {
    const field = root.getElementById(tick.dataset.shows);
    if (!field) return;
    tick.closest("[hidden]")?.removeAttribute("hidden");
    tick.addEventListener("change", () => { field.type = tick.checked ? "text" : "password"; });
  });
}
