// Renews the parts of a meeting’s page that are otherwise in another rendering of it, and leaves all others as they are.
import { hasWords, remember, restore } from "./begun.js";

const LINES = "lines";
const APART = new Set(["clock", LINES]);
const CHANGING = ["version", "key", "csrf_token"]; // hidden fields that say nothing to the reader

export class Parts {
  constructor(board) {
    this.board = board;
    this.waiting = new Map();
    this.shown = new Map([...partsOf(board)].map(([name, part]) => [name, essence(part)]));
  }

  // `fresh` is another rendering of the board. Tells whether words that were begun have no place at the moment.
  renew(fresh) {
    const now = partsOf(this.board);
    for (const [name, part] of partsOf(fresh)) {
      if (!APART.has(name) && now.has(name)) this.#renewOne(name, now.get(name), part);
    }
    const lines = partsOf(fresh).get(LINES);
    if (lines) this.#keepOnly([...lines.children].map(({ id }) => id));
    if (lines) this.show([...lines.children]);
    Object.assign(this.board.dataset, fresh.dataset);
    return hasWords(this.waiting);
  }

  // Lines in their order, each once.
  show(items) {
    const list = partsOf(this.board).get(LINES);
    if (!list) return;
    for (const item of items) {
      const shown = document.getElementById(item.id);
      if (!shown) list.append(document.importNode(item, true));
      else if (shown.innerHTML.trim() !== item.innerHTML.trim()) shown.replaceChildren(...document.importNode(item, true).childNodes);
    }
    if (list.children.length > 1) document.getElementById("nothing-said")?.remove();
  }

  #keepOnly(ids) {
    const list = partsOf(this.board).get(LINES);
    for (const item of [...(list?.children ?? [])]) if (!ids.includes(item.id)) item.remove();
  }

  #renewOne(name, part, fresh) {
    const words = essence(fresh);
    if (this.shown.get(name) === words) return this.#follow(part, fresh);
    this.shown.set(name, words);
    const begun = remember(part, this.waiting);
    part.replaceChildren(...document.importNode(fresh, true).childNodes);
    if (!restore(part, begun, this.waiting)) this.#land(part);
  }

  // The version that somebody has seen goes on with what they see.
  #follow(part, fresh) {
    const fields = (root) => [...root.querySelectorAll("input[type=hidden][name=version]")];
    const newer = fields(fresh);
    fields(part).forEach((field, index) => (field.value = newer[index].value));
  }

  // Where the focus goes whose place is no more: to where the meeting is, never onto another button.
  #land(part) {
    const place = part.dataset.part === "now" ? this.board.querySelector("h1") : part;
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
}

function partsOf(board) {
  return new Map([...board.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
}

// What a part says, whoever asks for it and when.
function essence(part) {
  const copy = part.cloneNode(true);
  for (const name of CHANGING) for (const field of copy.querySelectorAll(`input[type=hidden][name=${name}]`)) field.setAttribute("value", "");
  for (const item of copy.querySelectorAll("details")) item.removeAttribute("open");
  return copy.innerHTML.replace(/\s+/g, " ");
}
