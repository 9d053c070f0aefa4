/**
 * [data-brush data-photo-url data-mask-url data-save-url]: mend a cut-out by painting what to keep and what to erase.
 * What is cut away wears a tint; data-start=erase begins with that brush. Saving posts "strokes" (PNG: 0 untouched,
 * 128 erase, 255 keep, the photo's aspect, at most 1280 px) and the fields of the form inside, then goes to {"url"} of
 * the answer. data-preview-url shows what erasing would leave (see brush-preview.js).
 *
 * Controls: [data-brush-mode=keep|erase|toggle], [data-brush-do=undo|redo|clear|in|out|fit|smaller|larger|preview|stop|save],
 * [data-brush-size] range with [data-brush-size-text], [data-brush-original] held down, [data-brush-stage],
 * [data-brush-wait] shown until the pictures are there.
 */
import { enhance } from "./enhance.js";
import { csrfHeaders, sentenceFor } from "./http.js";
import { toast } from "./toast.js";
import { Strokes, drawStroke, greyToPng, rasterise } from "./brush-strokes.js";
import { connect } from "./brush-controls.js";
import { ErasePreview } from "./brush-preview.js";
import { View, gestures } from "./brush-view.js";

const LONGEST_PX = 1280;
const TINT_ALPHA = 0.55;

async function loaded(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

function canvasOf(image, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(image, 0, 0, width, height);
  return canvas;
}

/** The mask's grey as opacity, so that it can be cut out of the tint. */
function greyToAlpha(canvas) {
  const context = canvas.getContext("2d");
  const picture = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < picture.data.length; i += 4) picture.data[i + 3] = picture.data[i];
  context.putImageData(picture, 0, 0);
  return canvas;
}

class Brush {
  constructor(root, photo, mask) {
    const scale = Math.min(1, LONGEST_PX / Math.max(photo.naturalWidth, photo.naturalHeight));
    this.root = root;
    this.width = Math.round(photo.naturalWidth * scale);
    this.height = Math.round(photo.naturalHeight * scale);
    this.photo = canvasOf(photo, this.width, this.height);
    this.mask = greyToAlpha(canvasOf(mask, this.width, this.height));
    this.tint = canvasOf(this.mask, this.width, this.height);
    this.strokes = new Strokes();
    this.stage = root.querySelector("[data-brush-stage]");
    this.canvas = this.stage.querySelector("canvas");
    this.view = new View(this.stage, this.width, this.height);
    this.colour = getComputedStyle(this.stage).getPropertyValue("--tint");
    this.mode = root.dataset.start ?? "keep";
    this.size = 32; // on the screen: zooming in makes it finer on the picture
    this.preview = root.dataset.previewUrl ? new ErasePreview(this) : null;
    gestures(this.stage, this.view, this);
    new ResizeObserver(() => this.resize()).observe(this.stage);
    this.retint();
  }

  resize() {
    const ratio = devicePixelRatio;
    this.canvas.width = this.stage.clientWidth * ratio;
    this.canvas.height = this.stage.clientHeight * ratio;
    this.view.zoom(1);
    this.draw();
  }

  /* What the hand does (see gestures). */
  begin(point) {
    this.preview?.outdated();
    this.strokes.begin(this.mode, this.size / this.view.scale, this.view.toPicture(...point));
    this.paint(0);
  }

  extend(point) {
    this.strokes.extend(this.view.toPicture(...point));
    this.paint(this.strokes.list.at(-1).points.length - 1);
  }

  end() { this.changed(); }

  get middle() { return [this.stage.clientWidth / 2, this.stage.clientHeight / 2]; }

  /** One touch of the brush in the middle of the stage. */
  dab() {
    this.hover(this.middle);
    this.begin(this.middle);
    this.end();
  }

  abandon() {
    this.strokes.abandon();
    this.retint();
  }

  hover(point) {
    this.cursor = point;
    this.draw();
  }

  moved() { this.draw(); }

  /* Drawing */
  paint(from) {
    this.paintOnTint(this.strokes.list.at(-1), from);
    this.draw();
  }

  paintOnTint(stroke, from = 0) {
    const context = this.tint.getContext("2d");
    context.globalCompositeOperation = stroke.mode === "keep" ? "destination-out" : "source-over";
    context.strokeStyle = this.colour;
    drawStroke(context, stroke, from);
  }

  retint() {
    const context = this.tint.getContext("2d");
    context.globalCompositeOperation = "copy";
    context.fillStyle = this.colour;
    context.fillRect(0, 0, this.width, this.height);
    context.globalCompositeOperation = "destination-out";
    context.drawImage(this.mask, 0, 0);
    this.strokes.list.forEach((stroke) => this.paintOnTint(stroke));
    this.changed();
  }

