/**
 * [data-events-url data-poll-url]: live progress of the jobs inside, by server-sent events, by polling where those fail.
 *
 * A message is {"jobs": [{"id", "status", "progress", "step_label", "remaining_s", "error", "url"}]}. For each
 * [data-job=ID] it fills [data-job-bar|label|remaining|error]; at the end of a job it fires "job-finished" there once,
 * for hx-trigger="job-finished". The connection is open only while a [data-job] is there whose data-status (absent
 * counts as running) is not an end; a card that htmx brings in opens it again.
 * Text: data-text-remaining with {n} for seconds, data-text-minutes with {n} for minutes.
 */
import { enhance } from "./enhance.js";

const OVER = ["done", "failed", "cancelled", "dead"];
const POLL_MS = 2000;
const FAILURES_BEFORE_POLLING = 2;

class Watcher {
  constructor(root) {
    this.root = root;
    this.finished = new Set();
    this.closed = true;
    this.resume();
    root.addEventListener("htmx:load", () => this.resume());
  }

  get waiting() {
    return [...this.root.querySelectorAll("[data-job]")].some((job) => !OVER.includes(job.dataset.status));
  }

  resume() {
    if (!this.closed || !this.waiting) return;
    this.closed = false;
    this.failures = 0;
    this.listen();
  }

  listen() {
    this.source = new EventSource(this.root.dataset.eventsUrl);
    this.source.addEventListener("message", ({ data }) => this.read(JSON.parse(data)));
    this.source.addEventListener("error", () => this.stumble());
  }

  /** EventSource reconnects by itself, but not after a refusal, and not through every proxy. */
  stumble() {
    this.failures += 1;
    const gaveUp = this.source.readyState === EventSource.CLOSED;
    if (!gaveUp && this.failures < FAILURES_BEFORE_POLLING) return;
    this.source.close();
    this.poll();
  }

  async poll() {
    if (this.closed || !this.root.isConnected) return;
    try {
      const answer = await fetch(this.root.dataset.pollUrl, { headers: { Accept: "application/json" } });
      if (answer.ok) this.read(await answer.json());
    } catch { /* offline: the next round tries again */ }
    if (!this.closed) setTimeout(() => this.poll(), POLL_MS);
  }

  read({ jobs }) {
    if (!this.root.isConnected) return this.close();
    this.failures = 0;
    jobs.forEach((job) => this.update(job));
    if (!this.waiting) this.close();
  }

  update(job) {
    const element = this.root.querySelector(`[data-job="${CSS.escape(job.id)}"]`);
    if (!element) return;
    element.dataset.status = job.status;
    fill(element, job, this.root.dataset);
    if (!OVER.includes(job.status) || this.finished.has(job.id)) return;
    this.finished.add(job.id);
    window.htmx.trigger(element, "job-finished", { id: job.id, status: job.status });
  }

  close() {
    this.closed = true;
    this.source.close();
  }
}

function fill(element, job, texts) {
  const put = (name, text) => {
    const part = element.querySelector(`[data-job-${name}]`);
    if (part && part.textContent !== text) part.textContent = text;
  };
  const bar = element.querySelector("[data-job-bar]");
  if (bar) bar.value = job.progress ?? 0;
  if (job.step_label) put("label", job.step_label);
  put("remaining", OVER.includes(job.status) ? "" : remaining(job.remaining_s, texts));
  put("error", job.error ?? "");
}

function remaining(seconds, texts) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 90) return (texts.textRemaining ?? "{n} s").replace("{n}", Math.max(1, Math.ceil(seconds)));
  return (texts.textMinutes ?? "{n} min").replace("{n}", Math.round(seconds / 60));
}

enhance("[data-events-url]", (root) => new Watcher(root));
