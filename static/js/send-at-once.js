/** [data-send-at-once]: a file is sent as soon as it is chosen. */
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-send-at-once]") || !target.files.length) return;
  target.form.requestSubmit();
});

document.addEventListener("htmx:afterRequest", ({ target }) => {
  target.querySelectorAll?.("[data-send-at-once]").forEach((file) => { file.value = ""; }); // the same one can be chosen again
});
