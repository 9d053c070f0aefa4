/**
 * Native <dialog>: [data-dialog-open=ID] opens, [data-dialog-close] or a click outside closes.
 * A form or button with [data-confirm] (and htmx's hx-confirm) asks in the page's own dialog first;
 * data-confirm-detail adds a second sentence, data-confirm-yes names the button.
 */
let agree = () => {};

export function ask(question, { detail = "", yes = "" } = {}) {
  const dialog = document.getElementById("confirm-dialog");
  const button = dialog.querySelector("[data-dialog-agree]");
  const more = dialog.querySelector("[data-confirm-detail]");
  dialog.querySelector("#confirm-text").textContent = question;
  more.textContent = detail;
  more.hidden = !detail;
  button.textContent = yes || button.dataset.text;
  dialog.showModal();
  return new Promise((resolve) => {
    agree = () => resolve(true);
    dialog.addEventListener("close", () => resolve(false), { once: true });
  });
}

function askFor(element) {
  const { confirm, confirmDetail, confirmYes } = element.dataset;
  return ask(confirm, { detail: confirmDetail, yes: confirmYes });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  const dialog = event.target.closest("dialog");
  if (!dialog) return;
  if (event.target.closest("[data-dialog-agree]") && dialog.id === "confirm-dialog") agree();
  const outside = event.target === dialog; // the backdrop is the dialog itself, its content is not
  if (outside || event.target.closest("[data-dialog-close], [data-dialog-agree]")) dialog.close();
});

document.addEventListener("submit", async (event) => {
  const asker = [event.submitter, event.target].find((element) => element?.dataset.confirm);
  if (!asker || asker.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await askFor(asker))) return;
  asker.dataset.confirmed = "yes";
  event.target.requestSubmit(event.submitter);
  delete asker.dataset.confirmed;
}, true);

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  const { confirmDetail: detail, confirmYes: yes } = event.detail.elt.dataset;
  if (await ask(event.detail.question, { detail, yes })) event.detail.issueRequest(true);
});
