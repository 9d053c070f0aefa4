/** What every request shares: the CSRF header and a sentence for each kind of failure. */
export function csrfHeaders() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}");
}

/** The server's own sentence ({"error": "…"}) or ours for the status; status 0 means no answer. */
export function sentenceFor(status, body) {
  try {
    const { error } = JSON.parse(body);
    if (typeof error === "string" && error) return error;
  } catch { /* not JSON: a proxy or an error page answered */ }
  const texts = document.getElementById("texts").dataset;
  if (status === 0) return texts.offline;
  if (status === 403) return texts.forbidden;
  if (status === 413) return texts.tooLarge;
  return status === 429 ? texts.busy : texts.error;
}
