// What is pinned: the list beside the log follows what is told of the lines, so that nobody asks for it anew when a pinned
// line gets a reaction; and the buttons that pin need no new page.
import { shortened } from "./quotes.js";

export class Pins {
  constructor(room) {
    this.room = room;
    this.side = document.querySelector(".cop-room__side");
    room.live.on("message:changed", (message) => message.space === room.space && this.see([message]));
    room.view.log.addEventListener("click", (event) => this.#press(event));
    this.side.addEventListener("click", (event) => this.#follow(event));
  }

  // Lines that have come or changed, each as it is now.
  see(messages) {
    for (const message of messages) this.#place(message);
    this.#count();
  }

  // Too much was missed to be told line by line.
  async load() {
    try {
      this.#show(await fetch(this.#section().dataset.address, { headers: { "HX-Request": "true" } }));
    } catch {
      // the next time the room is opened it is asked for again
    }
  }

  clear() {
    this.#list().replaceChildren();
    this.#count();
  }

  #place({ id, seq, html }) {
    const line = parse(html);
    const known = this.#items().find((item) => Number(item.dataset.message) === id);
    known?.remove();
    if (line?.dataset.pinned === undefined) return;
    const item = this.#itemOf(line, seq);
    const next = this.#items().find((other) => Number(other.dataset.seq) < seq);
    this.#list().insertBefore(item, next ?? null);
  }

  #itemOf(line, seq) {
    const item = document.getElementById("pin-item").content.cloneNode(true).firstElementChild;
    Object.assign(item.dataset, { message: line.dataset.id, seq });
    item.querySelector("a").href = `/messages/${line.dataset.id}`;
    item.querySelector(".cop-pins__author").textContent = `${line.dataset.name}:`;
    item.querySelector(".cop-pins__words").textContent = shortened(line.querySelector(".cop-line__body").textContent);
    return item;
  }

  #count() {
    const number = this.#items().length;
    const way = document.getElementById("to-pins");
    way.hidden = number === 0;
    way.querySelector("[data-number]").textContent = number;
  }

  // Where the line stands in this page it is shown here; else the link leads to its page.
  #follow(event) {
    const item = event.target.closest("a")?.closest("[data-message]");
    const line = item && document.getElementById(`message-${item.dataset.message}`);
    if (!line) return;
    event.preventDefault();
    line.scrollIntoView({ block: "center" });
    line.focus();
  }

  async #press(event) {
    const button = event.target.closest('[data-do="pin"]');
    if (!button) return;
    event.preventDefault();
    const line = button.closest("article");
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: new FormData(button.form), headers: { "HX-Request": "true" } });
      if (!answer.ok) this.#explain(line, parse(await answer.clone().text())?.textContent.trim());
      await this.#show(answer);
    } catch {
      this.#explain(line, "That was not sent: there is no connection. Try again.");
    }
  }

  async #show(answer) {
    if (!answer.ok) return;
    this.#section().replaceWith(parse(await answer.text()));
    this.#count();
  }

  #explain(line, words) {
    this.room.actions.explain(line, words || "That could not be done. Reload the page and try again.");
  }

  #section() {
    return document.getElementById("pins");
  }

  #list() {
    return document.getElementById("pin-list");
  }

  #items() {
    return [...this.#list().children];
  }
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}
