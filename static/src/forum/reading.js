// Tells the server how far the topic was read when posts came in later than the page; only while somebody looks.
import { csrfToken } from "../shell/token.js";

const PAUSE_MS = 1_000;

export class Reading {
  constructor(topic) {
    this.topic = topic;
    this.reached = 0;
    this.told = 0;
    document.addEventListener("visibilitychange", () => this.#tellSoon());
  }

  reach(position) {
    this.reached = Math.max(this.reached, position);
    this.#tellSoon();
  }

  #tellSoon() {
    if (document.visibilityState !== "visible" || this.reached <= this.told) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.#tell(), PAUSE_MS);
  }

  #tell() {
    this.told = this.reached;
    const body = new URLSearchParams({ position: this.reached });
    const headers = { "X-CSRFToken": csrfToken() };
    fetch(`/topics/${this.topic}/reading`, { method: "POST", headers, body, keepalive: true })
      .then(() => document.dispatchEvent(new Event("topic-read")))
      .catch(() => {});
  }
}
