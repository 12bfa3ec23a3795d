// Enter inside an input method picks a word; it never sends the form.
export function safeEnter(root) {
  root.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && composing && event.target.tagName === "INPUT") event.preventDefault();
  }, true);
}
