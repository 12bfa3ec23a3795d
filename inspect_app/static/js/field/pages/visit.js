// A visit opens on its next question.
import { Visiting } from "../visiting.js";

export async function open([id]) {
  const one = await Visiting.open(id);
  if (!one.canEdit) return { redirect: one.path("receipt") };
  const { next } = one;
  const first = one.list.parts.find((part) => part.items.some((item) => item.text)) || one.list.parts[0];
  const begun = Object.keys(one.body.answers).length > 0;
  const left = (one.visit.remarks || []).find((row) => row.part);
  if (one.visit.status === "returned" && left && !next) return { redirect: one.path(`${left.part}?item=${left.key}`) };
  if (next) return { redirect: one.path(begun ? `${next.part}?item=${next.key}` : next.part) };
  return { redirect: one.path(begun ? "check" : first.key) };
}
