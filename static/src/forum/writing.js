// Where somebody writes in a forum: lists go on, names are completed, drafts are kept, and the text can be looked at first.
import { completeNames, isChoosing } from "../chat/names.js";
import { Draft } from "./draft.js";
import { count } from "./fragments.js";
import { goOn } from "./lists.js";
import { signedOut } from "./posting.js";
import { Tabs } from "./tabs.js";

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const FORM = "form[data-writing]";

export function keepWriting(root, { htmx, live, person }) {
  const desks = new WeakMap();
  const open = (form) => desks.has(form) || desks.set(form, new Desk(form, person));
  for (const form of root.querySelectorAll(FORM)) open(form);
  htmx.onLoad(() => root.querySelectorAll(FORM).forEach(open)); // the composer comes anew with a refusal
  root.addEventListener("submit", (event) => desks.get(event.target)?.send(event), true);
  root.addEventListener("reply-posted", ({ target }) => desks.get(target)?.posted());
  completeNames({ page: root, ask: (event, asked) => live.emit(event, { ...asked, space: root.querySelector(FORM)?.dataset.space }) });
}

class Desk {
  constructor(form, person) {
    this.form = form;
    this.text = form.elements.text;
    this.words = form.querySelector("[data-draft-state]");
    this.discard = form.querySelector("[data-discard]");
    this.isEdit = Boolean(form.elements.version);
    this.tabs = new Tabs(form, { person, onTold: (told) => this.told(told) });
    this.draft = new Draft(form, { person, page: this });
    this.text.addEventListener("keydown", (event) => this.#press(event));
    this.discard.addEventListener("click", (event) => this.#throwAway(event));
    this.#offerOther();
  }

  // Nothing is posted while a draft of it is on its way. What could not be saved is saved first, and so is a new topic, whose
  // page is left: it stays where nobody is signed in.
  async send(event) {
    if (this.isSending || event.submitter?.hasAttribute("formaction")) return;
    const isNew = !this.isEdit && !this.form.hasAttribute("hx-post");
    const { isBusy, trouble } = this.draft;
    if (!isNew && !isBusy && !trouble) return this.draft.settle();
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.isWaiting) return;
    this.isWaiting = true;
    await pause(); // a form is not submitted while it tells that it is
    const isIn = isNew || trouble ? await this.draft.save() : await this.draft.settle();
    this.isWaiting = false;
    if (!isIn) return this.text.focus();
    this.isSending = true;
    this.form.requestSubmit(event.submitter);
    this.isSending = false;
  }

  posted() {
    this.draft.forget();
    this.told(0);
    this.tabs.write();
  }

  told(number) {
    this.form.querySelector("[data-will-tell]").textContent = number ? `${count(number, "person", "people")} will be told.` : "";
  }

  say({ trouble, refusal, savedAt, isBehind, id }) {
    this.discard.hidden = !id && (this.isEdit || !isBehind);
    if (this.undoing?.isConnected && !id && !isBehind) return;
    if (trouble === "out") return this.words.querySelector("a") ?? this.#put(signedOut());
    if (trouble === "away") return this.#put("Draft kept in this tab: the site can’t be reached at the moment");
    if (refusal) return this.#put(`Not saved: ${refusal} Your text is kept in this tab.`);
    if (savedAt) return this.#put(`Draft saved at ${TIME.format(savedAt)}`);
    this.#put(isBehind ? "Draft kept in this tab" : "");
  }

  // Another page of mine has saved something else: both are shown, and whoever writes chooses.
  clash(other) {
    this.form.querySelector(".cop-elsewhere")?.remove();
    const box = Object.assign(document.createElement("div"), { className: "cop-notice cop-notice--needs cop-elsewhere" });
    box.setAttribute("role", "alert");
    const at = other.saved_at ? `, saved at ${TIME.format(new Date(other.saved_at))}` : "";
    box.append(line(`You have also been writing this in another tab or on another device${at}:`));
    if (other.title) box.append(line(other.title));
    box.append(Object.assign(document.createElement("pre"), { className: "cop-kept", textContent: other.text }));
    const choose = (act) => () => this.#choose(box, other, act);
    box.append(button("Use that text", choose(true)), " ", button("Keep what stands here", choose(false)));
    this.text.closest(".cop-writing").before(box);
  }

  #choose(box, other, isTaken) {
    box.remove();
    if (isTaken && this.form.elements.title) this.draft.sheet.put({ title: other.title || this.form.elements.title.value });
    if (isTaken) this.draft.sheet.type(other.text);
    this.text.focus();
    this.draft.overtake(other);
  }

  #press(event) {
    const isPlain = event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    const { value, selectionStart: caret, selectionEnd } = this.text;
    const step = isPlain && caret === selectionEnd && !isChoosing(this.text) ? goOn(value, caret) : null;
    if (!step) return;
    event.preventDefault();
    this.text.setSelectionRange(step.from, step.to);
    if (document.execCommand("insertText", false, step.insert)) return;
    this.text.setRangeText(step.insert, step.from, step.to, "end");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // An edit that is given up is left; what else is thrown away makes room in its place, and can be had again.
  async #throwAway(event) {
    event.preventDefault();
    const takeBack = await this.draft.throwAway();
    if (!takeBack) return this.#put("It could not be discarded. Try again in a moment.");
    if (this.isEdit) return location.assign(this.form.action);
    const undo = button("Undo", () => takeBack().then(() => this.text.focus()));
    this.undoing = Object.assign(document.createElement("span"), { textContent: "Draft discarded. " });
    this.undoing.append(undo);
    this.#put(this.undoing);
    undo.focus();
  }

  // The text that somebody saved meanwhile: put into the field of one's own, or kept as it is.
  #offerOther() {
    const offer = document.querySelector("[data-take-over]");
    if (!offer || !this.isEdit) return;
    document.querySelector("[data-keep-theirs]").addEventListener("click", () => this.draft.leave());
    offer.hidden = false;
    offer.addEventListener("click", () => {
      const title = document.getElementById("title-now");
      if (title) this.draft.sheet.put({ title: title.textContent });
      this.draft.sheet.type(document.getElementById("now").textContent);
    });
  }

  #put(words) {
    if (typeof words !== "string") return this.words.replaceChildren(words);
    if (this.words.textContent !== words) this.words.textContent = words;
  }
}

function pause() {
  return new Promise((resume) => setTimeout(resume));
}

function line(words) {
  return Object.assign(document.createElement("p"), { textContent: words });
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "cop-action", textContent: words });
  made.addEventListener("click", act);
  return made;
}
