// Sends one change after the other; the newest state of an item replaces an older one that still waits.
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;

export class Sender {
  constructor(url, line) {
    this.url = url;
    this.line = line;
    this.waiting = new Map();
    this.running = false;
    this.delay = FIRST_WAIT;
    window.addEventListener("online", () => this.run());
  }

  get busy() {
    return this.running || this.waiting.size > 0;
  }

  queue(key, build, done) {
    this.waiting.set(key, { build, done });
    this.run();
  }

  async run() {
    if (this.running) return;
    this.running = true;
    while (this.waiting.size) {
      const [key, job] = this.waiting.entries().next().value;
      this.waiting.delete(key);
      this.line.sending();
      const answer = await this.post(job.build());
      if (answer === null) {
        if (!this.waiting.has(key)) this.waiting.set(key, job);
        this.running = false;
        window.setTimeout(() => this.run(), this.delay);
        this.delay = Math.min(this.delay * 2, LONGEST_WAIT);
        return;
      }
      this.delay = FIRST_WAIT;
      job.done(answer.status, answer.facts);
      if (answer.status === 200) this.line.saved(answer.facts.saved_at);
      else this.line.failed(answer.facts.message || "没有存上，请刷新后再试");
    }
    this.running = false;
  }

  // Null means: try again later. A login page is never a success.
  async post(data) {
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json", "X-CSRFToken": data.get("csrf_token") },
        redirect: "manual",
        credentials: "same-origin",
      });
      if (answer.type === "opaqueredirect") {
        this.line.failed("登录已过期，请另开一页登录；这里填的还在");
        return null;
      }
      if (answer.status >= 500) throw new Error("server");
      return { status: answer.status, facts: await answer.json() };
    } catch {
      this.line.failed("还没有存：连不上服务器，正在重试");
      return null;
    }
  }
}
