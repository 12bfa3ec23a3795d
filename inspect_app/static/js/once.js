// A form is sent once: a second press does nothing, the button says what is going on and keeps its width.
const PATIENCE = 8000; // a download never leaves the page, so the button comes back

function busy(button) {
  const words = button.querySelector("span") || button;
  const before = words.textContent;
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-busy", "true");
  if (button.dataset.busy) words.textContent = button.dataset.busy;
  return () => {
    button.removeAttribute("aria-busy");
    words.textContent = before;
  };
}

export function sendOnce(root) {
  const undo = new Map();
  const release = (form) => {
    const back = undo.get(form);
    if (back) back();
    undo.delete(form);
  };
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (undo.has(form)) {
      event.preventDefault();
      return;
    }
    undo.set(form, event.submitter ? busy(event.submitter) : () => {});
    window.setTimeout(release, PATIENCE, form);
  });
  window.addEventListener("pageshow", () => [...undo.keys()].forEach(release));
}
