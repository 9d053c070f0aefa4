/** Files dropped on the page, folders opened; the zone shows that it would take them. */
export function dropped(zone, take) {
  let depth = 0; // enter and leave also come from children
  const over = (on) => zone.classList.toggle("is-over", on);
  const withFiles = (event) => event.dataTransfer?.types.includes("Files") && zone.isConnected;
  const listen = (name, action) => addEventListener(name, (event) => {
    if (!withFiles(event)) return;
    event.preventDefault();
    action(event);
  });
  listen("dragenter", () => over((depth += 1) > 0));
  listen("dragleave", () => over((depth -= 1) > 0));
  listen("dragover", () => {});
  listen("drop", async (event) => {
    over((depth = 0) > 0);
    take(await filesOf(event.dataTransfer));
  });
}

async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  return (await Promise.all(entries.map(opened))).flat();
}

async function opened(entry) {
  if (entry.isFile) return [await new Promise((yes, no) => entry.file(yes, no))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((yes, no) => reader.readEntries(yes, no)); // at most 100 at a time
    if (!some.length) break;
    found.push(...some);
  }
  const pictures = found.filter((one) => one.isDirectory || !one.name.startsWith("."));
  return (await Promise.all(pictures.map(opened))).flat();
}
