// A text field grows with what is written in it.
export function autosize(root) {
  const fit = (area) => {
    if (area.scrollHeight <= area.clientHeight) return;
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  root.querySelectorAll("textarea[data-autosize]").forEach(fit);
  root.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-autosize]")) fit(event.target);
  });
}
