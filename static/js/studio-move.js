/**
 * [data-mover]: the product over its scene, to be dragged (pointer, or two fingers to scale), moved with the arrow keys
 * and scaled with plus, minus or the slider. The form's x, y (shares of the picture) and scale say where it stands;
 * placing it posts them. data-box is where the product stands now: "left top width height" in shares of the picture.
 */
import { enhance } from "./enhance.js";
import { cutout } from "./studio-cutout.js";

const STEP = 0.01, LARGE_STEP = 0.05, SMALLEST = 0.5, LARGEST = 1.6, FURTHEST = 0.5;
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

class Mover {
  constructor(form) {
    this.form = form;
    this.product = form.querySelector("[data-mover-product]");
    this.slider = form.querySelector("[data-mover-size]");
    this.picture = form.parentElement.querySelector("[data-stage-picture]");
    this.fields = Object.fromEntries(["x", "y", "scale"].map((name) => [name, form.elements[name]]));
    this.began = { x: +this.fields.x.value, y: +this.fields.y.value, scale: +this.fields.scale.value };
    this.pointers = new Map();
    this.reset();
    form.addEventListener("mover", ({ detail }) => (detail ? this.open() : this.reset()));
    this.slider.addEventListener("input", () => this.put({ factor: +this.slider.value }));
    this.product.addEventListener("keydown", (event) => this.key(event));
    for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) this.product.addEventListener(type, (event) => this.pointer(event));
    new ResizeObserver(() => this.draw()).observe(this.picture);
  }

  /** Moved by dx, dy (shares of the picture) and scaled by `factor` from where it stood. */
  reset() {
    this.moved = { dx: 0, dy: 0, factor: 1 };
    this.slider.value = 1;
  }

  async open() {
    if (!this.canvas) {
      this.canvas = await cutout(this.form.dataset.photoUrl, this.form.dataset.maskUrl);
      this.product.replaceChildren(this.canvas);
    }
    this.draw();
    this.product.focus({ preventScroll: true });
  }

  put(change) {
    const next = { ...this.moved, ...change };
    this.moved = { dx: clamp(next.dx, -FURTHEST, FURTHEST), dy: clamp(next.dy, -FURTHEST, FURTHEST), factor: clamp(next.factor, SMALLEST, LARGEST) };
    this.slider.value = this.moved.factor;
    this.fields.x.value = clamp(this.began.x + this.moved.dx, -FURTHEST, FURTHEST).toFixed(4);
    this.fields.y.value = clamp(this.began.y + this.moved.dy, -FURTHEST, FURTHEST).toFixed(4);
    this.fields.scale.value = clamp(this.began.scale * this.moved.factor, 0.4, 2).toFixed(4);
    this.draw();
  }

  /** The picture's own rectangle on the page: it is contained in its frame. */
  get frame() {
    const { clientWidth: width, clientHeight: height, offsetLeft, offsetTop } = this.picture;
    const ratio = this.picture.naturalWidth / this.picture.naturalHeight || 1;
    const shown = { width: Math.min(width, height * ratio), height: Math.min(height, width / ratio) };
    return { ...shown, left: offsetLeft + (width - shown.width) / 2, top: offsetTop + (height - shown.height) / 2 };
  }

  /** Where it stands now, in shares; without a known place in the middle, two thirds high. */
  get box() {
    const [left, top, width, tall] = (this.form.dataset.box || "").split(" ").map(Number);
    if (tall) return { left, top, width, height: tall };
    const ratio = this.canvas.width / this.canvas.height / (this.frame.width / this.frame.height);
    const height = Math.min(2 / 3, 0.8 / ratio);
    return { left: (1 - height * ratio) / 2, top: 0.82 - height, width: height * ratio, height };
  }

  /** Scaled about the middle of its foot, as the scene scales it. */
  draw() {
    if (!this.canvas || this.form.hidden) return;
    const { frame, box, moved } = this;
    const width = box.width * moved.factor, height = box.height * moved.factor;
    const left = box.left + (box.width - width) / 2 + moved.dx;
    const top = box.top + box.height - height + moved.dy;
    const style = { left: frame.left + left * frame.width, top: frame.top + top * frame.height, width: width * frame.width, height: height * frame.height };
    for (const [name, px] of Object.entries(style)) this.product.style.setProperty(name, `${px}px`);
  }

  key(event) {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const { dx, dy, factor } = this.moved;
    const change = {
      ArrowLeft: { dx: dx - step }, ArrowRight: { dx: dx + step }, ArrowUp: { dy: dy - step }, ArrowDown: { dy: dy + step },
      "+": { factor: factor + STEP * 2 }, "=": { factor: factor + STEP * 2 }, "-": { factor: factor - STEP * 2 },
    }[event.key];
    if (change) this.put(change);
    else if (event.key === "Enter") this.form.requestSubmit();
    else if (event.key === "Escape") this.form.querySelector("[data-stage-mode]").click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pointer(event) {
    const { type, pointerId, clientX: x, clientY: y } = event;
    if (type === "pointerdown") {
      event.preventDefault();
      this.product.setPointerCapture(pointerId);
      this.product.focus({ preventScroll: true });
      this.pointers.set(pointerId, { x, y });
    } else if (type === "pointermove" && this.pointers.has(pointerId)) this.follow(pointerId, { x, y });
    else if (type !== "pointermove") this.pointers.delete(pointerId);
  }

  follow(id, now) {
    const before = this.pointers.get(id);
    const other = [...this.pointers].find(([one]) => one !== id)?.[1];
    this.pointers.set(id, now);
    const { dx, dy, factor } = this.moved;
    if (!other) return this.put({ dx: dx + (now.x - before.x) / this.frame.width, dy: dy + (now.y - before.y) / this.frame.height });
    const apart = (one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
    this.put({ factor: (factor * apart(now)) / apart(before) });
  }
}

enhance("[data-mover]", (form) => new Mover(form));
