/**
 * Keyboard: [data-key="j"] on a link or button is pressed by that key, on a field focused by it; several keys are
 * separated by a space. "?" lists what the page offers (name: data-key-label, else aria-label, else the text).
 * Keys typed into a field, or with Ctrl, Alt or Meta held, belong to the browser.
 */
const TYPING = "input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

const usable = (element) => !element.disabled && element.checkVisibility();

function nameOf(element) {
  const named = element.dataset.keyLabel || element.getAttribute("aria-label");
  if (named) return named;
  const copy = element.cloneNode(true);
  copy.querySelectorAll(".kbd").forEach((kbd) => kbd.remove());
  return copy.textContent.trim();
}

function press(element) {
  if (element.matches(TYPING)) element.focus();
  else element.click();
}

function fill(dialog) {
  const list = dialog.querySelector("[data-shortcut-list]");
  const elements = [...document.querySelectorAll("[data-key]")].filter(usable);
  list.replaceChildren(...elements.flatMap(line));
  dialog.querySelector("[data-shortcut-none]").hidden = elements.length > 0;
}

function line(element) {
  const term = document.createElement("dt");
  const keys = document.createElement("dd");
  term.textContent = nameOf(element);
  for (const key of element.dataset.key.split(" ")) {
    const kbd = document.createElement("kbd");
    kbd.className = "kbd";
    kbd.textContent = key.length === 1 ? key.toUpperCase() : key;
    keys.append(kbd);
  }
  return [term, keys];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  const help = document.getElementById("shortcuts-dialog");
  if (event.key === "?") return help.showModal();
  const wanted = event.key.toLowerCase();
  const matches = (element) => element.dataset.key.toLowerCase().split(" ").includes(wanted) && usable(element);
  const element = [...document.querySelectorAll("[data-key]")].find(matches);
  if (!element) return;
  event.preventDefault();
  press(element);
});

const help = document.getElementById("shortcuts-dialog");
if (help) new MutationObserver(() => help.open && fill(help)).observe(help, { attributeFilter: ["open"] });
