// A page on which something is being made is read again after a while: <meta name="read-again" content="seconds">.
// Who is writing in it, or looks at another tab, is not interrupted.
export function readAgain(root) {
  const mark = root.querySelector("meta[name=read-again]");
  if (!mark) return;
  const busy = () => root.hidden || root.activeElement.matches("input, select, textarea");
  const look = () => { if (busy()) setTimeout(look, 1000); else window.location.reload(); };
  setTimeout(look, Number(mark.content) * 1000);
}
