// Draws the log. Each line keeps its element until it changes; dividers and grouping follow from the order.
import { itemOf, itemOfEntry, wake } from "./lines.js";
import { hasOlder, lines } from "./state.js";

const GROUP_MS = 5 * 60 * 1000;
const END_PX = 48;
const QUIET_MS = 400;
const DATE = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" });
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export class View {
  constructor(room) {
    this.room = room;
    this.log = document.getElementById("log");
    this.list = document.getElementById("lines");
    this.waiting = document.getElementById("waiting");
    this.older = document.getElementById("older");
    this.newSince = Infinity; // lines after this seq stand below the divider
    this.items = new Map();
    this.dividers = new Map();
  }

  begin() {
    this.newSince = Number(this.room.page.dataset.read);
    this.list.replaceChildren();
    this.waiting.replaceChildren();
    this.render(this.room.state, { quietly: true });
    const target = location.hash && this.list.querySelector(CSS.escape ? `#${CSS.escape(location.hash.slice(1))}` : location.hash);
    (target || this.dividers.get("new"))?.scrollIntoView({ block: "center" });
    if (!target && (this.room.unread.isBehind || !this.dividers.has("new"))) this.toEnd();
    this.settleDivider();
    this.older?.addEventListener("click", (event) => this.#askOlder(event));
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  // Only what came while nobody looked stands below a divider.
  settleDivider() {
    if (!lines(this.room.state).some((message) => this.#isNew(message))) this.newSince = Infinity;
  }

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < END_PX;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  // Show the first line after `seq` below its divider.
  toNew(seq) {
    this.newSince = seq;
    this.render(this.room.state, { quietly: true });
    const divider = this.dividers.get("new");
    divider?.scrollIntoView({ block: "start" });
    divider?.nextElementSibling?.firstElementChild?.focus({ preventScroll: true });
  }

  // Whether the first line after `seq` stands in sight, or below it.
  hasReached(seq) {
    const first = [...this.list.querySelectorAll("article.cop-line")].find((line) => Number(line.dataset.seq) > seq);
    return !first || first.getBoundingClientRect().bottom > this.log.getBoundingClientRect().top;
  }

  // What is filled in after a break or loaded from before is not read out: it is not news.
  render(state, { quietly }) {
    const wasAtEnd = this.isAtEnd();
    if (quietly) this.#hush();
    if (state.closed) this.#empty();
    const messages = lines(state);
    const isSilent = !messages.length && !state.outbox.length && !state.closed;
    const silence = isSilent ? [this.#divider("nothing", "Nothing has been said here yet.")] : [];
    place(this.list, [...this.#sequence(messages.map((message) => this.#itemOf(message))), ...silence]);
    this.#forget(state);
    place(this.waiting, state.outbox.map((entry) => this.#itemOfEntry(entry)));
    if (this.older) this.older.hidden = !hasOlder(state);
    if (wasAtEnd) this.toEnd();
  }

  #itemOf(message) {
    const known = this.items.get(message.id);
    if (known?.message === message) return known.item;
    const item = itemOf(message, this.room.me);
    if (known) carryOver(known.item, item);
    this.items.set(message.id, { message, item });
    this.#requote(message.id, item);
    return item;
  }

  #itemOfEntry(entry) {
    const known = this.items.get(entry.key);
    if (known?.message === entry) return known.item;
    const item = entry.message ? itemOf(entry.message, this.room.me) : itemOfEntry(entry);
    this.items.set(entry.key, { message: entry, item });
    return item;
  }

  // Replies to a line quote it as it is now: nothing that was taken back stays in a quotation.
  #requote(id, item) {
    const text = item.querySelector("[data-text]")?.querySelector(".cop-line__body").innerText.trim();
    for (const gist of this.list.querySelectorAll(`[data-gist="${id}"]`)) {
      gist.textContent = text === undefined ? "message removed" : shortened(text);
    }
  }

  #forget(state) {
    const keys = new Set(state.outbox.map((entry) => entry.key));
    for (const key of this.items.keys()) if (!state.messages.has(key) && !keys.has(key)) this.items.delete(key);
  }

  #sequence(items) {
    const sequence = [];
    let last = null;
    for (const item of items) {
      const line = item.firstElementChild;
      const at = new Date(line.dataset.at);
      const day = DATE.format(at).replace(",", "");
      const isNewDay = day !== last?.day;
      const isNew = this.#isNew(line.dataset);
      const isFirstNew = isNew && !last?.isNew && (last !== null || !this.room.unread?.isBehind);
      if (isNewDay) sequence.push(this.#divider(`day ${day}`, day, "cop-divider--day"));
      if (isFirstNew) sequence.push(this.#divider("new", `New since ${TIME.format(at)}`));
      const goesOn = last && !isNewDay && !isFirstNew && line.dataset.author === last.author && at - last.at < GROUP_MS;
      line.classList.toggle("cop-line--grouped", Boolean(goesOn) && !line.querySelector(".cop-line__reply"));
      last = { at, day, author: line.dataset.author, isNew: isNew || Boolean(last?.isNew) };
      sequence.push(item);
    }
    return sequence;
  }

  #isNew({ seq, author }) {
    return Number(seq) > this.newSince && Number(author) !== this.room.me;
  }

  #divider(key, words, kind = "") {
    const item = this.dividers.get(key) ?? document.createElement("li");
    item.className = `cop-divider ${kind}`.trim();
    if (item.textContent !== words) item.replaceChildren(Object.assign(document.createElement("span"), { textContent: words }));
    this.dividers.set(key, item);
    return item;
  }

  #empty() {
    this.items.clear();
    this.dividers.clear();
    this.older?.remove();
    this.older = null;
  }

  #hush() {
    this.log.setAttribute("aria-live", "off");
    clearTimeout(this.hushed);
    this.hushed = setTimeout(() => this.log.setAttribute("aria-live", "polite"), QUIET_MS);
  }

  #scrolled() {
    this.room.unread.scrolled();
    if (this.log.scrollTop < END_PX && hasOlder(this.room.state)) this.#askOlder();
  }

  async #askOlder(event) {
    event?.preventDefault();
    if (this.asking) return;
    this.asking = true;
    const ack = await this.room.ask("room:older", { before: this.room.state.oldest });
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    if (ack.ok) this.room.tell({ type: "older", messages: ack.messages }, { quietly: true });
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
    this.asking = false;
  }
}

