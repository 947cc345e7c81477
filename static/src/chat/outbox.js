// Sends our lines one after the other, so that they keep their order, and keeps what is not confirmed over a reload (P5).
// A line keeps its key for ever: sending it again never makes a second one (P2).
export class Outbox {
  constructor(room) {
    this.room = room;
    this.place = `outbox ${room.me} ${room.space}`;
  }

  write(text, replyTo) {
    this.room.tell({ type: "written", key: newKey(), text, replyTo });
    this.room.view.newSince = Infinity;
    this.room.view.toEnd();
    this.#pump();
  }

  retry(key) {
    this.room.tell({ type: "retried", key });
    this.#pump();
  }

  discard(key) {
    this.room.tell({ type: "discarded", key });
  }

  entry(key) {
    return this.room.state.outbox.find((entry) => entry.key === key);
  }

  restore() {
    this.room.tell({ type: "restored", entries: JSON.parse(sessionStorage.getItem(this.place) ?? "[]") });
  }

  save() {
    const unconfirmed = this.room.state.outbox.filter(({ message }) => !message).map(({ key, text, replyTo }) => ({ key, text, replyTo }));
    if (unconfirmed.length) sessionStorage.setItem(this.place, JSON.stringify(unconfirmed));
    else sessionStorage.removeItem(this.place);
  }

  clear() {
    sessionStorage.removeItem(this.place);
  }

  async #pump() {
    if (this.isSending) return;
    this.isSending = true;
    for (let entry; (entry = this.room.state.outbox.find(({ status }) => status === "sending")); ) {
      const { key, text, replyTo } = entry;
      const ack = await this.room.ask("message:send", { key, text, reply_to: replyTo });
      this.room.tell(ack.ok ? { type: "sent", message: ack.message } : { type: "failed", key, error: ack.error.message });
      if (ack.ok && this.entry(key)?.status === "sending") this.discard(key);
    }
    this.isSending = false;
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
