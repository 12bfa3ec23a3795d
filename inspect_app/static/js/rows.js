// Ticks of a table: the whole page at once, and the bar for many shows itself after the first tick.
function watch(bar) {
  const form = bar.closest("form");
  if (!form) return;
  const count = bar.querySelector("[data-bulk-count]");
  const all = bar.querySelector("[data-bulk-all]");
  const head = form.querySelector("[data-tick-all]");
  const ticks = [...form.querySelectorAll("[data-tick]")];
  const show = () => {
    const chosen = ticks.filter((tick) => tick.checked);
    ticks.forEach((tick) => tick.closest("tr")?.classList.toggle("is-on", tick.checked));
    bar.hidden = chosen.length === 0;
    if (bar.hidden && all) all.checked = false;
    count.textContent = all?.checked ? "已选全部" : `已选 ${chosen.length} 条`;
    if (head) {
      head.checked = chosen.length === ticks.length && ticks.length > 0;
      head.indeterminate = chosen.length > 0 && !head.checked;
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target === head) ticks.forEach((tick) => { tick.checked = head.checked; });
    show();
  });
  window.addEventListener("pageshow", show);
  show();
}

export function pickRows(root) {
  root.querySelectorAll("[data-bulk]").forEach(watch);
}
