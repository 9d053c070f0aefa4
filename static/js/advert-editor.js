/** The advert editor: a picture that follows the form, what does not fit said while typing. */
import { hexOf } from "./colour-field.js";
import { enhance } from "./enhance.js";
import { csrfHeaders } from "./http.js";

const PAUSE_MS = 350;

class Editor {
  constructor(form) {
    this.form = form;
    this.size = this.sizes()[0];
    form.addEventListener("input", (event) => this.changed(event));
    form.addEventListener("click", (event) => this.brandColour(event));
    this.tell();
    if (!document.querySelector("[data-advert-shown]:not([data-is-sample])")) this.preview();
  }

  sizes() {
    return [...this.form.querySelectorAll("[name=sizes]:checked")].map((box) => box.value);
  }

  changed({ target }) {
    if (target.name === "sizes" && target.checked) this.size = target.value;
    if (!this.sizes().includes(this.size)) this.size = this.sizes()[0] ?? this.size;
    this.tell();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.preview(), PAUSE_MS);
  }

  /** The numbers beside sliders, and how many pictures the button makes. */
  tell() {
    for (const slider of this.form.querySelectorAll("[type=range]")) {
      const percent = Math.round(slider.value * 100);
      slider.parentElement.querySelector("output").textContent = percent > 0 ? `+${percent}` : percent;
    }
    const button = this.form.querySelector("[data-advert-make]");
    const count = this.sizes().length;
    const { textOne, textMany } = button.dataset;
    button.querySelector("span").textContent = count > 1 ? textMany.replace("{n}", count) : textOne;
  }

  brandColour(event) {
    const button = event.target.closest("[data-brand-colour]");
    if (!button) return;
    const fields = [this.form.elements.colour, this.form.elements.colour_end];
    const field = fields.find((one) => one.offsetParent && !one.value) ?? fields[0];
    field.value = button.dataset.brandColour;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Whether a choice was begun and not finished: a theme without which, a colour without which. */
  get isHalfChosen() {
    const { ground, theme, colour, colour_end: end } = this.form.elements;
    if (ground.value === "theme") return !theme.value;
    if (ground.value === "colour") return !hexOf(colour.value);
    return ground.value === "gradient" && !(hexOf(colour.value) && hexOf(end.value));
  }

  /** Ask for the picture of the form as it is; an older answer that is still under way is dropped. */
  async preview() {
    this.asking?.abort();
    if (this.isHalfChosen || !this.size) return;
    this.asking = new AbortController();
    const stage = document.querySelector("[data-advert-stage]");
    const body = new FormData(this.form);
    body.set("size", this.size);
    stage.dataset.state = "busy";
    try {
      const { signal } = this.asking;
      const answer = await fetch(this.form.dataset.previewUrl, { method: "POST", body, signal, headers: csrfHeaders() });
      await this.show(stage, answer);
    } catch (error) {
      if (error.name !== "AbortError") delete stage.dataset.state; // offline: the picture stays as it was
    }
  }

  async show(stage, answer) {
    delete stage.dataset.state;
    const isPicture = answer.headers.get("Content-Type")?.startsWith("image/");
    const said = isPicture || answer.status >= 500 ? {} : await answer.json();
    this.sayErrors(said.errors ?? {});
    const caption = stage.querySelector("[data-advert-caption]");
    const other = said.errors?.__all__?.[0] ?? said.errors?.layout?.[0] ?? said.note;
    if (other) caption.textContent = other;
    if (!isPicture) return;
    const image = stage.querySelector("[data-advert-shown]");
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(await answer.blob());
    [image.width, image.height] = answer.headers.get("X-Size").split("x");
    delete image.dataset.isSample;
    const isRough = answer.headers.get("X-Rough") === "true";
    caption.textContent = isRough ? stage.dataset.textRough : stage.dataset.textPreview;
  }

  /** Beside each field what is wrong with it; what was said before and is right now goes. */
  sayErrors(errors) {
    for (const field of this.form.querySelectorAll(".field")) {
      const input = field.querySelector("input[name], textarea[name], select[name]");
      const text = errors[input?.name]?.[0] ?? "";
      let place = field.querySelector("[data-live-error]");
      if (!place && text) {
        place = Object.assign(document.createElement("p"), { className: "field__error" });
        place.dataset.liveError = "";
        place.setAttribute("role", "status");
        field.append(place);
      }
      if (text) field.querySelector(".field__error:not([data-live-error])")?.remove();
      if (place) place.textContent = text;
      if (place) place.hidden = !text;
    }
  }
}

enhance("[data-advert-form]", (form) => new Editor(form));
