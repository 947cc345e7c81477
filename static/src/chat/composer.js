// Where a line is written: Enter sends, Shift+Enter breaks; the draft stays in this tab.
const TYPING_MS = 3_000;
const SAVE_MS = 400;

export class Composer {
  constructor(room) {
    this.room = room;
    this.form = document.getElementById("composer");
    this.text = document.getElementById("text");
    this.replying = document.getElementById("replying");
    this.draft = document.getElementById("draft");
    this.place = `draft ${room.me} ${room.space}`;
    this.replyTo = null;
    this.typedAt = 0;
    document.getElementById("keys").hidden = false;
    this.text.value ||= sessionStorage.getItem(this.place) ?? "";
    this.#save();
    this.form.addEventListener("submit", (event) => this.#send(event));
    this.text.addEventListener("keydown", (event) => this.#press(event));
    this.text.addEventListener("input", () => this.#typed());
  }

  allow(isAllowed) {
    if (!isAllowed && this.form.contains(document.activeElement)) this.room.view.log.focus();
    this.form.hidden = !isAllowed;
    document.getElementById("reading-only").hidden = isAllowed;
  }

  close() {
    sessionStorage.removeItem(this.place);
    this.form.remove();
    document.getElementById("reading-only").remove();
    document.getElementById("newest").hidden = true;
  }

  reply(line) {
    this.replyTo = Number(line.dataset.id);
    const words = document.createElement("span");
    words.textContent = `Replying to ${line.dataset.name}: ${line.dataset.text.slice(0, 80)} `;
    const stop = Object.assign(document.createElement("button"), { type: "button", className: "cop-action", textContent: "Don’t reply" });
    stop.addEventListener("click", () => this.#stopReply());
    this.replying.replaceChildren(words, stop);
    this.replying.hidden = false;
    this.text.focus();
  }

  // Give the text of a line that could not be sent back to be written on.
  takeBack(text) {
    this.text.value = [this.text.value, text].filter(Boolean).join("\n");
    this.#save();
    this.text.focus();
  }

  #send(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    this.room.outbox.write(text, this.replyTo);
    this.text.value = "";
    this.#stopReply();
    this.#save();
  }

  #press(event) {
    if (event.key === "Escape" && this.replyTo) this.#stopReply();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #typed() {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.#save(), SAVE_MS);
    if (!this.text.value.trim() || Date.now() - this.typedAt < TYPING_MS) return;
    this.typedAt = Date.now();
    this.room.ask("room:typing");
  }

  #save() {
    clearTimeout(this.saving);
    if (this.text.value) sessionStorage.setItem(this.place, this.text.value);
    else sessionStorage.removeItem(this.place);
    this.draft.textContent = this.text.value ? "Draft kept in this tab" : "";
  }

  #stopReply() {
    this.replyTo = null;
    this.replying.hidden = true;
    this.text.focus();
  }
}
