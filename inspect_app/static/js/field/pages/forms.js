// What the forms of a trial and a talk have in common.
export const COMPLETE = [["yes", "齐全"], ["no", "不齐"], ["", "没有核对"]];
export const readYesNo = (value) => ({ yes: true, no: false })[value] ?? null;
export const yesNoValue = (value) => (value === null ? "" : value ? "yes" : "no");
export const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** Hear every change of a form: typing is kept a moment later, a tap at once; `read` fills one record. */
export function watchForm(one, form, find, read, after) {
  const change = (body) => { const row = find(body); if (row) read(form, row); };
  const isText = (target) => target.matches("textarea, input[type=text], input:not([type])");
  form.addEventListener("input", (event) => { if (isText(event.target) && !("unsaved" in event.target.dataset)) one.typing("form", change, after); });
  form.addEventListener("change", (event) => {
    if (isText(event.target) || "unsaved" in event.target.dataset) return;
    one.forget("form");
    one.edit(change);
    after();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}
