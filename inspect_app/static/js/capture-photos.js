// Photos go one at a time, scaled down in the browser; a tile says how far each one is.
const LONGEST = 2560;
const QUALITY = 0.85;

async function scaled(file) {
  try {
    const picture = await createImageBitmap(file);
    const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
    return blob && blob.size < file.size ? blob : file;
  } catch {
    return file; // a format this browser can't draw; the server decides
  }
}

function tile(place, file) {
  const figure = document.createElement("figure");
  const image = document.createElement("img");
  const words = document.createElement("figcaption");
  figure.className = "photo";
  image.src = URL.createObjectURL(file);
  image.alt = "刚拍的照片";
  words.className = "cap";
  words.textContent = "等待上传";
  figure.append(image, words);
  place.before(figure);
  return {
    say: (text, bad) => {
      words.textContent = text;
      figure.classList.toggle("photo-bad", Boolean(bad));
    },
  };
}

function send(form, key, blob, file, heard) {
  return new Promise((resolve) => {
    const data = new FormData();
    const token = form.elements.csrf_token.value;
    data.set("csrf_token", token);
    data.set("item", key);
    data.set("taken_at", new Date(file.lastModified).toISOString());
    data.set("photo", blob, "photo.jpg");
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.photos);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) heard(`上传 ${Math.round((100 * event.loaded) / event.total)}%`);
    });
    request.addEventListener("loadend", () => {
      let facts = {};
      try { facts = JSON.parse(request.responseText); } catch { facts = {}; }
      resolve({ status: request.status, facts });
    });
    request.send(data);
  });
}

export function watchPhotos(form, line, progress) {
  let before = Promise.resolve();
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || input.dataset.photo === undefined || !input.files.length) return;
    const files = [...input.files];
    const key = input.closest("[data-item]").dataset.item;
    const place = input.closest("label");
    input.value = "";
    for (const file of files) {
      const shown = tile(place, file);
      before = before.then(async () => {
        const { status, facts } = await send(form, key, await scaled(file), file, (text) => shown.say(text));
        if (status === 201) {
          shown.say("服务器已存");
          line.saved(facts.saved_at);
          progress(facts);
        } else {
          shown.say(facts.message || "没有传上，请重拍", true);
        }
      });
    }
  });
}
