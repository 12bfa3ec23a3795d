// What keeps a visit from being handed in: twin of inspect_app/field/rules/checking.py and findings/rules/proposing.py.
import { findItem, isAnswered, isFailing, numbers, partOf } from "./checklist.js";
import { validate } from "./validity.js";

/** What to ask for when a problem has neither a photo nor a reason why there is none, or null. */
export function evidenceGap(list, body, finding) {
  const { source } = finding;
  const item = source.kind === "answer" ? findItem(list, source.key) : null;
  if (!item || item.kind === "phone_test") return null; // a trial, a talk and a phone test are records by themselves
  if ((finding.no_photo || "").trim() || body.files.some((file) => file.item === source.key)) return null;
  return `“${finding.title}”还没有照片。请添一张，或写明为什么没有。`;
}

function findingProblem(list, body, shown, finding) {
  const { source, title } = finding;
  if (!title.trim() || !finding.fact.trim()) return "有一个问题没有写完，请写一句话说明问题，并写明事实。";
  if (source.kind === "answer") {
    const item = shown.has(source.key) ? findItem(list, source.key) : null;
    if (!item || !isFailing(item, body.answers[source.key])) {
      return `“${title}”列为了问题，但那一项的答案已经不是问题。请改回答案，或撤掉问题。`;
    }
  }
  return evidenceGap(list, body, finding);
}

/** Everything that is missing or wrong, in the order of the visit: {text, part, key, finding}. */
export function checkProblems(list, body, role) {
  const shown = numbers(list, body.answers);
  const found = [];
  for (const [key, number] of shown) {
    const item = findItem(list, key);
    const answer = body.answers[key];
    const sentence = isAnswered(answer) ? validate(item, answer, role) : item.required ? "还没有答。" : null;
    if (sentence) found.push({ text: `第 ${number} 项 ${sentence}`, part: partOf(list, key).key, key });
  }
  for (const finding of body.findings) {
    const text = findingProblem(list, body, shown, finding);
    if (text) found.push({ text, finding: finding.uuid });
  }
  return found;
}
