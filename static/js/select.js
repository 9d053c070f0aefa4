/**
 * Choosing several tiles: [data-select-start] begins; inside [data-select] a tap on a tile ticks it, Shift and a tap
 * everything up to it; [data-select-all], [data-select-stop] and Escape are in the bar's hands ([data-select-bar]).
 */
import { enhance } from "./enhance.js";

class Selection {
  constructor(grid) {
    this.grid = grid;
    this.bar = document.querySelector("[data-select-bar]");
    this.button = document.querySelector("[data-select-start]");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.begin());
    this.bar.querySelector("[data-select-stop]").addEventListener("click", () => this.end());
    this.bar.querySelector("[data-select-all]").addEventListener("click", () => this.all());
    grid.addEventListener("click", (event) => this.range(event));
    grid.addEventListener("change", () => this.tell());
    document.addEventListener("keydown", (event) => this.escape(event));
    if (this.ticked.length) this.begin(); // a reload keeps what was ticked
  }

  get boxes() {
    return [...this.grid.querySelectorAll(".tile__select")];
  }

  get ticked() {
    return this.boxes.filter((box) => box.checked);
  }

  get isOn() {
    return this.grid.classList.contains("is-selecting");
  }

  begin() {
    this.grid.classList.add("is-selecting");
    this.bar.hidden = false;
    this.button.setAttribute("aria-pressed", "true");
    if (!this.ticked.length) this.boxes[0].focus({ preventScroll: true });
    this.tell();
  }

  end() {
    this.boxes.forEach((box) => { box.checked = false; });
    this.grid.classList.remove("is-selecting");
    this.bar.hidden = true;
    this.button.removeAttribute("aria-pressed");
    this.button.focus({ preventScroll: true });
  }

  escape(event) {
    if (event.key === "Escape" && this.isOn && !document.querySelector("dialog[open]")) this.end();
  }

  /** Every box of the page, or none when all were ticked. */
  all() {
    const on = this.ticked.length < this.boxes.length;
    this.boxes.forEach((box) => { box.checked = on; });
    this.tell();
  }

  range({ target, shiftKey }) {
    if (!target.matches(".tile__select")) return;
    const { boxes } = this;
    const [from, to] = [boxes.indexOf(this.last ?? target), boxes.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey) boxes.slice(from, to + 1).forEach((box) => { box.checked = target.checked; });
    this.last = target;
    this.tell();
  }

  tell() {
    const { length } = this.ticked;
    const { textNone, textOne, textMany } = this.bar.dataset;
    const act = this.bar.querySelector("[data-select-act]");
    act.disabled = !length;
    this.bar.querySelectorAll("[data-select-also]").forEach((also) => { also.disabled = !length; });
    act.querySelector("span").textContent = length > 1 ? textMany.replace("{n}", length) : length ? textOne : textNone;
  }
}

enhance("[data-select]", (grid) => new Selection(grid));
