// One more question before a deed: <button data-confirm="title" data-confirm-body data-confirm-verb>.
// {n} in the words becomes the number of rows that will be taken.
function chosenRows(form) {
  const all = form.querySelector("[data-bulk-all]:checked");
  if (all) return all.closest("label").textContent.replace(/\D/g, "");
  return String(form.querySelectorAll("[data-tick]:checked").length);
}

function build(root) {
  const dialog = root.createElement("dialog");
  dialog.className = "ask";
  dialog.setAttribute("aria-labelledby", "ask-title");
  const title = root.createElement("h2");
  title.id = "ask-title";
  title.className = "h-large";
  const body = root.createElement("p");
  const row = root.createElement("div");
  row.className = "cluster";
  const no = root.createElement("button");
  no.type = "button";
  no.className = "btn btn-quiet";
  no.textContent = "先不办";
  const yes = root.createElement("button");
  yes.type = "button";
  yes.className = "btn btn-primary";
  row.append(no, yes);
  dialog.append(title, body, row);
  root.body.append(dialog);
  return { dialog, title, body, no, yes };
}

function ask(parts, button, form) {
  const fill = (text) => (text || "").replace("{n}", chosenRows(form));
  parts.title.textContent = fill(button.dataset.confirm);
  parts.body.textContent = fill(button.dataset.confirmBody);
  parts.yes.textContent = fill(button.dataset.confirmVerb) || button.textContent;
  parts.no.onclick = () => parts.dialog.close();
  parts.yes.onclick = () => {
    parts.dialog.close();
    button.dataset.confirmed = "yes";
    button.click();
    delete button.dataset.confirmed;
  };
  parts.dialog.showModal();
}

export function confirmDeeds(root) {
  if (!("HTMLDialogElement" in window)) return;
  let parts = null;
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-confirm]");
    if (!button || !button.form || button.dataset.confirmed) return;
    event.preventDefault();
    parts = parts || build(root);
    ask(parts, button, button.form);
  });
}
