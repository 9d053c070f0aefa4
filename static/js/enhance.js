/** Run `start(element)` once for every element that matches, now and whenever htmx brings new ones. */
export function enhance(selector, start) {
  const seen = new WeakSet();
  const once = (element) => {
    if (seen.has(element)) return;
    seen.add(element);
    start(element);
  };
  const scan = (root) => {
    if (root instanceof Element && root.matches(selector)) once(root);
    root.querySelectorAll(selector).forEach(once);
  };
  scan(document);
  document.addEventListener("htmx:load", (event) => scan(event.detail.elt));
}
