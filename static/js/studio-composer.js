/**
 * [data-composer]: Enter sends (Shift Enter and an open input method do not), and what is too long is counted and
 * kept, never cut. [data-start-over] forgets the brief that the words would change. Words that were typed and not sent
 * outlive a composer that the server sends anew: a theme that was tapped meanwhile is what they then change.
 */
import { enhance } from "./enhance.js";

let sent = "";
let typed = "";

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches?.("[data-composer]")) sent = detail.elt.querySelector("textarea").value;
});
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (!detail.target.matches("[data-composer]")) return;
  const { value } = detail.target.querySelector("textarea");
  typed = value === sent ? "" : value;
  sent = "";
});

enhance("[data-composer]", (form) => {
  const box = form.querySelector("textarea");
  const count = form.querySelector("[data-count]");
  const button = form.querySelector("[data-ask]");
  const most = Number(form.dataset.most);
  const look = () => {
    const over = [...box.value.trim()].length - most;
    count.textContent = over > 0 ? form.dataset.tooLong.replace("{n}", over) : "";
    count.classList.toggle("text-danger", over > 0);
    box.setAttribute("aria-invalid", over > 0);
    button.disabled = over > 0;
  };
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!button.disabled) form.requestSubmit(button);
  });
  // Too long a text is not worth asking the server about.
  box.addEventListener("htmx:beforeRequest", (event) => button.disabled && event.target === box && event.preventDefault());
  form.querySelector("[data-start-over]")?.addEventListener("click", (event) => {
    form.querySelector("[data-parent]").remove();
    form.querySelectorAll("[data-chip]").forEach((chip) => chip.remove());
    event.currentTarget.remove();
    box.focus();
  });
  if (typed) {
    box.value = typed;
    typed = "";
    setTimeout(() => box.dispatchEvent(new Event("input", { bubbles: true }))); // once htmx listens: its chips
  }
  look();
});
