// Photos of an item: a tile ticks only when the device has read the photo back.
import { core } from "../core.js";
import { $, $$, fill, h, icon } from "../dom.js";
import { ask } from "../sheet.js";
import { settle } from "./settling.js";

function caption(words, sign) {
  return h("figcaption", { class: "cap" }, sign && icon(sign), h("span", null, words));
}

function tile(file, label, held) {
  const figure = h("figure", { class: "photo", data: { photo: file.sha256 } }, h("span", { class: "photo-wait" }, "正在打开"),
    held.includes(file.sha256) ? caption("服务器已存", "cloud") : caption("本机已存", "device"));
  core.photoUrl(file.sha256).then((url) => {
    if (url) figure.firstChild.replaceWith(h("img", { src: url, alt: label, decoding: "async" }));
    else figure.firstChild.textContent = "照片在服务器";
  }).catch(() => { figure.firstChild.textContent = "现在打不开"; });
  return figure;
}

const held = (one, item, file, place) => h("div", { class: "photo-held" }, tile(file, `“${item.text}”的照片 ${place + 1}`, one.visit.held || []),
  h("button", { class: "btn btn-quiet small", type: "button", data: { deed: "drop", key: item.key, sha256: file.sha256 } },
    icon("trash"), h("span", null, "删去", h("span", { class: "visually-hidden" }, `第 ${place + 1} 张照片`))));

const camera = (item) => h("label", { class: "photo photo-add" }, icon("camera"), h("span", null, "拍照"),
  h("input", { class: "visually-hidden", type: "file", accept: "image/*", capture: "environment", "aria-label": `给“${item.text}”拍照`, data: { camera: item.key } }));

export const photoRow = (one, item) => h("div", { class: "photos", data: { photosOf: item.key } },
  one.photos(item.key).map((file, place) => held(one, item, file, place)), camera(item));

function redraw(one, item, box) {
  const row = $("[data-photos-of]", box);
  fill(row, one.photos(item.key).map((file, place) => held(one, item, file, place)), camera(item));
  if (item.kind === "photo") hang(item.key)(one.body); // on the device it is done with the photo
  settle(one, box);
}

/** A photo item's answer is the photos that hang on it. */
const hang = (key) => (body) => {
  const photos = body.files.filter((file) => file.item === key).map((file) => file.sha256);
  const { note, choice } = body.answers[key] || {};
  if (photos.length) body.answers[key] = { photos };
  else if (choice) body.answers[key] = { choice };
  else body.answers[key] = {};
  if (note) body.answers[key].note = note;
  if (!Object.keys(body.answers[key]).length) delete body.answers[key];
};

function waiting(camera_) {
  const figure = h("figure", { class: "photo" }, h("span", { class: "photo-wait" }, "正在存"), caption("正在存到本机", "clock"));
  camera_.before(figure);
  return figure;
}

/** Keep a photo that was taken; it stands in the page as kept only when it was read back. */
export async function takePhoto(one, box, input) {
  const item = one.item(box.dataset.item);
  const files = [...input.files];
  input.value = "";
  await one.flush();
  for (const file of files) {
    const figure = waiting(input.closest("label"));
    try {
      const kept = await core.addPhoto(one.id, item.key, file);
      if (!one.body.files.some((row) => row.sha256 === kept.sha256 && row.item === item.key)) one.body.files.push({ ...kept });
      redraw(one, item, box);
    } catch (error) {
      figure.classList.add("photo-bad");
      fill(figure, h("span", { class: "photo-wait" }, "没有存上"), caption(error.message || "请重拍", "warn"));
    }
  }
}

export async function dropPhoto(one, button) {
  const box = button.closest("[data-item]");
  const { sha256 } = button.dataset;
  if (!(await ask({ title: "删去这张照片？", text: "删去以后找不回来。", verb: "删去", kind: "danger" }))) return;
  await one.flush();
  await core.removePhoto(one.id, sha256);
  one.body.files = one.body.files.filter((file) => file.sha256 !== sha256);
  redraw(one, one.item(box.dataset.item), box);
}

/** Follow how much of each photo is up. */
export function watchProgress(root) {
  return core.on("progress", ({ sha256, sent, total }) => {
    for (const figure of $$(`[data-photo="${sha256}"]`, root)) {
      const words = sent >= total ? caption("服务器已存", "cloud") : caption(`上传 ${Math.floor((100 * sent) / total)}%`, "upload");
      $("figcaption", figure).replaceWith(words);
    }
  });
}
