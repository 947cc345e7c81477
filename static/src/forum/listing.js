// The list of a forum's topics: a row changes, arrives on top of the unpinned ones or goes, while the page is open.
import { fetchPage } from "../shell/pages.js";
import { parse, tell } from "./fragments.js";
import { whenMissed } from "./missed.js";

const PATIENCE_MS = 1_000;
const SPREAD_MS = 2_000; // many pages see the same change at once

export function followForum(live, main) {
  const forum = new ForumPage(main);
  live.on("topic:changed", (change) => forum.take(change));
  live.on("topic:gone", (change) => forum.lose(change));
  whenMissed(live, () => forum.catchUp());
}

class ForumPage {
  constructor(main) {
    this.slug = main.dataset.forum;
    this.isFirst = main.dataset.first === "yes";
    this.isArchive = main.dataset.archive === "yes";
    this.person = Number(main.dataset.person);
    this.isMuted = main.dataset.muted === "yes";
    this.list = document.getElementById("topics");
  }

  take(change) {
    if (change.space !== this.slug || change.row_html === undefined) return;
    const earlier = document.getElementById(`topic-${change.topic}`);
    if (this.isArchive) this.#follow(earlier, change);
    else if (!change.row_html) earlier?.remove();
    else if (earlier || this.isFirst) this.#put(earlier, change);
  }

  lose({ space, topic }) {
    if (space === this.slug) document.getElementById(`topic-${topic}`)?.remove();
  }

  async catchUp() {
    try {
      const fresh = (await fetchPage(location.href)).getElementById("topics");
      if (fresh) this.#ensureList().replaceChildren(...fresh.children);
    } catch {
      tell("This list may be out of date. Reload the page.");
    }
  }

  // What stands in the archive comes without a row, because it stands in no other list: the page asks what is there now.
  #follow(earlier, change) {
    if (!earlier && change.row_html) return;
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.catchUp();
    }, PATIENCE_MS + Math.random() * SPREAD_MS);
  }

  #put(earlier, change) {
    const row = this.#row(earlier, change);
    const isHeld = earlier?.contains(document.activeElement);
    const hasNew = change.posts > Number(earlier?.dataset.posts ?? 0);
    const hasMoved = !this.list?.contains(earlier) || hasNew || earlier.dataset.pinned !== row.dataset.pinned;
    if (isHeld || !hasMoved || !this.isFirst) earlier.replaceWith(row);
    else this.#move(earlier, row);
    if (isHeld) row.querySelector("a").focus({ preventScroll: true });
    if (hasNew && change.author !== this.person) tell(`New in ${row.querySelector("a").textContent.trim()}.`);
  }

  #row(earlier, change) {
    const row = document.createElement("li");
    const isMuted = this.isMuted || earlier?.dataset.muted === "yes";
    const isNew = !isMuted && change.posts > Number(earlier?.dataset.posts ?? 0) && change.author !== this.person;
    row.id = `topic-${change.topic}`;
    row.className = "cop-topic";
    row.classList.toggle("cop-topic--unread", isNew || Boolean(earlier?.classList.contains("cop-topic--unread")));
    row.classList.toggle("cop-topic--pinned", change.is_pinned);
    Object.assign(row.dataset, { posts: change.posts, pinned: change.is_pinned ? "yes" : "", muted: earlier?.dataset.muted ?? "" });
    row.append(...parse(`<div>${change.row_html}</div>`).childNodes);
    return row;
  }

  #move(earlier, row) {
    earlier?.remove();
    const list = this.#ensureList();
    const first = row.dataset.pinned ? list.firstElementChild : list.querySelector(":scope > :not(.cop-topic--pinned)");
    list.insertBefore(row, first);
  }

  #ensureList() {
    document.getElementById("no-topics")?.remove();
    this.list.hidden = false;
    return this.list;
  }
}
