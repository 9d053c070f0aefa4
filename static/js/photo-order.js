/**
 * [data-photo-order data-url]: its [data-photo] tiles are dragged into another order, which is posted as "5,3,8".
 * The page shows the new order at once; when the server refuses it, the old one comes back with its sentence.
 * Uploads that are in the grid by now leave the upload list.
 */
import { enhance } from "./enhance.js";
import { csrfHeaders, sentenceFor } from "./http.js";
import { toast } from "./toast.js";

class Order {
  constructor(list) {
    this.list = list;
    list.addEventListener("dragstart", (event) => this.start(event));
    list.addEventListener("dragover", (event) => this.over(event));
    list.addEventListener("dragend", () => this.end());
    list.addEventListener("drop", (event) => this.tile && event.preventDefault());
  }

  get tiles() {
    return [...this.list.querySelectorAll("[data-photo]")];
  }

  start(event) {
    this.tile = event.target.closest("[data-photo]");
    this.before = this.tiles;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.tile.dataset.photo);
    requestAnimationFrame(() => this.tile?.classList.add("is-dragged")); // after the browser drew its ghost
  }

  over(event) {
    if (!this.tile) return;
    event.preventDefault();
    const under = event.target.closest("[data-photo]");
    if (!under || under === this.tile) return;
    const { left, width } = under.getBoundingClientRect();
    if (event.clientX < left + width / 2) under.before(this.tile);
    else under.after(this.tile);
  }

  end() {
    this.tile?.classList.remove("is-dragged");
    this.tile = null;
    const order = (tiles) => tiles.map((tile) => tile.dataset.photo).join(",");
    if (order(this.tiles) !== order(this.before)) this.send(order(this.tiles));
  }

  async send(order) {
    try {
      const headers = { ...csrfHeaders(), Accept: "application/json" };
      const answer = await fetch(this.list.dataset.url, { method: "POST", headers, body: new URLSearchParams({ order }) });
      if (!answer.ok) return this.undo(sentenceFor(answer.status, await answer.text()));
      document.body.dispatchEvent(new CustomEvent("uploads-done")); // the cover label moves too
    } catch {
      this.undo(sentenceFor(0));
    }
  }

  undo(sentence) {
    this.list.append(...this.before);
    toast(sentence, { tone: "error" });
  }
}

enhance("[data-photo-order]", (list) => new Order(list));
document.addEventListener("htmx:afterSwap", () => {
  const shown = new Set([...document.querySelectorAll("#photos [data-photo]")].map((tile) => tile.dataset.photo));
  for (const item of document.querySelectorAll("[data-upload-list] > .is-done")) if (shown.has(item.dataset.photo)) item.remove();
});
