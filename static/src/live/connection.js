// The page's one connection to the server. What it says of itself rests on answers that came in time, never on what the
// transport believes: a laptop that slept still thinks it is connected.
//
//   const live = connect();
//   const forget = live.on("topic:changed", (payload) => …);
//   const ack = await live.emit("room:open", { space: "cohort-1" });   // always resolves: { ok: true, … } or { ok: false, error }
//   live.onState((state) => …);   // connecting | live | reconnecting | signed-out | stale; called at once with the present one
import { io } from "socket.io-client";
import { csrfToken } from "../shell/token.js";

const ANSWER_MS = 10_000;
const CHECK_MS = 5_000;
const QUIET_MS = 30_000; // the server speaks every 25 s: a longer silence means that this page slept
const REFUSALS = { signed_out: "signed-out", stale_page: "stale" };

export const STATE_WORDS = {
  connecting: "Connecting…",
  live: "Connected",
  reconnecting: "Connection lost. Trying again…",
  "signed-out": "You are signed out. Sign in again in this tab; copy your text first.",
  stale: "This page is from an earlier sign-in. Copy your text, then reload the page.",
};

let shared;

export function connect() {
  shared ??= new Connection();
  return shared;
}

class Connection {
  constructor() {
    this.state = "connecting";
    this.watchers = new Set();
    this.heardAt = Date.now();
    this.socket = io({
      auth: (give) => give({ csrf: csrfToken() }),
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      timeout: 8_000,
      reconnectionDelay: 500,
      reconnectionDelayMax: 15_000,
      randomizationFactor: 0.5,
    });
    this.#listen();
  }

  on(event, fn) {
    this.socket.on(event, fn);
    return () => this.socket.off(event, fn);
  }

  onState(fn) {
    this.watchers.add(fn);
    fn(this.state);
    return () => this.watchers.delete(fn);
  }

  emit(event, payload = {}, { timeout = ANSWER_MS } = {}) {
    return new Promise((resolve) => {
      this.socket.timeout(timeout).emit(event, payload, (error, ack) => {
        if (!error) this.#hear();
        else if (this.socket.connected) this.check();
        resolve(error ? NO_ANSWER : ack);
      });
    });
  }

  // Ask for a sign of life; without one in time the connection is made anew.
  async check() {
    if (this.checking || !this.socket.connected) return;
    this.checking = true;
    if (Date.now() - this.heardAt > QUIET_MS) this.#become("reconnecting");
    const ack = await new Promise((resolve) => {
      this.socket.timeout(CHECK_MS).emit("live:ping", {}, (error, answer) => resolve(error ? null : answer));
    });
    this.checking = false;
    if (ack?.ok) this.#hear();
    if (ack?.ok && this.socket.connected) this.#become("live");
    else if (!ack) this.#restart();
  }

  close() {
    this.socket.disconnect();
    if (shared === this) shared = undefined;
  }

  #listen() {
    this.socket.on("connect", () => {
      this.#hear();
      this.#become("live");
    });
    this.socket.on("disconnect", (reason) => this.#lose(reason));
    this.socket.on("connect_error", (error) => this.#fail(error));
    this.socket.onAny(() => this.#hear());
    this.socket.io.on("ping", () => this.#hear());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#wake());
    for (const event of ["focus", "pageshow"]) addEventListener(event, () => this.#wake());
    addEventListener("online", () => (this.socket.connected ? this.check() : this.#restart()));
  }

  #wake() {
    if (this.socket.connected) this.check();
    else if (!this.socket.active) this.socket.connect();
  }

  #restart() {
    this.#become("reconnecting");
    this.socket.disconnect().connect();
  }

  #lose(reason) {
    if (reason === "io client disconnect") return;
    this.#become("reconnecting");
    // The server ended it: ask once more, and be told why.
    if (reason === "io server disconnect") this.socket.connect();
  }

  #fail(error) {
    if (error.message in REFUSALS) return this.#become(REFUSALS[error.message]);
    if (error.message === "timeout") this.socket.io.opts.transports.reverse();
    this.#become("reconnecting");
  }

  #hear() {
    this.heardAt = Date.now();
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher(state);
  }
}

const NO_ANSWER = Object.freeze({
  ok: false,
  error: { code: "no_answer", message: "No answer came. It may not have been received." },
});
