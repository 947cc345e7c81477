// The page's one connection to the server: the thin shell that does what line.js asks and tells it how it went.
//
//   const live = connect();
//   const forget = live.on("topic:changed", (payload) => …);
//   const ack = await live.emit("room:open", { space: "cohort-1" });   // always resolves: { ok: true, … } or { ok: false, error }
//   live.onState((state) => …);   // a phase of line.js; called at once with the present one
//   live.onSync(async () => …);   // bring this page up to date; true once it is: only then does it call itself live
import { io } from "socket.io-client";
import { csrfToken } from "../shell/token.js";
import { begin, step, TICK_MS } from "./line.js";
import { opensWebSocket } from "./probe.js";

const ANSWER_MS = 10_000;
const CHECK_MS = 5_000;
const OPEN_MS = 10_000;

export const STATE_WORDS = {
  connecting: "Connecting…",
  live: "Connected",
  syncing: "Catching up…",
  reconnecting: "Reconnecting… What you write is kept and sent when the connection is back.",
  "signed-out": "You are signed out. Sign in again in this tab; copy your text first.",
  stale: "This page is from an earlier sign-in. Copy your text, then reload the page.",
  closed: "This page was disconnected. It connects again when you come back to it.",
  too_many: "You have this site open in too many tabs, so this one was disconnected. It connects again when you come back to it.",
};

let shared;

export function connect() {
  shared ??= new Connection();
  return shared;
}

class Connection {
  constructor() {
    this.line = begin(Date.now());
    this.watchers = new Set();
    this.syncers = new Set();
    this.timers = {};
    this.socket = io({ auth: (give) => give({ csrf: csrfToken() }), autoConnect: false, reconnection: false, timeout: false });
    this.#listen();
    this.#tell({ type: "started" });
  }

  get state() {
    return this.line.phase;
  }

  // What the page says of itself now.
  get words() {
    return STATE_WORDS[this.line.reason] ?? STATE_WORDS[this.line.phase];
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

  onSync(fn) {
    this.syncers.add(fn);
    this.#tell({ type: "joined" });
    return () => this.syncers.delete(fn);
  }

  async emit(event, payload = {}, { timeout = ANSWER_MS } = {}) {
    if (!this.socket.connected) return NO_LINE;
    const { ack, isLate } = await this.#ask(event, payload, timeout);
    if (isLate && this.socket.connected) this.#tell({ type: "unanswered" });
    return ack ?? NO_ANSWER;
  }

  close() {
    clearInterval(this.ticking);
    this.#effects.drop();
    if (shared === this) shared = undefined;
  }

  #ask(event, payload, timeout) {
    return new Promise((resolve) => {
      this.socket.timeout(timeout).emit(event, payload, (error, ack) => {
        if (!error) this.#tell({ type: "heard" });
        resolve(error ? { isLate: true } : { ack });
      });
    });
  }

  #listen() {
    const { socket } = this;
    socket.on("connect", () => this.#tell({ type: "opened" }));
    socket.on("disconnect", (reason) => reason !== "io client disconnect" && this.#tell({ type: "lost" }));
    socket.on("connect_error", ({ message }) => this.#tell({ type: "refused", code: message }));
    socket.on("live:closing", ({ reason }) => this.#tell({ type: "told", reason }));
    socket.onAny(() => this.#tell({ type: "heard" }));
    socket.io.on("ping", () => this.#tell({ type: "heard" }));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#tell({ type: "woke" }));
    document.addEventListener("resume", () => this.#tell({ type: "woke", hasSlept: true }));
    addEventListener("focus", () => this.#tell({ type: "woke" }));
    addEventListener("pageshow", ({ persisted }) => this.#tell({ type: "woke", hasSlept: persisted }));
    addEventListener("online", () => this.#tell({ type: "woke", hasSlept: true }));
    addEventListener("offline", () => this.#tell({ type: "doubted" }));
    this.ticking = setInterval(() => this.#tell({ type: "ticked", isHidden: document.hidden }), TICK_MS);
  }

  #tell(event) {
    const before = this.line.phase;
    const { state, effects } = step(this.line, { now: Date.now(), random: Math.random(), ...event });
    this.line = state;
    for (const effect of effects) this.#effects[effect.do](effect);
    if (this.line.phase === before) return;
    for (const watcher of this.watchers) watcher(this.line.phase);
  }

  #effects = {
    connect: ({ transport, attempt }) => {
      this.#effects.drop();
      this.socket.io.opts.transports = [transport];
      this.socket.connect();
      this.#wait("open", OPEN_MS, () => this.socket.connected || this.#tell({ type: "lost", attempt }));
    },
    drop: () => {
      for (const timer of Object.values(this.timers)) clearTimeout(timer);
      this.socket.disconnect();
    },
    ping: async ({ attempt }) => {
      const { isLate } = await this.#ask("live:ping", {}, CHECK_MS);
      this.#tell({ type: isLate ? "dead" : "answered", attempt });
    },
    sync: async ({ attempt, round }) => {
      const answers = await Promise.allSettled([...this.syncers].map((sync) => sync()));
      this.#tell({ type: answers.every(({ value }) => value) ? "synced" : "unsynced", attempt, round });
    },
    wait: ({ after, then }) => this.#wait("again", after, () => this.#tell({ type: then })),
    probe: ({ after, attempt }) => this.#wait("probe", after, async () => this.#tell({ type: "probed", works: await opensWebSocket(), attempt })),
  };

  #wait(name, after, then) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(then, after);
  }
}

const refusal = (code, message) => Object.freeze({ ok: false, error: { code, message } });
const NO_ANSWER = refusal("no_answer", "No answer came. It may not have been received.");
const NO_LINE = refusal("no_line", "There is no connection at the moment.");
