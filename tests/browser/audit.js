/** What a person who cannot see, point or scroll sideways would miss here, as sentences; [] when nothing. */
() => {
  const problems = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility();
  const short = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const say = (what, element) => problems.push(`${what}: ${element ? short(element) : ""}`);
  const textOf = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[hidden], [aria-hidden=true]").forEach((part) => part.remove());
    copy.querySelectorAll("img[alt]").forEach((image) => image.replaceWith(image.alt));
    return copy.textContent.trim();
  };
  const named = (element) => {
    const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    const words = [
      element.getAttribute("aria-label"),
      element.title,
      ...ids.map((id) => document.getElementById(id)?.textContent),
      ...[...(element.labels ?? [])].map(textOf),
      element.matches("input, select, textarea") ? "" : textOf(element),
    ];
    return words.some((word) => word?.trim());
  };

  if (!document.title.trim()) say("no title");
  if (all("main").length !== 1) say("not exactly one main");
  if (all("h1").filter(shown).length !== 1) say(`${all("h1").filter(shown).length} h1 headings`);
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) say(`id ${id} twice`);

  const controls = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button]";
  for (const element of all(controls)) if (shown(element) && !named(element)) say("no name", element);
  for (const image of all("img")) if (!image.hasAttribute("alt")) say("no alt", image);
  for (const label of all("label[for]")) if (!document.getElementById(label.htmlFor)) say("label of nothing", label);
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
    for (const element of all(`[${name}]`)) {
      const missing = element.getAttribute(name).split(" ").filter((id) => id && !document.getElementById(id));
      if (missing.length) say(`${name} names ${missing}, which is not here`, element);
    }
  }
  for (const element of all("[tabindex]")) if (element.tabIndex > 0) say("its own tab order", element);
  for (const element of all("[aria-hidden=true]")) {
    if (element.matches("a, button, input") && element.tabIndex >= 0) say("hidden, yet focused by Tab", element);
  }
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth > innerWidth) {
    say(`scrolls sideways, ${scrollWidth} px wide`);
    const beyond = (element) => shown(element) && element.getBoundingClientRect().right > innerWidth + 1;
    all("body *").filter(beyond).slice(0, 3).forEach((element) => say("reaches beyond", element));
  }
  return problems;
}
