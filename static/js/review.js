/**
 * The moderators' desk: what a verb asks for opens under it.
 * Keys are on the buttons themselves (data-key, shortcuts.js); here is only what a press cannot say.
 */
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
    if (!chosen) continue;
    form.scrollIntoView({ block: "nearest" });
    form.querySelector("textarea[required]")?.focus(); // words that cannot be left out
  }
}

decide.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-answer]");
  if (opener) open(opener.getAttribute("aria-expanded") === "true" ? "" : opener.dataset.answer);
  if (event.target.closest("[data-answer-close]")) open("");
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("textarea")) return;
  if (event.key === "Escape") event.target.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
});

decide.addEventListener("submit", () => decide.classList.add("is-sending"));
addEventListener("pageshow", (event) => event.persisted && location.reload());

const shown = openers.find((opener) => !document.getElementById(`answer-${opener.dataset.answer}`).hidden);
if (shown) open(shown.dataset.answer);
