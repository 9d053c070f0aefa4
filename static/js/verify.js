/** The page that tells where a picture comes from: a file dropped anywhere on it, and its preview. */
import { dropped } from "./upload-drop.js";

const form = document.querySelector("[data-verify]");
const input = form.elements.file;
const preview = form.querySelector("[data-verify-preview]");

dropped(form.querySelector("[data-verify-drop]"), ([file]) => {
  if (!file) return;
  const one = new DataTransfer();
  one.items.add(file);
  input.files = one.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

function show() {
  const [file] = input.files;
  if (!file) return;
  URL.revokeObjectURL(preview.src);
  preview.src = URL.createObjectURL(file);
}

preview.addEventListener("load", () => seen(true));
preview.addEventListener("error", () => seen(false)); // a browser cannot show every format
function seen(can) {
  preview.hidden = !can;
  form.querySelector("[data-verify-icon]").hidden = can;
}

// On a phone the answer stands below what was sent.
document.addEventListener("htmx:afterSwap", ({ target }) => target.id === "answer" && target.scrollIntoView({ block: "nearest", behavior: "smooth" }));

input.addEventListener("change", show);
show(); // chosen before this script was there
