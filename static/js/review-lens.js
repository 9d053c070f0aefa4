/**
 * One lens over every picture of the stage: how far in, and where, in shares of a frame, so that frames of
 * different sizes show the same place. CSS reads --zoom, --x and --y.
 */
const FINEST = 12; // screen px for one of the picture's
const STEP = 1.6;

const within = (value, low, high) => Math.min(high, Math.max(low, value));

export class Lens {
  /** `frameWidth` answers a shown frame's width in px, `changed` is told after every move. */
  constructor(root, pictureWidth, frameWidth, changed) {
    Object.assign(this, { root, pictureWidth, frameWidth, changed, scale: 1, x: 0, y: 0 });
    this.set(1, 0, 0);
  }

  get isIn() { return this.scale > 1.001; }

  /** Screen px for one of the picture's. */
  get density() { return (this.scale * this.frameWidth()) / this.pictureWidth; }

  get limit() { return Math.max(4, (FINEST * this.pictureWidth) / this.frameWidth()); }

  set(scale, x, y) {
    this.scale = within(scale, 1, this.limit);
    this.x = within(x, 1 - this.scale, 0);
    this.y = within(y, 1 - this.scale, 0);
    for (const [name, value] of [["--zoom", this.scale], ["--x", this.x], ["--y", this.y]]) this.root.style.setProperty(name, value);
    this.root.classList.toggle("is-zoomed", this.isIn);
    this.root.classList.toggle("is-close", this.density >= 2);
    this.changed(this);
  }

  /** Zoom by a factor; the picture's point under `at`, in shares of the frame, stays where it is. */
  zoom(factor, at = [0.5, 0.5]) {
    const scale = within(this.scale * factor, 1, this.limit);
    const ratio = scale / this.scale;
    this.set(scale, at[0] - (at[0] - this.x) * ratio, at[1] - (at[1] - this.y) * ratio);
  }

  nearer(at) { this.zoom(STEP, at); }

  farther(at) { this.zoom(1 / STEP, at); }

  pan(dx, dy) { this.set(this.scale, this.x + dx, this.y + dy); }

  fit() { this.set(1, 0, 0); }

  /** All of the picture, or its own pixels (twice the frame where that would be no closer). */
  toggle(at) {
    if (this.isIn) this.fit();
    else this.zoom(Math.max(2, 1 / this.density), at);
  }

  /** Show a box, [left, top, width, height] in shares, with some room around it. */
  show([left, top, width, height]) {
    const scale = within(0.6 / Math.max(width, height), 1, this.limit);
    this.set(scale, 0.5 - (left + width / 2) * scale, 0.5 - (top + height / 2) * scale);
  }
}

/**
 * Wheel and pinch zoom, a double click or tap goes in and out, a drag moves. `slide(event)` is told of drags that
 * are the slider's instead: those of whole pictures, and those that begin at its line.
 */
export function gestures(frame, lens, { isOnLine = () => false, slide = () => {} } = {}) {
  const pointers = new Map();
  let slides = false;
  const share = ({ clientX, clientY }) => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  };
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    lens.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0018)), share(event));
  }, { passive: false });
  frame.addEventListener("dblclick", (event) => lens.toggle(share(event)));
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    frame.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, share(event));
    slides = pointers.size === 1 && (!lens.isIn || isOnLine(event));
    if (slides) slide(event);
  });
  frame.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = [...pointers.values()];
    pointers.set(event.pointerId, share(event));
    if (pointers.size > 1) slides = false;
    if (slides) slide(event);
    else move(lens, before, [...pointers.values()]);
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    frame.addEventListener(kind, (event) => pointers.delete(event.pointerId));
  }
}

function move(lens, before, after) {
  const [was, is] = [before, after].map(middle);
  lens.pan(is.at[0] - was.at[0], is.at[1] - was.at[1]);
  if (after.length > 1 && was.spread) lens.zoom(is.spread / was.spread, is.at);
}

function middle([a, b = a]) {
  return { at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], spread: Math.hypot(a[0] - b[0], a[1] - b[1]) };
}
