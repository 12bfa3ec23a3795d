// The words for where something is. Facts in, words out; nothing here asks anything.

export const DRAFT = "草稿";
export const WAITING = "待上传";
export const RECEIVED = "已收到";

const two = (number) => String(number).padStart(2, "0");

/** Return 14:32:05, with the date before it when it is not today's. */
export function clock(iso, now = new Date()) {
  const at = new Date(iso);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return at.toDateString() === now.toDateString() ? time : `${at.getMonth() + 1}月${at.getDate()}日 ${time}`;
}

/** Return the state word of a visit; what waits says how many of its files are up. */
export function stateWord({ word, waits }) {
  if (word === "draft") return DRAFT;
  if (word === "received") return RECEIVED;
  if (word !== "waiting") return "";
  return waits && waits.total ? `${WAITING} ${waits.have}/${waits.total}` : WAITING;
}

/** Return the line on a draft. `memory`: this browser keeps nothing; nothing is called saved that is not. */
export function savedLine({ device_at: device, server_at: server, memory }, now = new Date()) {
  const here = device && !memory ? `本机已存 ${clock(device, now)}` : "本机未存";
  const there = server ? `服务器已存 ${clock(server, now)}` : "服务器未存";
  return `${here} · ${there}`;
}

const QUEUE = {
  waiting: WAITING,
  sending: "正在上传",
  receiving: "服务器正在接收",
  refused: "没有被接受",
  photo_missing: "照片不在本机",
};

export const queueWord = (state) => QUEUE[state] || WAITING;

/** Decide the word from where a visit is: in the queue, in a shadow, with the office, in a draft, or nowhere yet. */
export function wordOf({ queued, shadow, status, draft }) {
  if (queued) return "waiting";
  if (shadow || status === "received" || status === "accepted") return "received";
  return draft || status === "draft" ? "draft" : null;
}
