// Moments and days as the office writes them; the tablet's own clock and zone.
const two = (number) => String(number).padStart(2, "0");
const DAYS = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

export const localDay = (at = new Date()) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
export const clockTime = (at = new Date()) => `${two(at.getHours())}:${two(at.getMinutes())}`;
export const localMoment = (at = new Date()) => `${localDay(at)}T${clockTime(at)}`;
export const monthDay = (day) => { const [, month, date] = day.slice(0, 10).split("-").map(Number); return `${month}月${date}日`; };
export const moment = (iso) => `${monthDay(localDay(new Date(iso)))} ${clockTime(new Date(iso))}`;
export const weekday = (day) => DAYS[new Date(`${day}T12:00:00`).getDay()];
