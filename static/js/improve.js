/** Better photos: the picture follows the switches and sliders; numbers stand beside what is moved. */
import { enhance } from "./enhance.js";
import { csrfHeaders, sentenceFor } from "./http.js";
import "./send-at-once.js";

const PAUSE_MS = 160;
const SIGNED = new Set(["%", "EV", "°"]);

class Improve {
  constructor(form) {
    this.form = form;
    this.stage = document.querySelector("[data-improve-stage]");
    this.whole = this.stage.querySelector(".compare__before").src;
    form.addEventListener("input", ({ target }) => this.changed(target));
    form.addEventListener("htmx:afterSettle", () => this.preview()); // a look of the shop's own came or went
    form.addEventListener("keydown", (event) => this.keptByEnter(event));
    this.sliders().forEach(tell);
    this.preview();
  }

  sliders() {
    return [...this.form.querySelectorAll("[type=range]")];
  }

  changed(target) {
    if (target.matches("[data-preset-name]")) return;
    if (target.type === "range") tell(target);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.preview(), PAUSE_MS);
  }

  /** Enter in the name of a preset keeps it; it does not make the photo. */
  keptByEnter(event) {
    if (event.key !== "Enter" || !event.target.matches("[data-preset-name]")) return;
    event.preventDefault();
    document.querySelector("[data-preset-keep]").click();
  }

  /** What the form says; a viewer's, whose controls are off, says what it shows. */
  body() {
    const off = [...this.form.querySelectorAll("fieldset:disabled")];
    off.forEach((part) => { part.disabled = false; });
    const body = new FormData(this.form);
    off.forEach((part) => { part.disabled = true; });
    return body;
  }

  /** Ask for the picture of the form as it is; an older answer that is still under way is dropped. */
  async preview() {
    this.asking?.abort();
    this.asking = new AbortController();
    this.stage.dataset.state = "busy";
    try {
      const { signal } = this.asking;
      const answer = await this.ask(signal);
      const isMoved = answer.headers.get("X-Moved") === "true";
      const before = isMoved ? await this.ask(signal, "before") : null;
      await this.show(answer, before);
      delete this.stage.dataset.state;
    } catch (error) {
      if (error.name !== "AbortError") delete this.stage.dataset.state; // offline: the picture stays as it was
    }
  }

  ask(signal, what = "after") {
    const body = this.body();
    body.set("show", what);
    const headers = { ...csrfHeaders(), Accept: "application/json" };
    return fetch(this.form.dataset.previewUrl, { method: "POST", body, signal, headers });
  }

  async show(answer, before) {
    const caption = this.stage.querySelector("[data-improve-caption]");
    if (!answer.ok) {
      caption.textContent = sentenceFor(answer.status, await answer.text());
      return;
    }
    const [after, shown] = [".compare__after", ".compare__before"].map((name) => this.stage.querySelector(name));
    [after.width, after.height] = answer.headers.get("X-Size").split("x");
    put(after, URL.createObjectURL(await answer.blob()));
    if (before?.ok) put(shown, URL.createObjectURL(await before.blob()));
    else if (shown.src !== this.whole) put(shown, this.whole);
    caption.textContent = this.caption(answer.headers);
  }

  caption(headers) {
    const { textChange, textLook, textSame, textLater } = this.stage.dataset;
    const later = decodeURIComponent(headers.get("X-Later") ?? "");
    const isSame = !later && !this.form.querySelector(".switch:checked, [name=look]:checked:not([value=''])");
    const said = [isSame ? textSame : textChange.replace("{n}", headers.get("X-Colour-Change"))];
    const look = headers.get("X-Look-Change");
    if (look) said.push(textLook.replace("{n}", look));
    if (later) said.push(textLater.replace("{steps}", later));
    return said.join(" · ");
  }
}

/** `image` with another address; the picture of the last one is let go. */
function put(image, address) {
  const last = image.src;
  image.src = address;
  if (last.startsWith("blob:")) URL.revokeObjectURL(last);
}

/** The number of a slider, as its unit says it. */
function tell(slider) {
  const output = slider.parentElement.querySelector("output");
  if (!output) return;
  const { unit } = slider.dataset;
  const value = Number(slider.value);
  const sign = SIGNED.has(unit) && Number(slider.min) < 0 && value > 0 ? "+" : "";
  output.textContent = unit === "%" ? `${sign}${Math.round(value * 100)} %` : `${sign}${value.toFixed(1)} ${unit}`;
}

enhance("[data-improve]", (form) => new Improve(form));
