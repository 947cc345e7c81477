// The counts of the header and the rail, kept true while a page is open. Home and the list of spaces, which are made of
// counts, come anew as a whole.
import { fetchPage } from "./pages.js";
import { renewRail } from "./rail.js";

const GATHER_MS = 1_000; // what comes together is asked about once
const REST_MS = 5_000; // and then not again for a while
const AWAY_MS = 3_000; // a tab that was hidden for longer may have been overtaken by another

export function keepCounts(live, main) {
  new Counts(main).follow(live);
}

class Counts {
  constructor(main) {
    this.main = main;
    this.me = Number(main.dataset.person);
    this.askedAt = 0;
  }

  follow(live) {
    let wasAway = false;
    live.on("badge", (change) => this.#take(change));
    live.on("message:new", (message) => this.#hear(message));
    live.on("message:changed", (message) => this.#hearChange(message));
    live.on("room:closed", () => this.#refreshSoon());
    live.onState((state) => {
      if (state === "live" && wasAway) this.#refreshSoon();
      wasAway ||= state !== "live" && state !== "connecting";
    });
    document.addEventListener("visibilitychange", () => this.#leaveOrReturn());
    document.addEventListener("topic-read", () => this.#refreshSoon());
    // This page was counted before what is new in it was read.
    if (document.getElementById("first-unread")) this.#refreshSoon();
  }

  #take({ space, unread, mentions = 0, moderation, notices }) {
    if (moderation !== undefined) showWaiting(moderation);
    else if (notices === null) this.#refreshSoon();
    else if (notices !== undefined) showNotices(notices);
    else if (unread !== undefined) show(space, { lines: unread, mentions });
    if (this.#isSummary() || (space && unread === undefined)) this.#refreshSoon();
  }

  // A room that stands open here counts for itself.
  #hear({ space, author, state, mentions }) {
    const link = linkOf(space);
    const isOpen = this.main.querySelector(".cop-room")?.dataset.space === space;
    if (!link) this.#refreshSoon(); // a conversation that was begun since
    if (!link || isOpen || author === this.me || state !== "released") return;
    show(space, { lines: Number(link.dataset.lines) + 1, mentions: Number(link.dataset.mentions) + (mentions.includes(this.me) ? 1 : 0) });
    if (this.#isSummary()) this.#refreshSoon();
  }

  // An unread line that was edited or taken back may name me now, or no more.
  #hearChange({ space, mentions }) {
    const counted = Number(linkOf(space)?.dataset.mentions ?? 0);
    if (counted > 0 || mentions.includes(this.me)) this.#refreshSoon();
  }

  #isSummary() {
    return this.main.dataset.summary === "yes";
  }

  #leaveOrReturn() {
    if (document.visibilityState === "hidden") this.leftAt = Date.now();
    else if (this.isLate || Date.now() - this.leftAt > AWAY_MS) this.#refreshSoon();
  }

  #refreshSoon() {
    this.isLate = document.visibilityState === "hidden";
    if (this.isLate || this.waiting) return;
    const pause = Math.max(GATHER_MS, this.askedAt + REST_MS - Date.now()) * (1 + Math.random());
    this.waiting = setTimeout(() => this.#refresh(), pause);
  }

  async #refresh() {
    this.waiting = null;
    this.askedAt = Date.now();
    try {
      const answer = await fetch("/counts");
      if (!answer.ok || answer.redirected) return;
      const { waiting, notices, spaces } = await answer.json();
      showWaiting(waiting);
      showNotices(notices);
      await renewRail(spaces.map(({ space }) => space));
      for (const { space, ...counts } of spaces) show(space, counts);
      if (this.#isSummary()) await this.#renew();
    } catch {
      // The next change asks again.
    }
  }

  async #renew() {
    const fresh = (await fetchPage(location.href)).getElementById("main");
    if (!fresh || fresh.dataset.summary !== "yes") return;
    const held = this.main.contains(document.activeElement) ? document.activeElement : null;
    const way = ["href", "formaction"].find((name) => held?.hasAttribute(name));
    this.main.replaceChildren(...fresh.childNodes);
    if (way) this.main.querySelector(`[${way}="${CSS.escape(held.getAttribute(way))}"]`)?.focus({ preventScroll: true });
  }
}

const linkOf = (space) => document.querySelector(`.cop-rail__link[data-space="${CSS.escape(space)}"]`);

function show(space, counts) {
  const link = linkOf(space);
  if (!link || link.dataset.muted === "yes") return;
  Object.assign(link.dataset, counts);
  const unread = Number(link.dataset.topics) + Number(link.dataset.lines);
  link.classList.toggle("cop-rail__link--unread", unread > 0);
  putCount(link, unread, "unread");
  putNamed(link, Number(link.dataset.mentions));
}

function putNamed(link, number) {
  link.querySelector(".cop-count--named")?.remove();
  if (number === 0) return;
  const badge = document.createElement("span");
  badge.className = "cop-count cop-count--needs cop-count--named";
  badge.innerHTML = '<span class="nhsuk-u-visually-hidden">, </span><span aria-hidden="true">@</span><span></span><span class="nhsuk-u-visually-hidden"></span>';
  badge.children[2].textContent = String(number);
  badge.children[3].textContent = number === 1 ? " mentions you" : " mention you";
  link.append(" ", badge);
}

function showWaiting(number) {
  const link = document.querySelector('.cop-nav__link[href$="/moderation"]');
  if (link) putCount(link, number, "waiting", "cop-count--needs");
}

function showNotices(number) {
  const bell = document.querySelector(".cop-bell");
  if (bell) putCount(bell, number, number === 1 ? "unread notification" : "unread notifications", "cop-count--needs");
}

function putCount(link, number, word, look = "") {
  const badge = document.createElement("span");
  badge.className = `cop-count ${look}`.trim();
  badge.innerHTML = '<span class="nhsuk-u-visually-hidden"></span>';
  badge.firstElementChild.textContent = ` ${word}`;
  badge.prepend(number > 99 ? "99+" : String(number)); // as _parts.html, and counted by shell/navigation.py
  const earlier = link.querySelector(".cop-count:not(.cop-count--named)");
  if (number === 0) earlier?.remove();
  else if (earlier) earlier.replaceWith(badge);
  else link.append(" ", badge);
}
