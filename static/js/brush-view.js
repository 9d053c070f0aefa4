/** Where the picture lies on the stage: zoom and pan, and what fingers, mouse and wheel mean. */
const MAX_SCALE = 16;

export class View {
  constructor(stage, width, height) {
    Object.assign(this, { stage, width, height, scale: 1, x: 0, y: 0 });
    this.fit();
  }

  get smallest() {
    const { clientWidth, clientHeight } = this.stage;
    return Math.min(clientWidth / this.width, clientHeight / this.height) * 0.96;
  }

  fit() {
    this.scale = this.smallest;
    this.centre();
  }

  centre() {
    this.x = (this.stage.clientWidth - this.width * this.scale) / 2;
    this.y = (this.stage.clientHeight - this.height * this.scale) / 2;
  }

  /** Zoom by a factor and keep the picture's point under (x, y) where it is. */
  zoom(factor, x = this.stage.clientWidth / 2, y = this.stage.clientHeight / 2) {
    const scale = Math.min(MAX_SCALE, Math.max(this.smallest, this.scale * factor));
    const ratio = scale / this.scale;
    this.x = x - (x - this.x) * ratio;
    this.y = y - (y - this.y) * ratio;
    this.scale = scale;
    if (scale === this.smallest) this.centre();
    else this.pan(0, 0);
  }

  /** Move, but keep some of the picture in sight. */
  pan(dx, dy) {
    const { clientWidth, clientHeight } = this.stage;
    const within = (value, size, room) => Math.min(room - 48, Math.max(48 - size, value));
    this.x = within(this.x + dx, this.width * this.scale, clientWidth);
    this.y = within(this.y + dy, this.height * this.scale, clientHeight);
  }

  toPicture(x, y) {
    return [(x - this.x) / this.scale, (y - this.y) / this.scale];
  }
}

/**
 * One finger or the left button paints; two fingers, the middle button or Space held move and zoom; the wheel zooms.
 * `hand` answers begin(point), extend(point), end(), abandon(), hover(point or null), moved(): points in stage px.
 */
export function gestures(stage, view, hand) {
  const pointers = new Map();
  let mode = "";
  const at = (event) => {
    const box = stage.getBoundingClientRect();
    return [event.clientX - box.left - stage.clientLeft, event.clientY - box.top - stage.clientTop];
  };

  stage.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    stage.focus({ preventScroll: true, focusVisible: false });
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    if (pointers.size === 2 && mode === "paint") hand.abandon();
    const pans = pointers.size > 1 || event.button === 1 || stage.classList.contains("is-panning");
    mode = pans ? "move" : "paint";
    if (mode === "paint") hand.begin(at(event));
  });

  stage.addEventListener("pointermove", (event) => {
    hand.hover(event.pointerType === "touch" ? null : at(event));
    if (!pointers.has(event.pointerId)) return;
    const before = new Map(pointers);
    pointers.set(event.pointerId, at(event));
    if (mode === "paint") event.getCoalescedEvents().concat(event).forEach((one) => hand.extend(at(one)));
    else if (mode === "move") move(view, [...before.values()], [...pointers.values()], hand);
  });

  const lift = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (mode === "paint") hand.end();
    if (pointers.size === 0 || mode === "paint") mode = "";
  };
  stage.addEventListener("pointerup", lift);
  stage.addEventListener("pointercancel", lift);
  stage.addEventListener("pointerleave", () => hand.hover(null));
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    view.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), ...at(event));
    hand.moved();
  }, { passive: false });
}

function move(view, before, after, hand) {
  const [was, is] = [before, after].map(middle);
  view.pan(is.x - was.x, is.y - was.y);
  if (after.length > 1 && was.spread > 0) view.zoom(is.spread / was.spread, is.x, is.y);
  hand.moved();
}

function middle(points) {
  const [[ax, ay], [bx, by]] = [points[0], points[1] ?? points[0]];
  return { x: (ax + bx) / 2, y: (ay + by) / 2, spread: Math.hypot(ax - bx, ay - by) };
}
