// Sentences offered under a text field: <ul data-phrases="id of the field">; a press puts one behind what is written.
function add(area, words) {
  area.value = `${area.value}${words}`;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function offerPhrases(root) {
  root.querySelectorAll("[data-phrases]").forEach((list) => {
    const area = root.getElementById(list.dataset.phrases);
    if (!area) return;
    list.querySelectorAll("button[data-phrase]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => add(area, button.dataset.phrase));
    });
  });
}
