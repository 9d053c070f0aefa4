/**
 * [data-colour]: a swatch and a text field as one, [data-colour-clear] empties both. Every change is
 * an "input" event of the text field.
 */
import { enhance } from "./enhance.js";

const HEX = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i;

/** "#rrggbb" of what somebody typed; "" while it is no colour. */
export function hexOf(text) {
  const digits = text.trim().match(HEX)?.[1] ?? "";
  const six = digits.length === 3 ? [...digits].map((one) => one + one).join("") : digits;
  return six && `#${six.toLowerCase()}`;
}

enhance("[data-colour]", (box) => {
  const [swatch, text] = box.querySelectorAll("input");
  const show = () => {
    swatch.value = hexOf(text.value) || "#ffffff";
    swatch.classList.toggle("is-empty", !hexOf(text.value));
  };
  const write = (value) => {
    text.value = value;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  swatch.addEventListener("input", () => write(swatch.value.toUpperCase()));
  text.addEventListener("input", show);
  box.querySelector("[data-colour-clear]")?.addEventListener("click", () => write(""));
  show();
});
