/**
 * What erasing the marks would leave, laid over the photo a moment after each stroke. On the brush's root:
 * data-preview-url; inside it [data-brush-preview] with texts, [data-preview-text], [data-brush-do=stop] while it is
 * under way and [data-brush-do=preview] to switch it off and on.
 */
import { sentenceFor } from "./http.js";

const PAUSE_MS = 300; // a second stroke often follows the first

export class ErasePreview {
  constructor(brush) {
    this.brush = brush;
    this.isOn = true;
    this.picture = null; // of the strokes there were when it was asked for
    this.isOutdated = true;
    this.box = brush.root.querySelector("[data-brush-preview]");
  }

  get isShown() { return this.isOn && this.picture && this.brush.mode === "erase"; }

  /** Marks are seen while they change, and where they are to be taken back. */
  get hidesMarks() { return this.isShown && !this.isOutdated; }

  /** A stroke has begun: what is under way shows too little. */
  outdated() {
    this.isOutdated = true;
    this.asking?.abort();
    clearTimeout(this.timer);
    this.tell("");
  }

  /** The strokes have changed: show what they leave, once the hand rests. */
  changed() {
    this.outdated();
    const isMarked = this.brush.strokes.list.some(({ mode }) => mode === "erase");
    if (!isMarked) this.picture = null;
    else if (this.isOn) this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  toggled() {
    this.isOn = !this.isOn;
    this.brush.root.querySelector("[data-brush-do=preview]").setAttribute("aria-pressed", this.isOn);
    this.changed();
  }

  /** Cancelled by hand: the marks stay, and the next stroke asks again. */
  stopped() {
    if (this.brush.stage.dataset.state !== "busy") return;
    this.outdated();
    this.tell(this.box.dataset.textStopped);
  }

  async ask() {
    this.asking = new AbortController();
    const { signal } = this.asking;
    this.tell(this.box.dataset.textWait, true);
    try {
      const answer = await this.brush.post(this.brush.root.dataset.previewUrl, signal);
      if (!answer.ok) return this.tell(sentenceFor(answer.status, await answer.text()));
      const picture = await createImageBitmap(await answer.blob());
      if (!signal.aborted) this.show(picture);
    } catch (error) {
      if (error.name !== "AbortError") this.tell(sentenceFor(0));
    }
  }

  show(picture) {
    this.picture?.close();
    this.picture = picture;
    this.isOutdated = false;
    this.tell(this.box.dataset.textShown);
    this.brush.draw();
  }

  tell(text, isBusy = false) {
    this.box.querySelector("[data-preview-text]").textContent = text;
    this.box.querySelector("[data-brush-do=stop]").hidden = !isBusy;
    this.brush.stage.dataset.state = isBusy ? "busy" : "";
  }
}
