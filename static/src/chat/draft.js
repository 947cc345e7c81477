// What was begun to be written: kept in this tab at once, on the server every few seconds, given back by whichever is newer.
const TAB_MS = 400;
const SERVER_MS = 3_000;
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export class Draft {
  constructor(room, field) {
    this.room = room;
    this.field = field;
    this.words = document.getElementById("draft");
    this.place = `draft ${room.me} ${room.space}`;
    this.savedAt = field.dataset.draftAt ? new Date(field.dataset.draftAt) : null;
    this.saved = this.savedAt ? field.value : ""; // what the server is known to have
    this.#takeNewer();
    field.addEventListener("input", () => this.changed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#keep());
    addEventListener("pagehide", () => this.#keep());
  }

  changed() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.#keepInTab(), TAB_MS);
    this.#saveSoon();
  }

  // The room was opened: what another browser of mine has saved stands here, unless something is being written.
  opened(draft) {
    const isNews = draft && draft.text !== this.saved;
    if (isNews && !this.field.value && !this.room.state.outbox.length) this.field.value = draft.text;
    this.saved = draft?.text ?? "";
    this.savedAt = draft ? new Date(draft.saved_at) : null;
    this.#say();
    if (this.#isBehind()) this.#saveSoon();
  }

  forget() {
    clearTimeout(this.keeping);
    clearTimeout(this.saving);
    sessionStorage.removeItem(this.place);
    this.field.value = this.saved = "";
  }

  #takeNewer() {
    const inTab = read(this.place);
    const isRefused = this.field.value && !this.savedAt; // the page came back with what could not be sent
    if (inTab && !isRefused && inTab.at >= Number(this.savedAt ?? 0)) this.field.value = inTab.text;
    if (this.#wasSent()) this.field.value = "";
    this.#keepInTab();
  }

  // Sent after it was saved, and not taken off the server before the tab was closed: it is no draft any more.
  #wasSent() {
    const mine = document.querySelectorAll(`.cop-line[data-author="${this.room.me}"][data-text]`);
    return [...mine].some(({ dataset }) => dataset.text === this.field.value.trim() && this.savedAt && new Date(dataset.at) >= this.savedAt);
  }

  #keep() {
    this.#keepInTab();
    if (this.saving) this.#save();
  }

  #keepInTab() {
    clearTimeout(this.keeping);
    if (this.field.value) sessionStorage.setItem(this.place, JSON.stringify({ text: this.field.value, at: Date.now() }));
    else sessionStorage.removeItem(this.place);
    this.#say();
  }

  #isBehind() {
    return this.field.value.trim() !== this.saved.trim();
  }

  #saveSoon() {
    this.saving ??= setTimeout(() => this.#save(), SERVER_MS);
  }

  // What was sent and has no answer yet is still to be lost: until it has one the draft stays where it is.
  async #save() {
    clearTimeout(this.saving);
    this.saving = null;
    const text = this.field.value;
    if (!text && this.room.state.outbox.some(({ status }) => status === "sending")) return this.#saveSoon();
    if (!this.#isBehind() || !this.room.isOpen) return;
    const ack = await this.room.ask("room:draft", { text });
    if (ack.ok) this.saved = text;
    if (ack.ok) this.savedAt = ack.saved_at ? new Date(ack.saved_at) : null;
    else if (ack.error.code === "too_fast") this.#saveSoon();
    this.#say();
  }

  #say() {
    const here = this.savedAt ? `Draft saved at ${TIME.format(this.savedAt)}` : "Draft kept in this tab";
    const words = this.field.value ? here : "";
    if (this.words.textContent !== words) this.words.textContent = words;
  }
}

function read(place) {
  try {
    const { text, at } = JSON.parse(sessionStorage.getItem(place));
    return typeof text === "string" ? { text, at: Number(at) } : null;
  } catch {
    return null;
  }
}
