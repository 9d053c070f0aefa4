/**
 * form[data-send]: files sent with progress; without this script the form is sent as any other.
 *
 * Inside: [data-send-button], [data-send-progress] with [data-send-bar|state|share], [data-send-error] with a <p>, and
 * [data-filedrop] labels that show what their input holds. Answers: 201 {"url"} to go to, else {"error"}.
 */
import { enhance } from "./enhance.js";
import { csrfHeaders, sentenceFor } from "./http.js";

class Sending {
  constructor(form) {
    this.form = form;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
    addEventListener("pageshow", () => this.show(false)); // back from the report: the form can be sent again
  }

  part(name) {
    return this.form.querySelector(`[data-send-${name}]`);
  }

  show(busy, error = "") {
    this.busy = busy;
    this.part("button").disabled = busy;
    this.part("progress").hidden = !busy;
    this.part("error").hidden = !error;
    this.part("error").querySelector("p").textContent = error;
    if (error) this.part("error").scrollIntoView({ block: "nearest" });
  }

  send() {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", this.form.action);
    xhr.setRequestHeader("Accept", "application/json");
    Object.entries(csrfHeaders()).forEach(([name, value]) => xhr.setRequestHeader(name, value));
    xhr.upload.addEventListener("progress", (event) => this.progress(event));
    xhr.addEventListener("loadend", () => this.answered(xhr));
    this.progress({ loaded: 0, total: 1 });
    this.show(true);
    xhr.send(new FormData(this.form));
  }

  progress({ loaded, total }) {
    const state = this.part("state");
    this.part("bar").value = loaded / total;
    this.part("share").textContent = `${Math.round((100 * loaded) / total)} %`;
    state.textContent = loaded < total ? state.dataset.sending : state.dataset.reading;
  }

  answered(xhr) {
    if (xhr.status !== 201) return this.show(false, sentenceFor(xhr.status, xhr.responseText));
    this.busy = false;
    location.assign(JSON.parse(xhr.responseText).url);
  }
}

function filedrop(zone) {
  const input = zone.querySelector("input");
  const name = zone.querySelector("[data-filedrop-name]");
  const over = (on) => () => zone.classList.toggle("is-over", on);
  const shown = () => {
    const file = input.files[0];
    zone.classList.toggle("is-filled", Boolean(file));
    name.textContent = file ? `${file.name} · ${megabytes(file.size)}` : name.dataset.empty;
  };
  input.addEventListener("dragenter", over(true));
  ["dragleave", "drop"].forEach((event) => input.addEventListener(event, over(false)));
  input.addEventListener("change", shown);
  shown(); // a browser may have kept the choice over a reload
}

function megabytes(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

enhance("form[data-send]", (form) => new Sending(form));
enhance("[data-filedrop]", filedrop);
