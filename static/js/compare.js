/**
 * [data-compare]: before and after under one slider. The range input carries the keyboard and the screen reader;
 * a pointer drags anywhere on the picture; a double click or double tap goes back to the middle.
 */
import { enhance } from "./enhance.js";

const DOUBLE_TAP_MS = 300;

function start(box) {
  const range = box.querySelector("input[type=range]");
  const show = () => box.style.setProperty("--at", `${range.value}%`);
  const set = (value) => { range.value = value; show(); };
  const follow = (event) => {
    const { left, width } = box.getBoundingClientRect();
    set(Math.min(100, Math.max(0, (100 * (event.clientX - left)) / width)));
  };
  range.addEventListener("input", show);
  dragging(box, follow);
  onDoubleTap(box, () => set(50));
  show();
}

function dragging(box, follow) {
  box.addEventListener("mousedown", (event) => event.preventDefault()); // or it would take the focus away again
  box.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    box.setPointerCapture(event.pointerId);
    box.querySelector("input").focus({ preventScroll: true, focusVisible: false });
    follow(event);
  });
  box.addEventListener("pointermove", (event) => box.hasPointerCapture(event.pointerId) && follow(event));
}

function onDoubleTap(box, action) {
  let last = { at: -Infinity, x: 0 };
  box.addEventListener("pointerup", (event) => {
    const near = Math.abs(event.clientX - last.x) < 24;
    if (event.timeStamp - last.at < DOUBLE_TAP_MS && near) action();
    last = { at: event.timeStamp, x: event.clientX };
  });
}

enhance("[data-compare]", start);
