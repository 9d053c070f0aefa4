/** The product alone, drawn from the photo's display copy and its mask (grey, white is product). */
import { enhance } from "./enhance.js";

async function picture(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** A canvas that holds just the product: {canvas, ratio}, transparent around it. Throws when a file is gone. */
export async function cutout(photoUrl, maskUrl) {
  const [photo, mask] = await Promise.all([picture(photoUrl), picture(maskUrl)]);
  const { naturalWidth: width, naturalHeight: height } = photo;
  const drawn = (image) => {
    const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0, width, height);
    return context;
  };
  const context = drawn(photo);
  const pixels = context.getImageData(0, 0, width, height);
  const grey = drawn(mask).getImageData(0, 0, width, height).data;
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let at = 3, index = 0; at < grey.length; at += 4, index += 1) {
    const alpha = grey[at - 3];
    pixels.data[at] = alpha;
    if (alpha > 12) grow(box, index % width, Math.floor(index / width));
  }
  context.putImageData(pixels, 0, 0);
  return cropped(context.canvas, box);
}

function grow(box, x, y) {
  box.left = Math.min(box.left, x);
  box.right = Math.max(box.right, x + 1);
  box.top = Math.min(box.top, y);
  box.bottom = Math.max(box.bottom, y + 1);
}

function cropped(canvas, { left, top, right, bottom }) {
  const width = Math.max(1, right - left), height = Math.max(1, bottom - top);
  const out = Object.assign(document.createElement("canvas"), { width, height });
  out.getContext("2d").drawImage(canvas, left, top, width, height, 0, 0, width, height);
  return out;
}

enhance("[data-cutout]", (root) => {
  const box = root.querySelector("[data-cutout-box]");
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-cutout-show]");
    if (!button) return;
    root.querySelectorAll("[data-cutout-show]").forEach((one) => one.setAttribute("aria-pressed", one === button));
    const alone = button.dataset.cutoutShow === "cutout";
    if (alone && !box.querySelector("canvas")) box.append(await cutout(root.dataset.photoUrl, root.dataset.maskUrl));
    box.classList.toggle("is-cutout", alone);
  });
});
