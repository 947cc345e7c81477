// Replies that have come while somebody reads further up: a bar says how many, and they are put in when it is pressed.
import { count, tell } from "./fragments.js";

const NEAR = 160; // pixels below the window in which the end still counts as in view

export class Arrivals {
  constructor(place, list, open) {
    this.place = place;
    this.list = list;
    this.open = open;
    this.number = 0;
  }

  // Whether the end of the posts is in view, and nobody is writing just below it.
  isInView() {
    const isWriting = document.activeElement?.closest?.("#reply") && document.activeElement.value;
    return !isWriting && this.list.getBoundingClientRect().bottom < innerHeight + NEAR && this.number === 0;
  }

  show(number) {
    const hasMore = number > this.number;
    this.number = number;
    if (number === 0) return this.place.replaceChildren();
    const words = count(number, "new reply", "new replies");
    this.#bar("button", words).addEventListener("click", () => this.open());
    if (hasMore) tell(`${words}.`);
  }

  // New replies stand on a page that is not this one.
  point(topic) {
    this.#bar("a", "There are new replies: go to the first").href = `/topics/${topic}?page=unread`;
    tell("There are new replies on another page.");
  }

  // The page is no more, because the posts on it stand elsewhere by now.
  turn(topic) {
    this.#bar("a", "The posts of this page stand elsewhere now: go to the topic").href = `/topics/${topic}`;
    tell("The posts of this page stand elsewhere now. What you are writing is kept.");
  }

  // The topic is part of another one by now.
  lead(topic) {
    this.#bar("a", "This topic was merged into another: go there").href = `/topics/${topic}`;
    tell("This topic was merged into another.");
  }

  #bar(name, words) {
    const bar = document.createElement(name);
    if (name === "button") bar.type = "button";
    bar.className = "cop-arrivals__bar";
    bar.textContent = words;
    this.place.replaceChildren(bar);
    return bar;
  }
}
