// A number inside a sentence is a chip: it can be moved past and deleted, never retyped. The textarea stays what is sent.
const TOKEN = /【([^】]{1,12})】/g;

function chip(name) {
  const mark = document.createElement("span");
  mark.className = "token-chip";
  mark.contentEditable = "false";
  mark.dataset.name = name;
  mark.textContent = name;
  return mark;
}

function fill(editor, text, known) {
  editor.replaceChildren();
  let place = 0;
  for (const found of text.matchAll(TOKEN)) {
    if (!known.has(found[1])) continue;
    editor.append(text.slice(place, found.index), chip(found[1]));
    place = found.index + found[0].length;
  }
  editor.append(text.slice(place));
}

function read(node) {
  let text = "";
  node.childNodes.forEach((part) => {
    if (part.nodeType === Node.TEXT_NODE) text += part.data;
    else if (part.dataset?.name) text += `【${part.dataset.name}】`;
    else if (part.tagName === "BR") text += "\n";
    else text += (text && part.tagName === "DIV" ? "\n" : "") + read(part);
  });
  return text;
}

function insert(editor, node) {
  const chosen = window.getSelection();
  const inside = chosen.rangeCount && editor.contains(chosen.getRangeAt(0).commonAncestorContainer);
  const range = inside ? chosen.getRangeAt(0) : document.createRange();
  if (!inside) {
    range.selectNodeContents(editor);
    range.collapse(false);
  }
  range.deleteContents();
  range.insertNode(node);
  range.setStartAfter(node);
  range.collapse(true);
  chosen.removeAllRanges();
  chosen.addRange(range);
}

function enhance(area) {
  const known = new Set(area.dataset.tokens.split(" "));
  const editor = document.createElement("div");
  editor.className = "form-control token-editor";
  editor.contentEditable = "true";
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  editor.setAttribute("aria-label", document.querySelector(`label[for="${area.id}"]`)?.textContent.trim() || area.name);
  fill(editor, area.value, known);
  const keep = () => { area.value = read(editor); };
  editor.addEventListener("input", keep);
  editor.addEventListener("paste", (event) => {
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    insert(editor, document.createTextNode(text));
    keep();
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    insert(editor, document.createTextNode("\n"));
    keep();
  });
  area.hidden = true;
  area.after(editor);
  return { editor, keep };
}

const boxes = [...document.querySelectorAll("textarea[data-tokens]")].map(enhance);
let last = boxes[0];
boxes.forEach((box) => box.editor.addEventListener("focus", () => { last = box; }));
document.querySelectorAll("[data-token]").forEach((item) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = item.className;
  button.textContent = item.textContent;
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    insert(last.editor, chip(item.dataset.token));
    last.keep();
  });
  item.className = "";
  item.replaceChildren(button);
});
