/** [data-copy]: its [data-copy-button] copies what stands in its [data-copy-text], also where the page is not secure. */
import { enhance } from "./enhance.js";

enhance("[data-copy]", (root) => {
  const field = root.querySelector("[data-copy-text]");
  const button = root.querySelector("[data-copy-button]");
  button.addEventListener("click", () => {
    field.select();
    document.execCommand("copy"); // navigator.clipboard is missing over plain http, as on a phone in the same network
    button.focus();
    button.querySelector("span").textContent = button.dataset.copied;
  });
});
