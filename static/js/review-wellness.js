/**
 * For who looks at pictures all day: blurred or grey until pointed at, or while V is held. Kept in a cookie, so
 * that the next page comes blurred instead of being seen first.
 */
const root = document.querySelector("main");
const buttons = [...root.querySelectorAll("[data-calm]")];
const YEAR_S = 365 * 24 * 3600;

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calm]");
  if (!button) return;
  const on = root.classList.toggle(`is-${button.dataset.calm}`);
  button.setAttribute("aria-pressed", on);
  const chosen = buttons.filter((one) => one.getAttribute("aria-pressed") === "true").map((one) => one.dataset.calm);
  document.cookie = `wellness=${chosen.join(".")}; path=/; max-age=${YEAR_S}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
});

const isFree = (event) => !event.target.closest("input:not([type=range], [type=checkbox]), textarea, select") && !event.ctrlKey && !event.metaKey;
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "v" && isFree(event)) root.classList.add("is-revealed");
});
document.addEventListener("keyup", (event) => event.key.toLowerCase() === "v" && root.classList.remove("is-revealed"));
addEventListener("blur", () => root.classList.remove("is-revealed"));
