/** The claim: seconds left, and a heartbeat as long as somebody touched the page since the last one. */
import { csrfHeaders } from "./http.js";

const BEAT_MS = 60_000;
const ENDING_S = 120;

const claim = document.querySelector("[data-claim]");
let touched = false;
for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, () => { touched = true; }, { passive: true });
}

function lost(sentence) {
  if (sentence) document.querySelector("[data-claim-lost-text]").textContent = sentence;
  document.querySelector("[data-claim-lost]").hidden = false;
  for (const button of document.querySelectorAll("[data-decide] :is(button, input, textarea)")) button.disabled = true;
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
