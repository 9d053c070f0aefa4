/** <details data-menu>: a click elsewhere or Escape closes it; arrows move between its items. */
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  for (const menu of openMenus()) {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  }
});

function move(menu, by) {
  const items = [...menu.querySelectorAll("a.menu__item, button.menu__item")];
  const at = items.indexOf(document.activeElement);
  items.at((at + by + items.length) % items.length)?.focus();
}
