// A topic's page: posts arrive, change and go while it is open, and nothing that is being read is moved by that.
import { Arrivals } from "./arrivals.js";
import { keepComposer } from "./composer.js";
import { fetchPage } from "../shell/pages.js";
import { parse, tell } from "./fragments.js";
import { whenMissed } from "./missed.js";
import { keepMarks } from "./marks.js";
import { Posts, placeOf } from "./posts.js";
import { Reading } from "./reading.js";
import { keepTitles } from "./titles.js";

const PAGE = 20;

export function followTopic(live, main) {
  const posts = new Posts(document.getElementById("posts"));
  const page = new TopicPage(main, posts);
  live.on("topic:changed", (change) => page.take(change));
  whenMissed(live, () => page.catchUp());
  keepComposer(document, page);
  keepMarks(document, posts);
  keepTitles(posts.list);
}

class TopicPage {
  constructor(main, posts) {
    this.posts = posts;
    this.topic = Number(main.dataset.topic);
    this.person = Number(main.dataset.person);
    this.number = Number(main.dataset.page);
    this.known = Number(main.dataset.posts);
    this.reading = new Reading(this.topic);
    this.arrivals = new Arrivals(document.getElementById("arrivals"), posts.list, (articles) => this.#append(articles));
  }

  // A post that is not here is new, or has come back to its place; one of another page matters only if it is new.
  take(change) {
    if (change.topic !== this.topic) return;
    const known = this.known;
    this.known = Math.max(known, change.posts ?? 0);
    if (!change.post) this.#restate(change);
    else if (this.posts.find(change.post)) this.#renew(change);
    else if (this.arrivals.holds(`post-${change.post}`)) this.arrivals.renew(parse(change.html));
    else if (!change.position || change.state !== "released") return;
    else if (Math.ceil(change.position / PAGE) === this.number) this.#meet(change, known);
    else if (change.position > known) this.arrivals.point(this.topic);
  }

  // What was missed is read anew from the page itself; what stands here already stays where it is.
  async catchUp() {
    try {
      const fresh = await fetchPage(`${location.pathname}?page=${this.number}`);
      const found = [...fresh.querySelectorAll("#posts > article")].map((each) => document.adoptNode(each));
      for (const article of found) {
        if (document.getElementById(article.id)) this.posts.put(article);
        else this.#arrive(article, Number(article.dataset.author));
      }
      if (Number(fresh.getElementById("main").dataset.lastPage) > this.number) this.arrivals.point(this.topic);
    } catch {
      this.arrivals.point(this.topic);
    }
  }

  // A reply from this page: it takes the place of the one that may have been pushed already.
  own(article) {
    this.arrivals.drop(article.id);
    this.posts.put(article);
    this.known = Math.max(this.known, placeOf(article));
    article.focus();
    tell(article.dataset.position ? "Your reply is posted." : "Your reply waits for a moderator.");
  }

  forget(id) {
    document.getElementById(`post-${id}`)?.remove();
    this.arrivals.drop(`post-${id}`);
  }

  #meet(change, known) {
    if (change.position > known + 1) this.catchUp();
    else this.#arrive(parse(change.html), change.author);
  }

  #renew(change) {
    const wasHeld = this.posts.find(change.post).classList.contains("cop-post--held");
    this.posts.put(parse(change.html));
    if (change.position) this.reading.reach(change.position);
    if (wasHeld && change.state === "released") tell("A moderator released a post. Everybody here can read it now.");
    if (change.state === "declined") tell("A moderator did not release your post. The reason stands beside it.");
  }

  #restate({ is_locked: isLocked }) {
    tell(isLocked ? "This topic is locked now." : "This topic has changed. Reload the page to see how.");
  }

  #arrive(article, author) {
    if (author === this.person || this.arrivals.isInView()) this.#append([article]);
    else this.arrivals.add(article);
  }

  #append(articles) {
    for (const article of articles) this.posts.put(article);
    this.reading.reach(Math.max(...articles.map((article) => placeOf(article))));
    const name = articles.at(-1).querySelector(".cop-byline__name")?.textContent.trim();
    if (name) tell(`New reply from ${name}.`);
  }
}
