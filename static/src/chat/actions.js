// What may be done with a line: react, reply, edit, remove; and with one that was not sent: retry, copy, discard.
import { copyOf, rest, wake } from "./lines.js";
import { isChoosing } from "./names.js";
import { ANSWERS } from "./sending.js";

const LINE = "article.cop-line";
const WORDS_MS = 10_000;
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

export class Actions {
  constructor(room) {
    this.room = room;
    this.log = room.view.log;
    this.log.addEventListener("click", (event) => this.#click(event));
    this.log.addEventListener("submit", (event) => this.#save(event));
    this.log.addEventListener("keydown", (event) => this.#press(event));
    for (const event of ["pointerover", "pointerdown", "focusin"]) {
      this.log.addEventListener(event, ({ target }) => this.#attend(target.closest?.(LINE)));
    }
  }

  #attend(line) {
    if (!line || line === this.current) return;
    if (this.current && !this.current.contains(document.activeElement)) rest(this.current);
    this.current = line;
    wake(line);
  }

  #click({ target }) {
    const button = target.closest("button");
    const line = target.closest(LINE);
    if (!line) return;
    if (!button) return actionsInSight(line);
    if (button.dataset.mark) this.#mark(line, button.dataset.mark);
    else this.#deeds[button.dataset.do]?.(line, button);
  }

  #deeds = {
    mark: (line, button) => this.#mark(line, button.dataset.word),
    link: async (line) => this.#mention(line, await this.room.places.copy(line.dataset.id)),
    reply: (line) => this.room.composer.reply(line),
    more: (line, button) => {
      button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") === "false"));
      actionsInSight(line);
    },
    edit: (line) => this.#edit(line),
    remove: (line) => this.#askRemoval(line),
    "really-remove": (line) => this.#ask(line, "message:remove", { changed: changedOf(line.dataset) }),
    cancel: (line) => this.#cancel(line),
    retry: (line) => this.room.outbox.retry(line.dataset.key),
    discard: (line) => this.room.outbox.discard(line.dataset.key),
    copy: (line) => this.#copy(line.dataset.key),
  };

  #mark(line, mark) {
    const mine = line.querySelector(`.cop-mark[data-mark="${mark}"]`)?.getAttribute("aria-pressed") === "true";
    return this.#ask(line, "message:react", { mark, on: !mine });
  }

  async #ask(line, event, payload) {
    const ack = await this.room.live.emit(event, { message: Number(line.dataset.id), ...payload });
    if (ack.ok) this.room.tell({ type: "sent", message: ack.message });
    else this.explain(this.#present(line), ack.error.message);
    return ack;
  }

  explain(line, words) {
    const place = line.querySelector("[data-edit] .cop-composer__state") ?? line.querySelector("[data-problem]") ?? problemIn(line);
    place.textContent = words;
  }

  #mention(line, words) {
    this.explain(line, words);
    setTimeout(() => this.explain(line, ""), WORDS_MS);
  }

  #edit(line) {
    if (line.querySelector("[data-edit]")) return;
    const form = copyOf("line-edit");
    const body = line.querySelector(".cop-line__body");
    form.dataset.changed = line.dataset.changed;
    form.elements.text.value = line.dataset.text;
    form.elements.text.id = form.querySelector("label").htmlFor = `edit-${line.dataset.id}`;
    body.hidden = true;
    body.after(form);
    form.scrollIntoView({ block: "nearest" });
    form.elements.text.focus();
  }

  async #save(event) {
    const form = event.target.closest("[data-edit]");
    if (!form) return;
    event.preventDefault();
    const line = form.closest(LINE);
    const { confirmed, meant } = form.dataset;
    const done = { text: form.elements.text.value, changed: changedOf(form.dataset), confirmed: Boolean(confirmed), meant: Boolean(meant) };
    form.remove();
    line.focus({ preventScroll: true });
    const ack = await this.#ask(line, "message:edit", done);
    if (ack.ok) line.querySelector(".cop-line__body").hidden = false;
    else this.#reopen(form, line, ack.error.code);
  }

  // An edit that was refused goes on where the line is now: it may have been drawn anew meanwhile, or be gone.
  #reopen(form, line, code) {
    const present = this.#present(line);
    if (present.dataset.text === undefined) return this.room.composer.takeBack(form.elements.text.value);
    const body = present.querySelector(".cop-line__body");
    const problem = present.querySelector("[data-problem]");
    form.querySelector(".cop-composer__state").textContent = problem?.textContent ?? "";
    problem?.remove();
    if (present !== line) form.dataset.changed = present.dataset.changed;
    body.hidden = true;
    body.after(form);
    if (ANSWERS[code]) askToConfirm(form, ANSWERS[code]);
    form.elements.text.focus();
  }

  #present(line) {
    return document.getElementById(line.id) ?? line;
  }

  #askRemoval(line) {
    if (line.querySelector("[data-removal]")) return;
    line.querySelector(".cop-line__body").after(copyOf("line-removal"));
    line.querySelector("[data-removal] button").focus();
  }

  #cancel(line) {
    line.querySelector("[data-edit], [data-removal]")?.remove();
    line.querySelector(".cop-line__body").hidden = false;
    line.focus();
  }

  async #copy(key) {
    const { text } = this.room.outbox.entry(key);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      this.room.composer.takeBack(text); // a page that may not write to the clipboard still gives the text back
    }
  }

  #press(event) {
    const { key, target } = event;
    const line = target.closest(LINE);
    if (target.matches("textarea")) return this.#pressInEdit(event, line);
    if (!(key in STEPS) || (target !== this.log && !line)) return;
    event.preventDefault();
    const all = [...this.log.querySelectorAll(LINE)];
    const next = line ? all[all.indexOf(line) + STEPS[key]] : all.at(-1);
    next?.focus();
  }

  #pressInEdit(event, line) {
    if (event.defaultPrevented) return; // it was for the list of names
    if (event.key === "Escape") this.#cancel(line);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!isChoosing(event.target)) event.target.form.requestSubmit();
  }
}

// What was asked about is saved with its author's word on it; whoever writes on is asked anew.
function askToConfirm(form, { name, words }) {
  const button = form.querySelector("[type=submit]");
  form.dataset[name] = "yes";
  button.textContent = `${words}: save it`;
  form.elements.text.addEventListener("input", () => {
    for (const answer of Object.values(ANSWERS)) delete form.dataset[answer.name];
    button.textContent = "Save";
  }, { once: true });
}

// On a phone they stand below the words of the line that was pressed, perhaps below the end of the log.
function actionsInSight(line) {
  line.querySelector(".cop-line__actions")?.scrollIntoView({ block: "nearest" });
}

function changedOf({ changed }) {
  return changed ? Number(changed) : null;
}

function problemIn(line) {
  const place = Object.assign(document.createElement("p"), { className: "cop-line__state" });
  place.dataset.problem = "";
  place.setAttribute("role", "status");
  line.querySelector(".cop-line__main").append(place);
  return place;
}
