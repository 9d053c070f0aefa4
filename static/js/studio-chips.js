/** [data-chips]: chips are selects of the composer's form; [data-chip-add] adds one, [data-chip-remove] takes it away. */
document.addEventListener("click", (event) => {
  const remove = event.target.closest("[data-chip-remove]");
  const add = event.target.closest("[data-chip-add]");
  if (remove) takeAway(remove.closest("[data-chip]"));
  if (add) put(add.closest("[data-chips]"), add.dataset.chipAdd);
});

function takeAway(chip) {
  const next = chip.nextElementSibling;
  chip.remove();
  next?.querySelector("select, input, summary")?.focus();
  if (next?.matches("details")) next.querySelector("summary").focus();
}

function put(list, field) {
  const chip = document.getElementById(`chip-${field}`).content.firstElementChild.cloneNode(true);
  const menu = list.querySelector("[data-chip-menu]");
  menu.open = false;
  menu.before(chip);
  const control = chip.querySelector("select, input");
  control.focus();
  control.showPicker?.();
}

// A chosen value leaves no empty one to choose; a chip is as wide as what it says.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-chip] select")) event.target.querySelector("option[value='']")?.remove();
});

// Enter in a chip does not send the form: the words may not be finished.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-chip] input")) event.preventDefault();
});
