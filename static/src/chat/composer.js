// Where a line is written: Enter sends, Shift+Enter breaks; draft.js keeps what is not sent yet.
import { Draft } from "./draft.js";
import { isChoosing } from "./names.js";

const TYPING_MS = 3_000;

export class Composer {
  constructor(room) {
    this.room = room;
    this.form = document.getElementById("composer");
    this.text = document.getElementById("text");
    this.replying = document.getElementById("replying");
    this.replyTo = null;
    this.typedAt = 0;
    document.getElementById("keys").hidden = false;
    this.draft = new Draft(room, this.text);
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
    this.draft.forget();
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
    this.draft.changed();
    this.text.focus();
  }

  #send(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    this.room.outbox.write(text, this.replyTo);
    this.text.value = "";
    this.#stopReply();
    this.draft.changed();
  }

  #press(event) {
    if (event.key === "Escape" && this.replyTo) this.#stopReply();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (isChoosing(this.text)) return;
    this.form.requestSubmit();
  }

  #typed() {
    if (!this.text.value.trim() || Date.now() - this.typedAt < TYPING_MS) return;
    this.typedAt = Date.now();
    this.room.ask("room:typing");
  }

  #stopReply() {
    this.replyTo = null;
    this.replying.hidden = true;
    this.text.focus();
  }
}
