// Two tabs above a text: writing it, and what it will look like, which the server renders as it renders the post itself.
import { parse } from "./fragments.js";
import { post, signedOut } from "./posting.js";

const KEYS = { ArrowRight: 1, ArrowLeft: -1 };

export class Tabs {
  constructor(form, { person, onTold }) {
    this.form = form;
    this.person = person;
    this.onTold = onTold;
    this.list = form.querySelector("[data-tabs]");
    this.panel = form.querySelector("[data-preview]");
    this.tabs = [...this.list.querySelectorAll("[role=tab]")];
    this.list.hidden = false;
    for (const tab of this.tabs) this.#panelOf(tab).setAttribute("role", "tabpanel");
    for (const tab of this.tabs) this.#panelOf(tab).setAttribute("aria-labelledby", tab.id);
    this.list.addEventListener("click", ({ target }) => this.#choose(target.closest("[role=tab]")));
    this.list.addEventListener("keydown", (event) => this.#press(event));
    this.#choose(this.tabs[0]);
  }

  write() {
    this.#choose(this.tabs[0]);
  }

  #press(event) {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    const tab = this.tabs[(this.tabs.indexOf(event.target) + step + this.tabs.length) % this.tabs.length];
    tab.focus();
    this.#choose(tab);
  }

  #choose(chosen) {
    if (!chosen) return;
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      this.#panelOf(tab).hidden = tab !== chosen;
    }
    if (this.#panelOf(chosen) === this.panel) this.#look();
  }

  #panelOf(tab) {
    return document.getElementById(tab.getAttribute("aria-controls"));
  }

  async #look() {
    if (!this.form.elements.text.value.trim()) return this.#say("Nothing to preview yet.");
    this.panel.setAttribute("aria-busy", "true");
    const { answer, isOut } = await post(this.form.dataset.preview, this.form, { person: this.person, accept: "text/html" });
    this.panel.removeAttribute("aria-busy");
    if (isOut) return this.panel.replaceChildren(signedOut());
    if (!answer) return this.#say("No answer came. Your text is kept: look again in a moment.");
    const html = await answer.text();
    if (!answer.ok) return this.#say(html.length < 300 ? parse(html).textContent : "That could not be shown.");
    this.panel.innerHTML = html;
    this.onTold(Number(this.panel.firstElementChild?.dataset.told ?? 0));
  }

  #say(words) {
    this.panel.replaceChildren(Object.assign(document.createElement("p"), { className: "cop-quiet", textContent: words }));
  }
}
