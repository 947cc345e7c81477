// Sends the forms of a meeting’s page by the socket, and keeps what was typed until it has arrived. Where there is no line a form
// stays as it is, and says so: a meeting goes on meanwhile, and what was meant for one moment is sent by its author, not by itself.
// Before the first line of a page a form goes as without a script: nobody knows yet whether there is one.
const QUESTIONS = {
  doubtful: { name: "confirmed", value: "yes", words: "It tells nobody who a patient is. Moderators are shown that I said so." },
  questioned: { name: "confirmed", value: "word", words: "I mean it as it is. Moderators are shown that I said so." },
};

export class Sending {
  constructor({ board, refused, isConnecting, ask, done }) {
    Object.assign(this, { board, refused, isConnecting, ask, done, busy: new WeakSet(), keys: new Map() });
    board.addEventListener("submit", (event) => this.#submit(event));
  }

  async #submit(event) {
    const { target: form, submitter } = event;
    if (!form.matches(".cop-deed") || this.isConnecting()) return;
    event.preventDefault();
    if (this.busy.has(form)) return;
    this.busy.add(form);
    const ack = await this.#send(form, submitter ?? form.querySelector("button[name=act]"));
    this.busy.delete(form);
    if (ack.ok) this.#arrived(form, ack);
    else this.#refuse(form, ack.error);
  }

  #send(form, button) {
    const fields = new FormData(form);
    fields.set("act", button.value);
    fields.delete("csrf_token");
    if (button.value !== "say") return this.ask("meeting:act", { form: new URLSearchParams(fields).toString() });
    const text = fields.get("text");
    const said = fields.getAll("confirmed");
    const answers = { confirmed: said.includes("yes"), meant: said.includes("word"), as_is: form.dataset.asked === "yes" };
    return this.ask("meeting:say", { text, key: this.#keyOf(text), ...answers });
  }

  // Whoever sends the same words again because no answer came has said them once.
  #keyOf(text) {
    if (!this.keys.has(text)) this.keys.clear();
    if (!this.keys.has(text)) this.keys.set(text, crypto.randomUUID());
    return this.keys.get(text);
  }

  // Its author alone is asked, once, whether a question is an open one.
  #askBack(form, nudges) {
    const button = form.querySelector("button[name=act]");
    form.dataset.asked = "yes";
    form.dataset.label ??= button.textContent;
    button.textContent = "Send it as it is";
    this.refused.textContent = `Not sent yet, and only you see this. ${nudges.join(" ")} Change it, or send it as it is.`;
  }

  #arrived(form, ack) {
    if (ack.nudges?.length) return this.#askBack(form, ack.nudges);
    if (form.dataset.asked) form.querySelector("button[name=act]").textContent = form.dataset.label;
    delete form.dataset.asked;
    this.keys.clear();
    this.refused.textContent = "";
    form.querySelector("[data-asked]")?.remove();
    for (const control of form.querySelectorAll("input:not([type=hidden]), textarea")) empty(control);
    this.done(ack);
  }

  #refuse(form, { code, message }) {
    this.refused.textContent = message;
    if (QUESTIONS[code] && !form.querySelector("[data-asked]")) form.querySelector("button[name=act]").before(question(QUESTIONS[code]));
    if (code === "conflict") this.done({});
  }
}

function empty(control) {
  if (control.matches("[type=checkbox], [type=radio]")) control.checked = control.defaultChecked;
  else control.value = control.defaultValue = "";
}

function question({ name, value, words }) {
  const label = document.createElement("label");
  label.className = "cop-refused__asked";
  label.dataset.asked = "";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
  label.append(box, ` ${words}`);
  return label;
}
