// The error summary takes the focus, so that it is read first and the keyboard starts there.
export function focusSummary(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) summary.focus();
}