// Let `list` hold exactly `items` in this order, moving no element that stands right.
function place(list, items) {
  let next = list.firstChild;
  for (const item of items) {
    if (item === next) next = next.nextSibling;
    else list.insertBefore(item, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

// A line that changes under somebody's hands keeps the focus, and an edit that is being written.
function carryOver(from, to) {
  const form = from.querySelector("[data-edit]");
  const focus = from.contains(document.activeElement) ? document.activeElement : null;
  const line = to.firstElementChild;
  if (form && line.dataset.text !== undefined) {
    if (from.firstElementChild.dataset.text === line.dataset.text) form.dataset.changed = line.dataset.changed;
    const body = line.querySelector(".cop-line__body");
    body.hidden = true;
    body.after(form);
  }
  if (!focus) return;
  wake(line);
  requestAnimationFrame(() => (form?.contains(focus) && form.isConnected ? focus : alike(line, focus)).focus());
}

function alike(line, focus) {
  const { do: deed, word, mark } = focus.dataset;
  const same = mark ? `[data-mark="${mark}"]` : `[data-do="${deed}"]${word ? `[data-word="${word}"]` : ""}`;
  return ((mark || deed) && line.querySelector(same)) || line;
}

function shortened(text) {
  const words = text.split(/\s+/).join(" ");
  return words.length > 120 ? `${words.slice(0, 119).trimEnd()}…` : words;
}
