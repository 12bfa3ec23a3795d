// The one place that says where the data is.
export function saveLine(line) {
  const place = line && line.querySelector("[data-saved-server]");
  const say = (text, waits) => {
    if (!place) return;
    place.classList.toggle("wait", waits);
    [...place.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).forEach((node) => node.remove());
    place.append(text);
    const use = place.querySelector("use");
    if (use) use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, waits ? "#i-clock" : "#i-cloud"));
  };
  return {
    saved: (at) => say(`服务器已存 ${at}`, false),
    pending: () => say("还没有存", true),
    sending: () => say("正在存到服务器", true),
    failed: (why) => say(why, true),
  };
}
