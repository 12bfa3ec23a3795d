// Skip rules in the browser: the same small strict tree as inspect_app/checklists/rules/conditions.py.
// Both are run over tests/vectors/checklist_rules.json. Nothing is ever evaluated as code.

const MAX_DEPTH = 8;
const MAX_BRANCHES = 20;

const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const isObject = (raw) => typeof raw === "object" && raw !== null && !Array.isArray(raw);
const isReference = (node) =>
  Array.isArray(node) && node.length === 2 && node[0] === "ref" && typeof node[1] === "string" && node[1] !== "";
const isPlain = (node) =>
  typeof node === "string" || typeof node === "boolean" || (typeof node === "number" && Number.isFinite(node));

export class RuleError extends Error {}

const refuse = (sentence) => {
  throw new RuleError(sentence);
};

const CHECKS = new Map([
  ["and", checkBranches],
  ["or", checkBranches],
  ["not", (args, depth) => (args.length === 1 ? checkRule(args[0], depth + 1) : refuse("not"))],
  ["answered", (args) => (args.length === 1 && isReference(args[0])) || refuse("answered")],
  ...["eq", "ne", "lt", "le", "gt", "ge", "has"].map((name) => [name, checkComparison]),
]);

function checkBranches(args, depth) {
  if (args.length < 1 || args.length > MAX_BRANCHES) refuse("branches");
  for (const argument of args) checkRule(argument, depth + 1);
}

function checkComparison(args) {
  if (args.length !== 2 || !args.every((side) => isReference(side) || isPlain(side))) refuse("comparison");
}

function checkRule(rule, depth) {
  if (depth > MAX_DEPTH) refuse("depth");
  if (!Array.isArray(rule) || typeof rule[0] !== "string") refuse("shape");
  const check = CHECKS.get(rule[0]);
  if (!check) refuse("operator");
  check(rule.slice(1), depth);
}

// What a rule sees of an answer: see answer_value in vocabulary/answers.py.
const word = (raw) => (typeof raw === "string" && raw !== "" ? raw : null);
const figure = (raw) => (typeof raw === "number" && Number.isFinite(raw) ? raw : null);
const words = (raw) => {
  const found = Array.isArray(raw) ? raw.filter((one) => typeof one === "string") : [];
  return found.length ? found : null;
};
const phone = (raw) => {
  if (!isObject(raw) || !own(raw, "connected") || typeof raw.connected !== "boolean") return null;
  if (!raw.connected) return "not_connected";
  return own(raw, "answered") && raw.answered === true ? "answered" : "not_answered";
};
const told = (raw) =>
  isObject(raw) && Object.keys(raw).length ? Object.keys(raw).filter((key) => raw[key] === true) : null;

const READERS = [
  ["choice", word], ["choices", words], ["number", figure], ["rating", figure], ["text", word],
  ["time", word], ["photos", words], ["phone", phone], ["told", told],
];

export function answerValue(answer) {
  if (!isObject(answer)) return null;
  const reader = READERS.find(([key]) => own(answer, key));
  return reader ? reader[1](answer[reader[0]]) : null;
}

// Order of code points, as in Python; `<` on strings compares UTF-16 units.
function order(left, right) {
  if (typeof left === "number") return left < right ? -1 : Number(left > right);
  const a = Array.from(left, (c) => c.codePointAt(0));
  const b = Array.from(right, (c) => c.codePointAt(0));
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

const equal = (left, right) => !Array.isArray(left) && typeof left === typeof right && left === right;
const ordered = (left, right) => typeof left === typeof right && ["string", "number"].includes(typeof left);
const COMPARE = {
  eq: equal,
  ne: (left, right) => !equal(left, right),
  lt: (left, right) => ordered(left, right) && order(left, right) < 0,
  le: (left, right) => ordered(left, right) && order(left, right) <= 0,
  gt: (left, right) => ordered(left, right) && order(left, right) > 0,
  ge: (left, right) => ordered(left, right) && order(left, right) >= 0,
  has: (left, right) => Array.isArray(left) && typeof right === "string" && left.includes(right),
};

function valueOf(node, answers) {
  if (!Array.isArray(node)) return node;
  return own(answers, node[1]) ? answerValue(answers[node[1]]) : null;
}

function holds(rule, answers) {
  const [name, ...args] = rule;
  if (name === "and") return args.every((argument) => holds(argument, answers));
  if (name === "or") return args.some((argument) => holds(argument, answers));
  if (name === "not") return !holds(args[0], answers);
  if (name === "answered") return valueOf(args[0], answers) !== null;
  const [left, right] = args.map((argument) => valueOf(argument, answers));
  return left !== null && right !== null && COMPARE[name](left, right);
}

/** Say whether a rule holds for these answers; throw RuleError when it is no rule. */
export function evaluate(rule, answers) {
  checkRule(rule, 1);
  return holds(rule, answers);
}

/** Return the keys of the items to be shown, in order; the answer of a hidden item counts as not given. */
export function visible(body, answers) {
  const shown = [];
  const counted = Object.create(null);
  for (const item of body.parts.flatMap((part) => part.items)) {
    if (item.text !== "" && ((item.show_when ?? null) === null || evaluate(item.show_when, counted))) {
      shown.push(item.key);
      if (own(answers, item.key)) counted[item.key] = answers[item.key];
    }
  }
  return shown;
}
