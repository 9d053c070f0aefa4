/** Strokes of the keep/erase brush: a list that can be undone, drawn and turned into a grey picture. */
const UNTOUCHED = 0;
const DOT = 0.01; // px
const VALUES = { erase: 128, keep: 255 };

export class Strokes {
  constructor() {
    this.list = [];
    this.undone = [];
  }

  begin(mode, size, point) {
    this.list.push({ mode, size, points: [point] });
    this.undone = [];
  }

  extend(point) {
    this.list.at(-1).points.push(point);
  }

  /** Forget the stroke being drawn: the second finger came, it was a pinch. */
  abandon() {
    this.list.pop();
  }

  undo() {
    if (this.list.length) this.undone.push(this.list.pop());
  }

  redo() {
    if (this.undone.length) this.list.push(this.undone.pop());
  }
}

/** Draw from the point before `from` to the end, so that a growing stroke costs the same all along. */
export function drawStroke(context, { size, points }, from = 0) {
  context.lineWidth = size;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  context.moveTo(...points[Math.max(0, from - 1)]);
  points.slice(from).forEach((point) => context.lineTo(...point));
  if (points.length === 1) context.lineTo(points[0][0] + DOT, points[0][1]); // a line of no length is not drawn
  context.stroke();
}

/**
 * Strokes as one byte a pixel, row by row: 0 untouched, 128 erase, 255 keep; later strokes win.
 * Each stroke is cut at half cover on its own: an edge blended from 0 to 255 would pass through 128.
 */
export function rasterise(strokes, width, height) {
  const grey = new Uint8Array(width * height).fill(UNTOUCHED);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  for (const stroke of strokes) {
    const box = boundsOf(stroke, width, height);
    if (box.width <= 0 || box.height <= 0) continue;
    context.clearRect(0, 0, width, height);
    drawStroke(context, stroke);
    stamp(grey, context.getImageData(box.x, box.y, box.width, box.height), box, width, VALUES[stroke.mode]);
  }
  return grey;
}

function stamp(grey, { data }, box, width, value) {
  for (let i = 0; i < box.width * box.height; i += 1) {
    if (data[4 * i + 3] < 128) continue;
    grey[(box.y + Math.floor(i / box.width)) * width + box.x + (i % box.width)] = value;
  }
}

function boundsOf({ size, points }, width, height) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const x = Math.max(0, Math.floor(Math.min(...xs) - size / 2));
  const y = Math.max(0, Math.floor(Math.min(...ys) - size / 2));
  const right = Math.min(width, Math.ceil(Math.max(...xs) + size / 2));
  const bottom = Math.min(height, Math.ceil(Math.max(...ys) + size / 2));
  return { x, y, width: right - x, height: bottom - y };
}

/** The grey bytes as a PNG file (the browser writes RGBA with equal channels). */
export function greyToPng(grey, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  const picture = context.createImageData(width, height);
  grey.forEach((value, i) => picture.data.set([value, value, value, 255], 4 * i));
  context.putImageData(picture, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
