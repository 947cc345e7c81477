// Sends our lines one after the other, so that they keep their order, and keeps what is not confirmed over a reload (P5).
// A line keeps its key for ever: sending it again never makes a second one (P2). What becomes of it is in sending.js.
import { nextToSend } from "./sending.js";

const REST_MS = 3_000;
const NO_LINE = { error: "There is no connection at the moment.", code: "no_line" };
const REFUSED = { error: "This page is not connected any more.", code: "refused" };
const DOWN = { reconnecting: NO_LINE, closed: NO_LINE, "signed-out": REFUSED, stale: REFUSED };

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

  // The line is live, or is not any more.
  follow(phase) {
    if (phase === "live") this.room.tell({ type: "reconnected" });
    this.#pump();
  }

  restore() {
    this.room.tell({ type: "restored", entries: JSON.parse(sessionStorage.getItem(this.place) ?? "[]") });
  }

  save() {
    const unconfirmed = this.room.state.outbox.filter(({ message }) => !message).map(({ key, text, replyTo }) => ({ key, text, replyTo }));
    if (unconfirmed.length) sessionStorage.setItem(this.place, JSON.stringify(unconfirmed));
    else sessionStorage.removeItem(this.place);
  }

  async #pump() {
    this.#admit();
    if (this.isSending) return;
    this.isSending = true;
    for (let entry; (entry = this.#next()); ) await this.#send(entry);
    this.isSending = false;
  }

  // While nothing gets through no line is said to be on its way.
  #admit() {
    const reason = DOWN[this.room.live.state];
    if (!reason) return;
    for (const { key, status } of this.room.state.outbox) if (status === "sending") this.room.tell({ type: "failed", key, ...reason });
  }

  #next() {
    const entry = nextToSend(this.room.state);
    if (entry?.status === "slowed") this.#rest(entry.key);
    return entry?.status === "sending" && this.room.live.state === "live" ? entry : null;
  }

  #rest(key) {
    this.resting ??= setTimeout(() => {
      this.resting = null;
      this.room.tell({ type: "rested", key });
      this.#pump();
    }, REST_MS * (1 + Math.random()));
  }

  async #send({ key, text, replyTo, confirmed, meant }) {
    const ack = await this.room.ask("message:send", { key, text, reply_to: replyTo, confirmed, meant });
    this.room.tell(ack.ok ? { type: "sent", message: ack.message } : { type: "failed", key, error: ack.error.message, code: ack.error.code });
    if (ack.ok && this.entry(key)?.status === "sending") this.discard(key);
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
