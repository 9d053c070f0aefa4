/**
 * [data-formset]: rows of a Django form set, added from <template data-formset-row> by [data-formset-add] and taken
 * away by [data-formset-remove]. A removed row is kept, marked DELETE, in [data-formset-removed]: the numbers stay whole.
 */
import { enhance } from "./enhance.js";

function start(root) {
  const rows = root.querySelector("[data-formset-rows]");
  const total = root.querySelector("[name$=-TOTAL_FORMS]");
  root.querySelector("[data-formset-add]").addEventListener("click", () => {
    const html = root.querySelector("template[data-formset-row]").innerHTML;
    rows.insertAdjacentHTML("beforeend", html.replaceAll("__prefix__", total.value));
    total.value = Number(total.value) + 1;
    like(rows.lastElementChild, rows.lastElementChild.previousElementSibling);
  });
  root.addEventListener("click", (event) => {
    const row = event.target.closest("[data-formset-remove]")?.closest("[data-formset-item]");
    if (!row) return;
    row.querySelector("[name$=-DELETE]").checked = true;
    root.querySelector("[data-formset-removed]").append(row);
    rows.querySelector("input:not([type=hidden])")?.focus();
  });
}

/** A new row starts with the choices of the one above it. */
function like(row, above) {
  const pairs = above ? [...above.querySelectorAll("select")] : [];
  row.querySelectorAll("select").forEach((select, index) => pairs[index] && (select.value = pairs[index].value));
  row.querySelector("input:not([type=hidden])").focus();
}

enhance("[data-formset]", start);
