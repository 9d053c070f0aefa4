/**
 * Toasts: Django's messages are in the page already; the server adds one after an htmx request with the header
 * HX-Trigger: {"toast": {"text": "…", "tone": "success", "undo": "/address/"}}, a script with `toast(text, {tone, undo})`.
 * One with an undo stays 10 s, others 6 s, errors until closed; pointing at one keeps it.
 */
import { enhance } from "./enhance.js";
import { sentenceFor } from "./http.js";

export function toast(text, { tone = "", undo = "" } = {}) {
  const template = document.getElementById(`toast-template-${tone}`) || document.getElementById("toast-template");
  const element = template.content.firstElementChild.cloneNode(true);
  element.querySelector("[data-toast-text]").textContent = text;
  const form = element.querySelector("[data-toast-undo]");
  if (undo) form.action = undo;
  form.hidden = !undo;
  document.getElementById("toasts").append(element);
  live(element);
}

const started = new WeakSet();

function live(element) {
  if (started.has(element)) return;
  started.add(element);
  element.querySelector("[data-toast-close]").addEventListener("click", () => element.remove());
  if (element.getAttribute("role") === "alert") return;
  const undoable = !element.querySelector("[data-toast-undo]").hidden;
  leaveAfter(element, undoable ? 10000 : 6000);
}

function leaveAfter(element, ms) {
  const leave = () => (element.matches(":hover, :focus-within") ? setTimeout(leave, 1500) : element.remove());
  setTimeout(leave, ms);
}

enhance("[data-toast]", live);
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => toast(sentenceFor(xhr.status, xhr.responseText), { tone: "error" }));
document.addEventListener("htmx:sendError", () => toast(sentenceFor(0), { tone: "error" }));
