// Draws the log. Each line keeps its element until it changes; dividers and grouping follow from the order.
import { itemOf, itemOfEntry, wake } from "./lines.js";
import { expired, hasOlder, lines, olderPage } from "./state.js";

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
    const hadFocus = this.log.contains(document.activeElement) && document.activeElement;
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
    if (hadFocus && !hadFocus.isConnected) this.#keepFocus();
  }

  // What had the focus is gone, and nothing has taken its place: who reads the log goes on there.
  #keepFocus() {
    requestAnimationFrame(() => document.activeElement === document.body && this.log.focus({ preventScroll: true }));
  }

  #itemOf(message) {
    const known = this.items.get(message.id);
    if (known?.message === message) return known.item;
    const item = itemOf(message, this.room.me);
    if (known) carryOver(known.item, item);
    this.items.set(message.id, { message, item });
    return item;
  }

  #itemOfEntry(entry) {
    const known = this.items.get(entry.key);
    if (known?.message === entry) return known.item;
    const item = entry.message ? itemOf(entry.message, this.room.me) : itemOfEntry(entry);
    if (known) focusIn(known.item, item.firstElementChild)();
    this.items.set(entry.key, { message: entry, item });
    return item;
  }

  #forget(state) {
    const keys = new Set(state.outbox.map((entry) => entry.key));
    for (const key of this.items.keys()) if (!state.messages.has(key) && !keys.has(key)) this.items.delete(key);
    for (const { id } of expired(state)) this.items.delete(id);
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
    const page = olderPage(this.room.state);
    const ack = await this.room.ask("room:older", { before: page.before });
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    if (ack.ok) this.room.tell({ type: "older", ...page, messages: ack.messages }, { quietly: true });
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
    this.asking = false;
  }
}

// Let `list` hold exactly `items` in this order, moving no element that stands right: what is moved would be read out again.
function place(list, items) {
  const wanted = new Set(items);
  let next = list.firstElementChild;
  for (const item of items) {
    while (next && !wanted.has(next)) next = next.nextElementSibling;
    if (item === next) next = next.nextElementSibling;
    else list.insertBefore(item, next);
  }
  for (const each of [...list.children]) if (!wanted.has(each)) each.remove();
}

// A line that changes under somebody's hands keeps the focus, what may be done with it, an edit that is being written and a
// question that stands. It was read out when it came: its change is not news.
function carryOver(from, to) {
  const line = to.firstElementChild;
  if (from.matches(":hover")) wake(line);
  const refocus = focusIn(from, line);
  const form = from.querySelector("[data-edit], [data-removal]");
  const body = line.querySelector(".cop-line__body");
  if (form && line.dataset.text !== undefined) {
    if (from.firstElementChild.dataset.text === line.dataset.text) form.dataset.changed = line.dataset.changed;
    body.hidden = form.matches("[data-edit]");
    body.after(form);
  }
  to.setAttribute("aria-live", "off");
  refocus();
}

// Let the new line have the focus where the old one has it now.
function focusIn(from, line) {
  const focus = from.contains(document.activeElement) ? document.activeElement : null;
  if (!focus) return () => {};
  const isOpen = from.querySelector('[data-do="more"]')?.getAttribute("aria-expanded") === "true";
  return () => {
    wake(line);
    if (isOpen) line.querySelector('[data-do="more"]')?.setAttribute("aria-expanded", "true");
    requestAnimationFrame(() => (line.contains(focus) ? focus : alike(line, focus)).focus({ preventScroll: true }));
  };
}

function alike(line, { dataset: { do: deed, word, mark } }) {
  const same = mark ? `[data-mark="${mark}"]` : `[data-do="${deed}"]${word ? `[data-word="${word}"]` : ""}`;
  return ((mark || deed) && line.querySelector(`${same}:not([hidden])`)) || line;
}
