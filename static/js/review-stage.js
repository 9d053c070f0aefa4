/** The pictures of the desk: three ways of looking, one zoom for all, what differs, and where a finding lies. */
import { gestures, Lens } from "./review-lens.js";
import { heated } from "./review-heat.js";

const LINE_PX = 24;
const PAN = 0.08; // of a frame, for one press of an arrow key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const TYPING = "input:not([type=range], [type=checkbox]), textarea, select";

const stage = document.querySelector("[data-stage]");
const frames = [...stage.querySelectorAll("[data-frame]")];
const readout = stage.querySelector("[data-zoom-told]");
const shownFrame = () => frames.find((frame) => frame.checkVisibility()) ?? frames[0];
const lens = new Lens(stage, Number(stage.dataset.width), () => shownFrame().clientWidth || 1, told);

function told(now) {
  readout.textContent = `${Math.round(100 * now.density)} %`;
  stage.querySelector("[data-zoom=toggle]").setAttribute("aria-pressed", now.isIn);
}

/* Ways of looking */
const views = [...stage.querySelectorAll("[data-view]")];

function look(view) {
  const there = views.some((button) => button.dataset.view === view) ? view : "slider";
  for (const button of views) {
    const chosen = button.dataset.view === there;
    button.setAttribute("aria-pressed", chosen);
    stage.querySelector(`[data-pane=${button.dataset.view}]`).hidden = !chosen;
  }
  swapKey(there);
  if (there === "photo") lens.fit();
  else lens.pan(0, 0);
  sessionStorage.setItem("review-view", there);
}

/** "s" goes back and forth between slider and pair: it is on whichever is not shown. */
function swapKey(view) {
  const [slider, pair] = views;
  delete slider.dataset.key;
  delete pair.dataset.key;
  (view === "slider" ? pair : slider).dataset.key = "s";
}

/* The slider */
const sliding = stage.querySelector("[data-slider]");
const range = sliding?.querySelector("input");
const setSlider = (share) => {
  range.value = 100 * Math.min(1, Math.max(0, share));
  sliding.style.setProperty("--at", `${range.value}%`);
};
const along = (event) => {
  const { left, width } = sliding.getBoundingClientRect();
  return { share: (event.clientX - left) / width, width };
};
const isOnLine = (event) => {
  const { share, width } = along(event);
  return Math.abs(share - range.value / 100) * width < LINE_PX;
};

for (const frame of frames) {
  gestures(frame, lens, frame === sliding ? { isOnLine, slide: (event) => setSlider(along(event).share) } : {});
}
range?.addEventListener("input", () => setSlider(range.value / 100));
if (views.length) look(sessionStorage.getItem("review-view"));

/* Differences */
const heatButton = stage.querySelector("[data-heat]");

async function showHeat() {
  const on = heatButton.getAttribute("aria-pressed") !== "true";
  heatButton.setAttribute("aria-pressed", on);
  stage.classList.toggle("is-heated", on);
  if (!on || heatButton.dataset.drawn) return;
  heatButton.dataset.drawn = "yes";
  try {
    const url = await heated(heatButton.dataset.heat);
    stage.querySelectorAll("[data-heat-shown]").forEach((image) => { image.src = url; });
  } catch {
    stage.querySelector("[data-heat-failed]").hidden = false;
  }
}

const ACTIONS = { in: () => lens.nearer(), out: () => lens.farther(), fit: () => lens.fit(), toggle: () => lens.toggle() };

stage.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.view) look(button.dataset.view);
  if (button?.dataset.zoom) ACTIONS[button.dataset.zoom]();
  if (button && button === heatButton) showHeat();
});

/* Findings: their boxes are seen while they are pointed at or focused; a press goes there */
const findings = [...document.querySelectorAll("[data-finding]")];
const boxesOf = (finding) => stage.querySelectorAll(`[data-box="${finding.dataset.finding}"]`);
const point = (finding, on) => boxesOf(finding).forEach((box) => box.classList.toggle("is-on", on));

for (const finding of findings) {
  for (const kind of ["pointerenter", "focus"]) finding.addEventListener(kind, () => point(finding, true));
  for (const kind of ["pointerleave", "blur"]) finding.addEventListener(kind, () => point(finding, false));
  finding.addEventListener("click", () => {
    const [box] = boxesOf(finding);
    if (!box) return;
    if (stage.querySelector("[data-pane=photo]:not([hidden])")) look("slider");
    lens.show(["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name))));
  });
}

document.querySelector("[data-finding-next]")?.addEventListener("click", () => {
  const at = findings.indexOf(document.activeElement);
  const next = findings[(at + 1) % findings.length];
  next?.focus({ focusVisible: true });
});

/* Arrow keys move what is zoomed, else the slider; a picture's own field keeps its arrows while all is seen */
document.addEventListener("keydown", (event) => {
  const arrow = ARROWS[event.key];
  const isElsewhere = event.target.closest(TYPING) || document.querySelector("dialog[open]");
  if (!arrow || isElsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
  const far = event.shiftKey ? 4 : 1;
  if (lens.isIn) lens.pan(-arrow[0] * PAN * far, -arrow[1] * PAN * far);
  else if (arrow[0] && sliding?.checkVisibility()) setSlider((Number(range.value) + arrow[0] * 2 * far) / 100);
  else return;
  event.preventDefault();
});
addEventListener("resize", () => lens.pan(0, 0));

/* The next item's pictures are fetched while this one is looked at; files never change, so the browser keeps them */
addEventListener("load", () => {
  for (const url of document.querySelector("[data-following]")?.dataset.following.split(" ") ?? []) new Image().src = url;
});