  draw() {
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      this.drawNow();
    });
  }

  drawNow() {
    const context = this.canvas.getContext("2d");
    const { scale, x, y } = this.view;
    const ratio = devicePixelRatio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
    context.imageSmoothingEnabled = scale < 4;
    context.drawImage(this.photo, 0, 0);
    if (this.original) return;
    if (this.preview?.isShown) context.drawImage(this.preview.picture, 0, 0, this.width, this.height);
    context.globalAlpha = this.preview?.hidesMarks ? 0 : TINT_ALPHA;
    context.drawImage(this.tint, 0, 0);
    context.globalAlpha = 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.cursor && !this.stage.classList.contains("is-panning")) ring(context, this.cursor, this.size / 2);
  }

  /* What the controls do */
  changed() {
    const { list, undone } = this.strokes;
    const off = { undo: !list.length, redo: !undone.length, clear: !list.length, save: !list.length };
    for (const [name, disabled] of Object.entries(off)) {
      this.root.querySelectorAll(`[data-brush-do=${name}]`).forEach((button) => { button.disabled = disabled; });
    }
    this.preview?.changed();
    this.draw();
  }

  setMode(mode) {
    this.mode = mode === "toggle" ? { keep: "erase", erase: "keep" }[this.mode] : mode;
    this.root.querySelectorAll("[data-brush-mode]").forEach((button) => {
      if (button.dataset.brushMode !== "toggle") button.setAttribute("aria-pressed", button.dataset.brushMode === this.mode);
    });
    this.stage.dataset.mode = this.mode;
    this.draw();
  }

  setSize(size) {
    const range = this.root.querySelector("[data-brush-size]");
    range.value = size;
    this.size = Number(range.value);
    this.root.querySelector("[data-brush-size-text]").textContent = this.size;
    this.draw();
  }

  showOriginal(on) {
    this.original = on;
    this.root.querySelector("[data-brush-original]").setAttribute("aria-pressed", on);
    this.draw();
  }

  run(action) {
    const actions = {
      undo: () => { this.strokes.undo(); this.retint(); },
      redo: () => { this.strokes.redo(); this.retint(); },
      clear: () => { while (this.strokes.list.length) this.strokes.undo(); this.retint(); },
      in: () => this.view.zoom(1.4),
      out: () => this.view.zoom(1 / 1.4),
      fit: () => this.view.fit(),
      smaller: () => this.setSize(this.size * 0.8),
      larger: () => this.setSize(this.size * 1.25),
      preview: () => this.preview.toggled(),
      stop: () => this.preview.stopped(),
      save: () => this.save(),
    };
    actions[action]();
    this.draw();
  }

  async save() {
    const buttons = this.root.querySelectorAll("[data-brush-do=save]");
    buttons.forEach((button) => { button.disabled = true; });
    const problem = await this.send();
    if (!problem) return;
    toast(problem, { tone: "error" });
    this.changed();
  }

  /** The strokes and the fields of the form inside, sent to `url`. */
  async post(url, signal) {
    const form = new FormData(this.root.querySelector("form") ?? undefined);
    const png = await greyToPng(rasterise(this.strokes.list, this.width, this.height), this.width, this.height);
    form.append("strokes", png, "strokes.png");
    const headers = { Accept: "application/json", ...csrfHeaders() };
    return fetch(url, { method: "POST", body: form, headers, signal });
  }

  /** The sentence of what went wrong; none when the page moves on. */
  async send() {
    this.preview?.outdated();
    try {
      const answer = await this.post(this.root.dataset.saveUrl);
      const body = await answer.text();
      if (!answer.ok) return sentenceFor(answer.status, body);
      this.saved = true;
      location.assign(JSON.parse(body).url);
      return "";
    } catch {
      return sentenceFor(0);
    }
  }
}

function ring(context, [x, y], radius) {
  for (const [colour, width] of [["#000000b3", 3], ["#ffffff", 1.5]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, Math.max(2, radius), 0, 2 * Math.PI);
    context.stroke();
  }
}

async function start(root) {
  const wait = root.querySelector("[data-brush-wait]");
  try {
    const { photoUrl, maskUrl } = root.dataset;
    const brush = new Brush(root, ...(await Promise.all([loaded(photoUrl), loaded(maskUrl)])));
    connect(brush);
    brush.setMode(brush.mode);
    brush.setSize(brush.size);
    wait.hidden = true;
  } catch (error) {
    wait.textContent = wait.dataset.failed;
    throw error;
  }
}

enhance("[data-brush]", start);
