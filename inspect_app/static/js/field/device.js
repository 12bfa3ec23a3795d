// 设备自检: what this tablet can do, and what still works without it.
import { ping } from "./api.js";
import { secure } from "./hash.js";
import { health } from "./store.js";
import { tablet } from "./tablet.js";
import { readWorker } from "./worker.js";

const MINUTE = 60_000;
const CLOCK_LIMIT = 5 * MINUTE;
const MEGABYTE = 1024 * 1024;
const line = (key, label, ok, value, without) => ({ key, label, ok, value, without });

async function storage() {
  const kept = navigator.storage && navigator.storage.persisted ? await navigator.storage.persisted() : null;
  const value = { true: "浏览器答应长期保存", false: "空间不足时浏览器可能清理", null: "浏览器不说" }[String(kept)];
  return line("persist", "长期保存", kept, value, "照常填写；联网后尽快上传，草稿在服务器上也有一份");
}

async function quota() {
  const label = "可用空间";
  const without = "照常填写；存不下时会提示，“已收到”的本机副本会先清理";
  if (!navigator.storage || !navigator.storage.estimate) return line("quota", label, null, "浏览器不说", without);
  const { quota: all = 0, usage = 0 } = await navigator.storage.estimate();
  const free = Math.max(0, all - usage) / MEGABYTE;
  return line("quota", label, free > 200, `还剩 ${Math.round(free)} MB，已用 ${Math.ceil(usage / MEGABYTE)} MB`, without);
}

async function worker() {
  await readWorker();
  const value = tablet.shell ? "可离线打开" : "不能离线打开";
  return line("worker", "离线打开", tablet.shell, value, "已打开的页面仍可填写；不要关页面，或换用 https 和系统浏览器");
}

async function camera() {
  const label = "相机";
  const without = "可以从相册选照片，或注明未拍照的理由";
  if (!navigator.mediaDevices) return line("camera", label, null, "浏览器不说", without);
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const found = devices.some((device) => device.kind === "videoinput");
  return line("camera", label, found, found ? "有" : "没有找到", without);
}

async function clock() {
  const offset = await ping().catch(() => tablet.device.offset ?? null);
  const without = "照常填写和上传；时间以服务器为准，记录里注明相差多少";
  if (offset === null) return line("clock", "时钟", null, "没有联网，不知道", without);
  const off = Math.abs(offset) < MINUTE ? "与服务器相差不到 1 分钟" : `${offset > 0 ? "快" : "慢"} ${Math.round(Math.abs(offset) / MINUTE)} 分钟`;
  return line("clock", "时钟", Math.abs(offset) < CLOCK_LIMIT, off, without);
}

const database = () =>
  line("database", "本机存储", !health.memory, health.memory ? "打不开" : "正常", "只在页面里暂存；请保持联网，不要关页面");

const encryption = () =>
  line("crypto", "加密", secure, secure ? "可用" : "不可用（要用 https 打开）", "公开走访照常；其他走访不留在平板上，草稿只存服务器");

const locks = () =>
  line("locks", "多页面协调", Boolean(navigator.locks), navigator.locks ? "可用" : "用备用办法", "照常，只是请不要同时开两个页面");

/** Look at everything; nothing is asked of the person. */
export async function deviceCheck() {
  return [database(), await storage(), await quota(), await worker(), encryption(), await camera(), await clock(), locks()];
}
