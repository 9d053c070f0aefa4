/** What buttons and keys do to the brush (see brush.js). With the stage in focus, Enter paints in its middle. */
const STEP_PX = 48;

export function connect(brush) {
  const { root, stage } = brush;
  root.addEventListener("click", ({ target }) => {
    const mode = target.closest("[data-brush-mode]");
    const action = target.closest("[data-brush-do]");
    if (mode) brush.setMode(mode.dataset.brushMode);
    if (action) brush.run(action.dataset.brushDo);
  });
  root.querySelector("[data-brush-size]").addEventListener("input", ({ target }) => brush.setSize(Number(target.value)));
  stage.addEventListener("focus", () => stage.matches(":focus-visible") && brush.hover(brush.middle));
  connectOriginal(brush);
  addEventListener("keydown", (event) => onKey(brush, event));
  addEventListener("keyup", ({ key }) => key === " " && stage.classList.remove("is-panning"));
  addEventListener("beforeunload", (event) => brush.strokes.list.length && !brush.saved && event.preventDefault());
}

function connectOriginal(brush) {
  const button = brush.root.querySelector("[data-brush-original]");
  const hold = (on) => () => brush.showOriginal(on);
  button.addEventListener("pointerdown", hold(true));
  ["pointerup", "pointercancel", "pointerleave", "blur"].forEach((name) => button.addEventListener(name, hold(false)));
  const isOn = ({ key, target }) => (target === button && (key === " " || key === "Enter")) || (key === "o" && !typing(target));
  addEventListener("keydown", (event) => isOn(event) && !event.ctrlKey && !event.metaKey && brush.showOriginal(true));
  addEventListener("keyup", (event) => isOn(event) && brush.showOriginal(false));
}

const typing = (target) => target.closest?.("textarea, select, input:not([type=range])");

function onKey(brush, event) {
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const arrows = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    brush.run(event.shiftKey ? "redo" : "undo");
  } else if (event.key === " " && !event.target.closest("button, a, summary")) {
    event.preventDefault();
    brush.stage.classList.add("is-panning");
  } else if (event.target === brush.stage && event.key === "Enter") {
    event.preventDefault();
    brush.dab();
  } else if (event.target === brush.stage && arrows[event.key]) {
    event.preventDefault();
    brush.view.pan(...arrows[event.key].map((by) => by * STEP_PX));
    brush.hover(brush.middle);
  } else if (event.key === "Escape") {
    brush.preview?.stopped();
  }
}
