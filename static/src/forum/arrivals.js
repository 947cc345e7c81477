// Replies that have come while somebody reads further up: a bar says how many, and they are put in when it is pressed.
import { count, tell } from "./fragments.js";

const NEAR = 160; // pixels below the window in which the end still counts as in view

export class Arrivals {
  constructor(place, list, append) {
    this.place = place;
    this.list = list;
    this.append = append;
    this.waiting = [];
  }

  // Whether the end of the posts is in view, and nobody is writing just below it.
  isInView() {
    const isWriting = document.activeElement?.closest?.("#reply") && document.activeElement.value;
    return !isWriting && this.list.getBoundingClientRect().bottom < innerHeight + NEAR && this.waiting.length === 0;
  }

  add(article) {
    this.drop(article.id);
    this.waiting.push(article);
    this.#show();
  }

  holds(id) {
    return this.waiting.some((article) => article.id === id);
  }

  // What waits is shown as it is by then: a reply that was taken back meanwhile is a tombstone.
  renew(fresh) {
    this.waiting = this.waiting.map((article) => (article.id === fresh.id ? fresh : article));
  }

  drop(id) {
    const left = this.waiting.filter((article) => article.id !== id);
    if (left.length === this.waiting.length) return;
    this.waiting = left;
    this.#show();
  }

  // New replies stand on a page that is not this one.
  point(topic) {
    const link = document.createElement("a");
    link.className = "cop-arrivals__bar";
    link.href = `/topics/${topic}?page=unread`;
    link.textContent = "There are new replies: go to the first";
    this.place.replaceChildren(link);
    tell("There are new replies on another page.");
  }

  #show() {
    const words = count(this.waiting.length, "new reply", "new replies");
    if (this.waiting.length === 0) return this.place.replaceChildren();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cop-arrivals__bar";
    button.textContent = words;
    button.addEventListener("click", () => this.#open());
    this.place.replaceChildren(button);
    tell(`${words}.`);
  }

  #open() {
    const articles = this.waiting;
    this.waiting = [];
    this.place.replaceChildren();
    this.append(articles);
    articles[0].scrollIntoView({ block: "start" });
    articles[0].focus({ preventScroll: true });
  }
}
