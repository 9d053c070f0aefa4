/**
 * The studio page. [data-studio] holds tabs (a phone shows one panel at a time), themes with a search, the composer,
 * the stage and the results. What changes with a brief comes from the server by htmx; here is what happens between:
 * which picture is on the stage, and that it is exchanged when its job ends or a finer one is there.
 */
import "./studio-chips.js";
import "./studio-composer.js";
import "./studio-cutout.js";
import "./studio-move.js";
import "./studio-ways.js";
import { enhance } from "./enhance.js";

const ENDED = ["failed", "cancelled", "dead"];
const stage = () => document.getElementById("stage");
const cards = () => [...document.querySelectorAll("[data-variant-card]")];

/** Brings the picture of `card` to the stage, as its button does. */
function pick(card) {
  const url = card.querySelector("[data-variant-pick]").getAttribute("hx-get");
  window.htmx.ajax("GET", url, { source: "#stage", target: "#stage", swap: "outerHTML" });
}

/** Marks the card of the picture on the stage, and brings the stage what it waits for. */
function settle() {
  const shown = stage();
  if (!shown) return;
  cards().forEach((card, index) => {
    const button = card.querySelector("[data-variant-pick]");
    const isShown = card.dataset.variantCard === shown.dataset.variant;
    button.setAttribute("aria-pressed", isShown);
    if (index < 9) button.dataset.key = String(index + 1);
    if (isShown) refresh(shown, card);
  });
  const first = cards().find((card) => card.dataset.picture);
  if (first) cover(first.querySelector("img"));
  const failed = !first && cards().every((card) => ENDED.includes(card.dataset.status)) && cards()[0];
  if (failed && "waits" in shown.dataset) {
    delete shown.dataset.waits;
    pick(failed); // the stage says why
  }
  const isGone = shown.dataset.variant && !cards().some((card) => card.dataset.variantCard === shown.dataset.variant);
  if (first && ("waits" in shown.dataset || isGone)) {
    delete shown.dataset.waits;
    delete shown.dataset.variant; // asked for once
    pick(first);
  }
}

/** The brief's line in the history gets its picture when the first one is finished. */
function cover(image) {
  const icon = document.querySelector(".history__one[aria-current] .thumb > .icon");
  icon?.replaceWith(image.cloneNode());
}

/** The picture on the stage has ended, or has become a finer one: a finished picture is exchanged without a flicker. */
function refresh(shown, card) {
  const { picture } = card.dataset;
  if (!picture || picture === shown.dataset.picture) return;
  if (!shown.dataset.picture) return pick(card);
  shown.dataset.picture = picture;
  shown.querySelector("[data-stage-improving]")?.remove();
  const image = shown.querySelector("[data-stage-picture]");
  const finer = new Image();
  finer.src = image.src.replace(/v=[^&]*/, `v=${picture}`);
  finer.decode().then(() => { image.src = finer.src; }, () => {});
}

/**
 * A finished picture that the stage waits for is seen at once: its files are asked for together with its card and
 * the stage's buttons, not after them.
 */
document.addEventListener("job-finished", ({ target: card, detail }) => {
  const shown = stage();
  const isAwaited = "waits" in shown.dataset || (shown.dataset.variant === card.dataset.variantCard && !shown.dataset.picture);
  if (detail.status !== "done" || !card.dataset.fine || !isAwaited) return;
  delete shown.dataset.waits;
  Object.assign(shown.dataset, { variant: card.dataset.variantCard, picture: card.dataset.job });
  unveil(shown.querySelector(".stage__frame"), card.dataset);
  pick(card);
});

function unveil(frame, { fine, soft }) {
  const image = Object.assign(new Image(), { src: fine, className: "stage__picture", alt: "" });
  new Image().src = soft; // the card's
  image.decode().then(() => {
    frame.classList.remove("is-waiting");
    frame.replaceChildren(image);
  }, () => {});
}

document.addEventListener("htmx:load", settle); // the first time once the page and htmx are there

enhance("[data-show]", (results) => {
  const card = document.getElementById(`variant-${results.dataset.show}`);
  if (card) pick(card);
});

/** Picture, compare or move: the buttons under the stage. */
function setMode(shown, mode) {
  shown.dataset.mode = mode;
  shown.querySelectorAll(".segmented [data-stage-mode]").forEach((button) => {
    button.setAttribute("aria-pressed", button.dataset.stageMode === mode);
  });
  shown.querySelector("[data-stage-frame] > .compare")?.remove();
  if (mode === "compare") compare(shown);
  const mover = shown.querySelector("[data-mover]");
  if (mover) mover.hidden = mode !== "move";
  mover?.dispatchEvent(new CustomEvent("mover", { detail: mode === "move" }));
}

function compare(shown) {
  const part = shown.querySelector("[data-stage-compare]").content.firstElementChild.cloneNode(true);
  shown.querySelector("[data-stage-frame]").append(part);
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: part } })); // starts its slider
  part.querySelector("input").focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-stage-mode]");
  if (button) setMode(stage(), button.dataset.stageMode);
  const tab = event.target.closest("[data-tab-to]");
  if (tab) showTab(tab.dataset.tabTo);
});

const WAYS = ["themes", "backdrop", "like"];
const phone = matchMedia("(max-width: 767px)");

/** A phone shows one panel at a time; on a larger screen the ways to a picture take turns. */
function showTab(name) {
  const root = document.querySelector("[data-studio]");
  root.dataset.tab = name;
  if (WAYS.includes(name)) root.dataset.way = name;
  const shown = phone.matches ? name : root.dataset.way;
  root.querySelectorAll("[data-tab-to]").forEach((tab) => {
    const isOn = tab.dataset.tabTo === shown;
    tab.setAttribute("aria-selected", isOn);
    tab.tabIndex = isOn ? 0 : -1;
  });
}

enhance("[data-studio]", (root) => {
  showTab(root.dataset.tab);
  phone.addEventListener("change", () => showTab(root.dataset.tab));
  root.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const tabs = [...root.querySelectorAll("[data-tab-to]")].filter((tab) => tab.checkVisibility());
    const next = tabs[(tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length];
    showTab(next.dataset.tabTo);
    next.focus();
  });
});

/** Asking shows the results at once, where a phone would hide them, and its skeleton says that something happens. */
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches?.("[data-composer], [data-themes], [data-backdrops]")) {
    showTab("results");
    show();
  }
  if (detail.elt.matches?.("[data-variant-pick]")) show();
});

/** Brings the stage into sight where it was scrolled away. */
function show() {
  if (stage().getBoundingClientRect().top < 0) stage().scrollIntoView({ behavior: "smooth", block: "start" });
}

enhance("[data-theme-search]", (field) => {
  const themes = [...document.querySelectorAll(".theme")];
  const groups = [...document.querySelectorAll("[data-theme-group]")];
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const theme of themes) theme.hidden = !words.every((word) => theme.dataset.words.toLowerCase().includes(word));
    for (const group of groups) group.hidden = !group.querySelector(".theme:not([hidden])");
    document.querySelector("[data-theme-none]").hidden = groups.some((group) => !group.hidden);
  });
});
enhance("[data-themes]", (form) => {
  form.addEventListener("click", (event) => {
    const theme = event.target.closest(".theme");
    if (!theme) return;
    form.querySelectorAll(".theme").forEach((one) => one.setAttribute("aria-pressed", one === theme));
  });
});
