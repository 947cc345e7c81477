// Brings together the board of a meeting, its clock, what is sent, and the connection.
import { fetchPage } from "../shell/pages.js";
import { Clock, clockOf } from "./clock.js";
import { BOARD, LINES, NOTHING, wanted, whoIsHere } from "./news.js";
import { Parts } from "./parts.js";
import { Sending } from "./sending.js";
import { Telling } from "./telling.js";

const HERE_MS = 10_000;
const WAITS = "What you had begun to write is kept in this page until you can send it.";
const GONE = "You take no part in the meetings of this set any more.";

export class Meeting {
  constructor(board, live) {
    Object.assign(this, { board, live, isGone: false, renewing: null, again: false });
    this.id = Number(board.dataset.meeting);
    this.words = document.getElementById("state");
    this.parts = new Parts(board);
    this.telling = new Telling(document.getElementById("told"));
    this.clock = new Clock(board.querySelector("[data-part=clock]"), { tell: (words) => this.telling.say(words) });
    this.clock.set(clockOf(this.clock.element), board.dataset.state);
    this.shown = { ...numbers(board), here: null };
    const ask = (event, payload) => this.ask(event, payload);
    const [refused, isConnecting] = [document.getElementById("refused"), () => live.state === "connecting"];
    this.sending = new Sending({ board, refused, isConnecting, ask, done: () => this.#renew() });
  }

  start() {
    this.live.on("meeting:changed", (told) => this.#hear(told));
    this.live.on("meeting:moved", (told) => told.meeting === this.id && this.#renew());
    this.live.onSync(() => this.#open());
    this.live.onState((phase) => this.#show(phase));
    setInterval(() => this.#beHere(), HERE_MS);
  }

  async ask(event, payload = {}) {
    const ack = await this.live.emit(event, { meeting: this.id, ...payload });
    if (ack.error?.code === "not_found") this.#leave();
    return ack;
  }

  // Bring the page up to date; true once it is.
  async #open() {
    if (this.isGone) return true;
    const ack = await this.ask("meeting:open");
    if (!ack.ok) return this.isGone;
    this.shown.here ??= whoIsHere(ack);
    this.#time(ack);
    this.#beHere();
    return wanted(this.shown, ack) === NOTHING || this.#renew(ack);
  }

  // An open page says that its person is here: looked at or not, because people listen to one another elsewhere meanwhile.
  async #beHere() {
    if (this.isGone || !["live", "syncing"].includes(this.live.state)) return;
    const ack = await this.ask("meeting:here");
    if (!ack.ok) return;
    this.#time(ack);
    this.#want(ack);
  }

  #hear(told) {
    if (told.meeting === this.id && told.pulse > this.shown.pulse) this.#want(told);
  }

  #want(told) {
    const what = wanted(this.shown, told);
    if (what === BOARD) this.#renew(told);
    if (what === LINES) this.#readOn();
  }

  async #readOn() {
    const ack = await this.ask("meeting:sync", { after: this.shown.said });
    if (!ack.ok) return;
    this.#time(ack);
    if (wanted(this.shown, ack) === BOARD) return void this.#renew(ack);
    this.parts.show(ack.lines.map(itemOf));
    Object.assign(this.shown, { pulse: ack.pulse, said: ack.said });
  }

  // One at a time: what happens meanwhile is asked for once it is there. True once the page is as the server says.
  #renew(told = null) {
    if (told?.here) this.shown.here = whoIsHere(told);
    if (this.renewing) this.again = true;
    this.renewing ??= this.#renewAll().finally(() => (this.renewing = null));
    return this.renewing;
  }

  async #renewAll() {
    try {
      do {
        this.again = false;
        await this.#renewOnce();
      } while (this.again);
      return true;
    } catch {
      return false;
    }
  }

  async #renewOnce() {
    const page = await fetchPage(`/meetings/${this.id}/board`);
    const fresh = page.getElementById("board");
    if (!fresh) throw new Error("no board came");
    const before = this.board.dataset.title;
    const begunWaits = this.parts.renew(fresh);
    this.#time({ clock: clockOf(fresh.querySelector("[data-part=clock]")), state: fresh.dataset.state });
    Object.assign(this.shown, numbers(fresh));
    if (before !== fresh.dataset.title) this.#announce(fresh.dataset);
    if (begunWaits) this.telling.say(WAITS);
  }

  #announce({ title, rule }) {
    document.title = document.title.replace(/^.* · Meeting/, `${title} · Meeting`);
    this.telling.say(rule ? `${title}. ${rule}` : `${title}.`);
  }

  #time({ clock, state }) {
    this.clock.set(clock, state);
  }

  #show(phase) {
    if (!this.words || this.isGone) return;
    this.words.textContent = this.live.words;
    this.words.classList.toggle("cop-room__state--broken", !["live", "connecting", "syncing"].includes(phase));
  }

  #leave() {
    this.isGone = true;
    for (const part of this.board.querySelectorAll("[data-part]")) part.replaceChildren();
    if (this.words) this.words.textContent = GONE;
  }
}

function numbers({ dataset }) {
  return { pulse: Number(dataset.pulse), said: Number(dataset.said) };
}

function itemOf({ id, html }) {
  const item = document.createElement("li");
  item.className = "cop-floor__line";
  item.id = `line-${id}`;
  item.innerHTML = html;
  return item;
}
