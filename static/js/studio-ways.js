/**
 * Plain backdrops and the picture that a seller likes.
 * [data-own-tint]: the button sends the colours chosen beside it. [data-like] shows the picture whose look it sent.
 */
import { enhance } from "./enhance.js";
import "./send-at-once.js";

enhance("[data-own-tint]", (box) => {
  const button = box.querySelector("button");
  const colours = [...box.querySelectorAll("input")];
  const show = () => { button.value = `${box.dataset.ownTint}:${colours.map((one) => one.value.toUpperCase()).join(",")}`; };
  colours.forEach((one) => one.addEventListener("input", show));
  show();
});

enhance("[data-backdrops]", (form) => {
  form.addEventListener("click", ({ target }) => {
    const look = target.closest("[name=look]");
    if (look) form.querySelectorAll("[name=look]").forEach((one) => one.setAttribute("aria-pressed", one === look));
  });
});

enhance("[data-like]", (form) => {
  const file = form.querySelector("input[type=file]");
  const done = form.querySelector("[data-like-done]");
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    const isRead = detail.xhr.status === 200;
    done.hidden = !isRead;
    if (isRead) {
      picture(form.querySelector("[data-like-picture]"), file.files[0]);
      showChips();
    }
    file.value = ""; // the same file can be chosen again
  });
});

/** A phone hides the chips behind a tab. */
function showChips() {
  const words = document.getElementById("tab-words");
  if (words.checkVisibility()) words.click();
  document.getElementById("chips").scrollIntoView({ behavior: "smooth", block: "nearest" });
}

/** Not every browser can show every format that the studio reads: then the icon stays. */
async function picture(box, file) {
  const image = new Image();
  image.alt = "";
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    box.replaceChildren(image);
  } catch { /* HEIC in most browsers */ } finally {
    URL.revokeObjectURL(image.src);
  }
}
