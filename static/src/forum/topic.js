// A topic's page: posts arrive, change and go while it is open, and nothing that is being read is moved by that.
import htmx from "htmx.org";
import { Arrivals } from "./arrivals.js";
import { keepComposer } from "./composer.js";
import { fetchPage } from "../shell/pages.js";
import { tell } from "./fragments.js";
import { whenMissed } from "./missed.js";
import { keepMarks } from "./marks.js";
import { articleOf, freshOf, htmlOf } from "./pages.js";
import { Posts } from "./posts.js";
import { Reading } from "./reading.js";
import { begin, reduce, shown, wantsCatchUp } from "./state.js";
import { keepTitles } from "./titles.js";

const PATIENCE_MS = 1_000; // what comes out of order is there by then
const SPREAD_MS = 2_000; // many pages miss the same at once

export function followTopic(live, main) {
  const page = new TopicPage(main);
  live.on("topic:changed", (change) => page.take(change));
  live.on("topic:gone", ({ topic }) => page.tell({ type: "gone", topic }));
  whenMissed(live, () => page.catchUp());
  keepComposer(document, page);
  keepMarks(document, (article) => page.tell({ type: "own", article: articleOf(article) }));
  keepTitles(page.posts.list);
}

class TopicPage {
  constructor(main) {
    this.pushes = 0;
    const { topic, person, page, size } = main.dataset;
    const about = { topic: Number(topic), person: Number(person), page: Number(page), size: Number(size) };
    this.state = begin({ ...about, ...freshOf(document) });
    this.posts = new Posts(document.getElementById("posts"), shown(this.state));
    this.reading = new Reading(about.topic);
    this.arrivals = new Arrivals(document.getElementById("arrivals"), this.posts.list, () => this.#open());
  }

  take(change) {
    if (change.topic !== this.state.topic) return;
    this.pushes += 1;
    const before = this.state;
    const html = change.html && htmlOf(change.html);
    this.tell({ type: "pushed", change: { ...change, html }, shows: this.arrivals.isInView() });
    announce(change, before, this.state);
  }

  tell(event) {
    const before = this.state;
    this.state = reduce(before, event);
    this.#show(before);
    if (wantsCatchUp(this.state)) this.#catchUpSoon();
  }

  // What was missed is read anew from the page itself. What is pushed meanwhile may be newer than the answer: once more.
  async catchUp() {
    const pushes = this.pushes;
    const shows = this.arrivals.isInView();
    try {
      const fresh = await fetchPage(`${location.pathname}?page=${this.state.page}`);
      this.tell({ type: "fetched", fresh: freshOf(fresh), shows });
      if (!this.state.leadsTo) renewReply(fresh);
      if (this.pushes !== pushes) this.tell({ type: "missed" });
    } catch ({ status }) {
      if (status !== 404) this.arrivals.point(this.state.topic);
      else if (this.state.page > 1) this.#leavePage();
      else this.tell({ type: "refused" });
    }
  }

  // The page is gone, because its posts stand elsewhere by now. The topic need not be.
  async #leavePage() {
    if (!isWriting()) return location.replace(location.pathname);
    try {
      renewReply(await fetchPage(location.pathname));
      this.tell({ type: "emptied" });
      this.arrivals.turn(this.state.topic);
    } catch ({ status }) {
      if (status === 404) this.tell({ type: "refused" });
      else this.arrivals.point(this.state.topic);
    }
  }

  // A reply from this page: it takes the place of the one that may have been pushed already.
  own(article) {
    this.tell({ type: "own", article: articleOf(article) });
    const there = document.getElementById(article.id);
    there.focus();
    tell(there.dataset.position ? "Your reply is posted." : "Your reply waits for a moderator.");
  }

  forget(id) {
    this.tell({ type: "forget", id: Number(id) });
  }

  #catchUpSoon() {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      if (wantsCatchUp(this.state)) this.catchUp();
    }, PATIENCE_MS + Math.random() * SPREAD_MS);
  }

  #show(before) {
    const { state } = this;
    if (before.isGone && !state.isGone && !isWriting()) return location.reload(); // its head was taken away with it
    if (state.posts !== before.posts) this.posts.show(shown(state));
    if (state.head !== before.head && !state.isGone) showHead(state.head);
    if (state.isGone && !before.isGone) leave("This topic is not here any more.");
    if (state.leadsTo && !before.leadsTo) this.arrivals.lead(state.leadsTo);
    else if (state.waiting !== before.waiting) this.arrivals.show(state.waiting.size);
    if (state.hasMore && !before.hasMore) this.arrivals.point(state.topic);
    const reached = Math.max(0, ...[...state.posts.values()].map(({ position }) => position || 0));
    if (state.posts !== before.posts) this.reading.reach(reached);
  }

  #open() {
    const [first] = this.state.waiting.keys();
    this.tell({ type: "opened" });
    const article = document.getElementById(`post-${first}`);
    article?.scrollIntoView({ block: "start" });
    article?.focus({ preventScroll: true });
  }
}

function showHead(html) {
  const head = document.getElementById("head");
  if (head) head.innerHTML = html;
}

function announce(change, before, { posts }) {
  const earlier = before.posts.get(change.post);
  if (!change.post) return tell("The head of this topic has changed.");
  if (change.state === "declined") tell("A moderator did not release your post. The reason stands beside it.");
  else if (earlier && !earlier.position) tell("A moderator released a post. Everybody here can read it now.");
  else if (!earlier && posts.has(change.post) && change.state === "released") tell(`New reply${nameIn(change.post)}.`);
}

function nameIn(id) {
  const name = document.querySelector(`#post-${id} .cop-byline__name`)?.textContent.trim();
  return name ? ` from ${name}` : "";
}

// What was typed is never taken away.
function isWriting() {
  return Boolean(document.getElementById("text")?.value.trim());
}

// Whether somebody may reply, or why not, unless they are writing: what was typed stays.
function renewReply(fresh) {
  const [reply, now] = [document.getElementById("reply"), fresh.getElementById("reply")];
  const isTheSame = Boolean(reply?.querySelector("form")) === Boolean(now?.querySelector("form"));
  document.getElementById("main").dataset.may = fresh.getElementById("main").dataset.may;
  if (!reply || !now || isTheSame || isWriting()) return;
  reply.replaceWith(document.adoptNode(now));
  htmx.process(now);
}

function leave(sentence) {
  if (!isWriting()) document.getElementById("reply")?.remove();
  document.querySelector(".cop-heading").textContent = sentence;
  document.title = sentence;
  tell(sentence);
}
