// Brings together what the page knows (state.js), what it shows (view.js and its neighbours) and the connection.
import { Actions } from "./actions.js";
import { Composer } from "./composer.js";
import { adopt } from "./lines.js";
import { Looking } from "./looking.js";
import { completeNames } from "./names.js";
import { Notices } from "./notices.js";
import { Outbox } from "./outbox.js";
import { People } from "./people.js";
import { Pins } from "./pins.js";
import { Places } from "./places.js";
import { heldKeys } from "./sending.js";
import { showSlowness, showState } from "./standing.js";
import { begin, reduce, wantsSync } from "./state.js";
import { Unread } from "./unread.js";
import { View } from "./view.js";

const HERE_MS = 15_000;
const TICK_MS = 500;
const HELD_MS = 60_000; // what waits is asked for again: a decision about it turns no pulse
const MOST_LINES = 400;
const BRIEF_MS = 300;

export class Room {
  constructor(page, live) {
    this.page = page;
    this.live = live;
    this.space = page.dataset.space;
    this.me = Number(page.dataset.me);
    this.words = document.getElementById("state");
    this.isOpen = false;
    const { messages, held } = adopt(page);
    this.state = begin({ me: this.me, pulse: Number(page.dataset.pulse), messages, held });
    this.looking = new Looking();
    this.view = new View(this);
    this.unread = new Unread(this);
    this.people = new People(this);
    this.outbox = new Outbox(this);
    this.composer = new Composer(this);
    this.actions = new Actions(this);
    this.pins = new Pins(this);
  }

  start() {
    this.view.begin();
    this.outbox.restore(); // once the log is drawn: drawing it twice would lay it out twice
    this.places = new Places(this);
    this.notices = new Notices(this);
    completeNames(this);
    this.live.on("message:new", (message) => this.#arrive(message));
    this.live.on("message:changed", (message) => this.#arrive(message));
    this.live.on("room:changed", (now) => now.space === this.space && this.#change(now));
    this.live.on("room:closed", ({ space, reason }) => space === this.space && this.#close(reason));
    this.live.onSync(() => this.#open());
    this.live.onState((phase) => this.#follow(phase));
    this.looking.onChange((isLooking) => (isLooking ? this.#return() : this.ask("room:leave")));
    addEventListener("pagehide", () => this.ask("room:leave"));
    setInterval(() => this.#look(), HERE_MS);
    setInterval(() => this.#catchUp(), TICK_MS);
  }

  // Emit an event of this room; resolves with the ack. A room that is not found is closed to us, even if nobody has said so.
  async ask(event, payload = {}) {
    const ack = await this.live.emit(event, { space: this.space, ...payload });
    if (ack.error?.code === "not_found" && !this.state.closed) this.#close("You can no longer read this room.");
    return ack;
  }

  tell(event, { quietly = false } = {}) {
    const before = this.state;
    this.state = reduce(before, { now: Date.now(), random: Math.random(), ...event });
    if (this.state === before) return;
    this.view.render(this.state, { quietly });
    this.unread.count();
    this.outbox.save();
  }

  #follow(phase) {
    if (!this.state.closed) this.#show(phase);
    this.outbox.follow(phase);
    if (phase === "live") this.#look();
  }

  // Catching up is mostly over before anybody could read that it goes on.
  #show(phase) {
    clearTimeout(this.showing);
    this.words.dataset.state = phase;
    this.words.classList.toggle("cop-room__state--broken", !["live", "connecting", "syncing"].includes(phase));
    if (phase !== "syncing") this.words.textContent = this.live.words;
    else {
      this.words.textContent = "";
      this.showing = setTimeout(() => (this.words.textContent = this.live.words), BRIEF_MS);
    }
  }

  // Bring the page up to date; true once it is.
  async #open() {
    if (this.state.closed) return this.#knock();
    this.isOpen = false;
    this.tell({ type: "opening" });
    const ack = await this.ask("room:open", { after: this.state.pulse });
    if (!ack.ok) return Boolean(this.state.closed);
    this.isOpen = true;
    this.openedAt = Date.now();
    this.tell({ type: "opened", ...ack }, { quietly: true });
    this.people.show(ack.here);
    this.#allow(ack);
    this.#seePins(ack);
    this.composer.draft.opened(ack.draft);
    return true;
  }

  // A room that was closed to us may be open again without our having been told.
  async #knock() {
    const ack = await this.ask("room:open");
    if (ack.ok) location.reload();
    return true;
  }

  #arrive(message) {
    if (message.space !== this.space) return;
    this.tell({ type: "arrived", message });
    this.people.hasWritten(message.author);
    if (this.view.isAtEnd()) this.tell({ type: "trimmed", most: MOST_LINES }, { quietly: true });
  }

  // Say that somebody looks at the room, while somebody does. The answer reveals a last message that was lost.
  async #look() {
    this.looking.check();
    if (!this.looking.isLooking || this.live.state !== "live" || this.state.closed) return;
    this.unread.read();
    const ack = await this.ask("room:here");
    if (!ack.ok) return;
    this.people.show(ack.here);
    this.#allow(ack);
    this.tell({ type: "beat", pulse: ack.pulse });
    if (heldKeys(this.state).size && Date.now() - this.openedAt > HELD_MS) await this.#open();
  }

  // What waits for a moderator turns no pulse: another page of ours, or a decision, may have changed it meanwhile.
  async #return() {
    if (this.live.state === "live") await this.#open();
    await this.#look();
  }

  async #catchUp() {
    if (!this.isOpen || !wantsSync(this.state, Date.now())) return;
    this.tell({ type: "syncing" });
    const ack = await this.ask("room:sync", { after: this.state.pulse });
    this.tell(ack.ok ? { type: "synced", ...ack } : { type: "unsynced" }, { quietly: true });
    if (ack.ok) this.#seePins(ack);
  }

  #seePins({ messages, reset }) {
    if (reset) this.pins.load();
    else this.pins.see(messages);
  }

  // Something about what I may do here has changed; a room that was closed to me may be open again.
  #change(now) {
    if (this.state.closed) location.reload();
    else this.#allow(now);
  }

  #allow({ may, state, slow }) {
    const words = may.map((word) => (word === "say" ? "write" : word));
    document.getElementById("main").dataset.may = words.join(" ");
    this.composer.allow(may.includes("say"));
    showState(state);
    showSlowness(slow);
  }

  #close(reason) {
    this.isOpen = false;
    this.tell({ type: "closed", reason });
    this.composer.close();
    this.people.clear();
    this.pins.clear();
    this.words.textContent = reason;
    this.words.classList.add("cop-room__state--broken");
  }
}
