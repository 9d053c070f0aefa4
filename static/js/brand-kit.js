/** The brand page: a preview that follows every choice. */
import { hexOf } from "./colour-field.js";

const form = document.querySelector("[data-brand-form]");
const preview = document.querySelector("[data-brand-preview]");
const DARK = "#16181b";

/** Relative luminance (WCAG 2.2) of "#rrggbb". */
function luminance(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((level) => (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** White or near black, whichever reads better on `hex`. */
const inkOn = (hex) => (1.05 / (luminance(hex) + 0.05) >= 4.5 ? "#ffffff" : DARK);

function colour(name, otherwise) {
  return hexOf(form.elements[name].value) || otherwise;
}

function paint() {
  const primary = colour("primary", DARK);
  const accent = colour("accent", primary);
  const values = { primary, accent, text: colour("text", "#3a3d42"), "on-primary": inkOn(primary), "on-accent": inkOn(accent) };
  for (const [name, value] of Object.entries(values)) preview.style.setProperty(`--brand-${name}`, value);
  preview.dataset.heading = form.elements.heading_font.value;
  preview.dataset.body = form.elements.body_font.value;
  preview.dataset.tone = form.elements.tone.value;
}

/** The chosen file at once, where the browser can show it. */
function showLogo() {
  const file = form.elements.logo?.files[0];
  if (!file) return;
  const address = URL.createObjectURL(file);
  for (const image of document.querySelectorAll("[data-preview-logo], [data-logo-now]")) {
    image.src = address;
    image.hidden = false;
  }
}

form.addEventListener("input", paint);
form.elements.logo?.addEventListener("change", showLogo);
form.elements.remove_logo?.addEventListener("change", ({ target }) => {
  document.querySelectorAll("[data-preview-logo]").forEach((image) => { image.hidden = target.checked; });
});
paint();
