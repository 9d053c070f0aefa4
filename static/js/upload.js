/**
 * [data-upload data-upload-url]: many photos by drop (folders too), choice, camera or paste. Each file is one request
 * (field "photo") with its own progress, cancel and retry; a few run at a time.
 *
 * Inside: [data-upload-drop], [data-upload-input] file inputs, [data-upload-list], <template data-upload-item> with
 * [data-upload-picture|name|state|bar|cancel|retry|link]. Texts: data-text-waiting|sending|checking|done|cancelled|busy.
 * Answers: 201 {"id", "thumbnail", "url", "name"}, else {"error"}. 429 is waited out as Retry-After says.
 * When a batch ends the section fires "uploads-done" with {done, failed}.
 */
import { enhance } from "./enhance.js";
import { csrfHeaders, sentenceFor } from "./http.js";
import { dropped } from "./upload-drop.js";

const PARALLEL = 3;
const PREVIEW_PX = 320;
const LONGEST_WAIT_S = 90;

class Uploader {
  constructor(section) {
    this.section = section;
    this.texts = section.dataset;
    this.list = section.querySelector("[data-upload-list]");
    this.template = section.querySelector("template[data-upload-item]");
    this.waiting = [];
    this.running = new Set();
    this.tally = { done: 0, failed: 0 };
    this.previews = Promise.resolve();
  }

  add(files) {
    for (const file of files) this.enqueue(new Upload(file, this));
    this.next();
  }

  enqueue(upload) {
    upload.show("waiting");
    this.waiting.push(upload);
  }

  next() {
    while (this.running.size < PARALLEL && this.waiting.length) {
      const upload = this.waiting.shift();
      this.running.add(upload);
      upload.send();
    }
  }

  ended(upload, how) {
    this.running.delete(upload);
    this.waiting = this.waiting.filter((one) => one !== upload);
    if (how in this.tally) this.tally[how] += 1;
    this.next();
    if (this.busy || this.tally.done + this.tally.failed === 0) return;
    this.section.dispatchEvent(new CustomEvent("uploads-done", { bubbles: true, detail: this.tally }));
    this.tally = { done: 0, failed: 0 };
  }

  get busy() {
    return this.running.size + this.waiting.length > 0;
  }

  /** One decoding at a time: twelve photos of 12 MP at once would be half a gigabyte on a phone. */
  preview(upload) {
    this.previews = this.previews.then(() => upload.preview());
  }
}

class Upload {
  constructor(file, uploader) {
    this.file = file;
    this.uploader = uploader;
    this.element = uploader.template.content.firstElementChild.cloneNode(true);
    this.part("name").textContent = file.name;
    this.part("cancel").addEventListener("click", () => this.cancel());
    this.part("retry").addEventListener("click", () => this.retry());
    uploader.list.append(this.element);
    uploader.preview(this);
  }

  part(name) {
    return this.element.querySelector(`[data-upload-${name}]`);
  }

  show(state, text = this.uploader.texts[`text${state[0].toUpperCase()}${state.slice(1)}`]) {
    this.state = state;
    const over = ["done", "failed", "cancelled"].includes(state);
    this.element.classList.toggle("is-done", state === "done");
    this.element.classList.toggle("is-failed", state === "failed");
    this.part("state").textContent = text;
    this.part("bar").hidden = over;
    this.part("cancel").hidden = over;
    this.part("retry").hidden = state !== "failed" && state !== "cancelled";
  }

  send() {
    this.show("sending");
    const form = new FormData();
    form.append("photo", this.file, this.file.name);
    const xhr = (this.xhr = new XMLHttpRequest());
    xhr.open("POST", this.uploader.texts.uploadUrl);
    xhr.setRequestHeader("Accept", "application/json");
    Object.entries(csrfHeaders()).forEach(([name, value]) => xhr.setRequestHeader(name, value));
    xhr.upload.addEventListener("progress", (event) => this.progress(event));
    xhr.addEventListener("loadend", () => this.answered(xhr));
    xhr.send(form);
  }

  progress({ loaded, total }) {
    this.part("bar").value = loaded / total;
    if (loaded === total) this.show("checking"); // the bytes are there; the server still reads the picture
  }

  answered(xhr) {
    if (this.state === "cancelled") return;
    if (xhr.status === 201) return this.finish(JSON.parse(xhr.responseText));
    const wait = Number(xhr.getResponseHeader("Retry-After"));
    if (xhr.status === 429 && wait > 0 && wait <= LONGEST_WAIT_S) return this.waitFor(wait);
    this.fail(sentenceFor(xhr.status, xhr.responseText));
  }

  waitFor(seconds) {
    this.show("busy");
    this.timer = setTimeout(() => this.send(), seconds * 1000);
  }

  async finish({ thumbnail, url, name, id }) {
    this.element.dataset.photo = id;
    this.part("name").textContent = name;
    const link = this.part("link");
    if (link && url) link.href = url;
    this.show("done");
    this.uploader.ended(this, "done");
    const picture = new Image();
    picture.alt = name;
    picture.src = thumbnail;
    await picture.decode();
    this.part("picture").replaceChildren(picture);
  }

  fail(sentence) {
    this.show("failed", sentence);
    this.uploader.ended(this, "failed");
  }

  cancel() {
    this.show("cancelled");
    clearTimeout(this.timer);
    this.xhr?.abort();
    this.uploader.ended(this, "cancelled");
  }

  retry() {
    this.part("bar").value = 0;
    this.uploader.enqueue(this);
    this.uploader.next();
  }

  /** A local picture at once; formats the browser cannot read (HEIC on most) keep the icon. */
  async preview() {
    try {
      const bitmap = await createImageBitmap(this.file, { resizeWidth: PREVIEW_PX, resizeQuality: "medium" });
      if (this.state === "done") return;
      const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
      bitmap.close();
      this.part("picture").replaceChildren(canvas);
    } catch { /* the server decides whether it is a picture */ }
  }
}

function start(section) {
  const uploader = new Uploader(section);
  const zone = section.querySelector("[data-upload-drop]");
  for (const input of section.querySelectorAll("[data-upload-input]")) {
    const take = () => {
      uploader.add(input.files);
      input.value = "";
    };
    input.addEventListener("change", take);
    take(); // what was chosen before this script was there
  }
  dropped(zone, (files) => uploader.add(files));
  addEventListener("paste", ({ clipboardData }) => section.isConnected && uploader.add(clipboardData.files));
  addEventListener("beforeunload", (event) => uploader.busy && section.isConnected && event.preventDefault());
}

enhance("[data-upload]", start);
