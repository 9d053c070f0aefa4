/** [data-send-at-once]: a file is sent as soon as it is chosen. */
const send = (input) => input.files.length && input.form.requestSubmit();

document.addEventListener("change", ({ target }) => target.matches("[data-send-at-once]") && send(target));
document.querySelectorAll("[data-send-at-once]").forEach(send); // chosen before this script was there

document.addEventListener("htmx:afterRequest", ({ target }) => {
  target.querySelectorAll?.("[data-send-at-once]").forEach((file) => { file.value = ""; }); // the same one can be chosen again
});
