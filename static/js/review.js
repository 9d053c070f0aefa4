/**
 * The moderators' desk: reasons opened by a verb, ways of looking, zoom, and the claim that is kept while somebody works.
 * Keys are on the buttons themselves (data-key, shortcuts.js); here is only what a press cannot say.
 */
import { csrfHeaders } from "./http.js";

const BEAT_MS = 60_000;
const ENDING_S = 120;
const ONCE = new Set(["a", "c", "r", "j", "k", "enter"]);

/* Keys: one press, one decision, however long it is held; Enter on a link or button is that button's own. */
document.body.addEventListener("keydown", (event) => {
  const isControl = event.target.closest("a, button, summary");
  const held = event.repeat && ONCE.has(event.key.toLowerCase());
  if (held || (event.key === "Enter" && isControl)) event.stopPropagation();
  if (held) event.preventDefault();
});

/* Answers */
const decide = document.querySelector("[data-decide]");
const openers = [...decide.querySelectorAll("[data-answer]")];

function open(verb) {
  for (const opener of openers) {
    const chosen = opener.dataset.answer === verb;
    opener.setAttribute("aria-expanded", chosen);
    const form = document.getElementById(`answer-${opener.dataset.answer}`);
    form.hidden = !chosen;
    if (chosen) form.scrollIntoView({ block: "nearest" });
  }
}

decide.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-answer]");
  if (opener) open(opener.getAttribute("aria-expanded") === "true" ? "" : opener.dataset.answer);
  if (event.target.closest("[data-answer-close]")) open("");
});

decide.addEventListener("keydown", (event) => {
  if (!event.target.matches("textarea")) return;
  if (event.key === "Escape") event.target.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
});

decide.addEventListener("submit", () => decide.classList.add("is-sending"));
addEventListener("pageshow", (event) => event.persisted && location.reload());

const shown = openers.find((opener) => !document.getElementById(`answer-${opener.dataset.answer}`).hidden);
if (shown) open(shown.dataset.answer);

/* Ways of looking; the last one chosen is kept for the next item */
const stage = document.querySelector("[data-stage]");
const views = [...stage.querySelectorAll("[data-view]")];
const zoom = stage.querySelector("[data-zoom]");

function look(view) {
  for (const button of views) {
    const chosen = button.dataset.view === view;
    button.setAttribute("aria-pressed", chosen);
    stage.querySelector(`[data-pane=${button.dataset.view}]`).hidden = !chosen;
  }
  const [slider, pair] = views;
  (view === "slider" ? pair : slider).dataset.key = "s";
  delete (view === "slider" ? slider : pair).dataset.key;
  sessionStorage.setItem("review-view", view);
}

function zoomed(on) {
  if (on) look("pair");
  stage.classList.toggle("is-zoomed", on);
  zoom.setAttribute("aria-pressed", on);
}

function aim(event) {
  const box = event.target.closest(".desk__zoomable")?.getBoundingClientRect();
  if (!box) return;
  for (const pane of stage.querySelectorAll(".desk__zoomable")) {
    pane.style.setProperty("--x", `${(100 * (event.clientX - box.left)) / box.width}%`);
    pane.style.setProperty("--y", `${(100 * (event.clientY - box.top)) / box.height}%`);
  }
}

if (zoom) {
  look(sessionStorage.getItem("review-view") || "slider");
  stage.addEventListener("pointermove", aim);
  stage.addEventListener("click", (event) => {
    const button = event.target.closest("[data-view]");
    if (button) zoomed(false);
    if (button) look(button.dataset.view);
    aim(event);
    if (event.target.closest("[data-zoom], .desk__zoomable")) zoomed(!stage.classList.contains("is-zoomed"));
  });
}

/* The claim: seconds left, and a heartbeat as long as somebody touched the page since the last one */
const claim = document.querySelector("[data-claim]");
let touched = false;
for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, () => { touched = true; }, { passive: true });
}

function lost(sentence) {
  if (sentence) document.querySelector("[data-claim-lost-text]").textContent = sentence;
  document.querySelector("[data-claim-lost]").hidden = false;
  for (const button of decide.querySelectorAll("button, input, textarea")) button.disabled = true;
  claim.hidden = true;
}

function keep() {
  let until = performance.now() + 1000 * claim.dataset.seconds;
  const tick = () => {
    const left = Math.max(0, Math.round((until - performance.now()) / 1000));
    claim.querySelector("[data-claim-left]").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    claim.classList.toggle("is-ending", left < ENDING_S);
    if (!left) stop();
  };
  const ticking = setInterval(tick, 1000);
  const beating = setInterval(async () => {
    if (!touched) return;
    touched = false;
    const answer = await beat();
    if (answer.seconds) until = performance.now() + 1000 * answer.seconds;
    if (answer.error) stop(answer.error);
  }, BEAT_MS);
  const stop = (sentence) => {
    clearInterval(ticking);
    clearInterval(beating);
    lost(sentence);
  };
  tick();
}

/** {seconds}, {error}, or {} when the server did not answer: the next beat tries again. */
async function beat() {
  const body = new URLSearchParams({ token: claim.dataset.token });
  const headers = { ...csrfHeaders(), Accept: "application/json" };
  try {
    const response = await fetch(claim.dataset.heartbeat, { method: "POST", body, headers });
    return response.ok || response.status === 422 ? await response.json() : {};
  } catch {
    return {};
  }
}

if (claim) keep();
