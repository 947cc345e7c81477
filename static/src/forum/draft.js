// What somebody has begun to write: kept in this tab at once and on the server every few seconds, until it is posted.
import { isSame, parse, resume } from "./keeping.js";
import { post, refusal } from "./posting.js";
import { Sheet } from "./sheet.js";

const TAB_MS = 400;
const SERVER_MS = 3_000;
const AGAIN_MS = 15_000; // the server could not be reached
const JSON_TYPE = "application/json";

export class Draft {
  // `page` shows how it stands (`say`), that another page of mine says something else (`clash`), and how many would be told (`told`).
  constructor(form, { person, page }) {
    Object.assign(this, { form, person, page });
    this.sheet = new Sheet(form);
    this.place = `draft ${person} ${form.dataset.writing}`;
    this.id = form.dataset.kept ?? null;
    this.savedAt = form.dataset.savedAt ? new Date(form.dataset.savedAt) : null;
    this.saved = this.sheet.now; // what the server is known to have, or what the page began with
    this.#resume();
    form.addEventListener("input", () => this.#changed());
    document.addEventListener("visibilitychange", () => this.#leaveOrReturn());
    addEventListener("focus", () => this.#leaveOrReturn());
    addEventListener("pagehide", () => this.#keepInTab());
  }

  get isBehind() {
    return !isSame(this.sheet.now, this.saved);
  }

  // Save it now; tells whether whoever writes is still signed in.
  async save() {
    clearTimeout(this.waiting);
    this.waiting = null;
    await this.saving;
    this.saving = this.#save();
    const isIn = await this.saving;
    this.saving = null;
    return isIn;
  }

  get isBusy() {
    return Boolean(this.saving);
  }

  // It is about to be posted: a saving that comes after it would begin it anew. True once none is on its way.
  async settle() {
    this.#keepInTab();
    clearTimeout(this.waiting);
    this.waiting = null;
    await this.saving;
    return true;
  }

  // It is posted, or thrown away.
  forget() {
    clearTimeout(this.keeping);
    clearTimeout(this.waiting);
    this.waiting = this.id = this.savedAt = this.refusal = null;
    this.sheet.clear();
    this.saved = this.sheet.now;
    sessionStorage.removeItem(this.place);
    this.page.say(this);
  }

  // The page is left on purpose, and what stands here with it.
  leave() {
    clearTimeout(this.keeping);
    clearTimeout(this.waiting);
    this.saved = this.sheet.now;
    sessionStorage.removeItem(this.place);
  }

  // Throw it away; gives how to have it again, or null where that failed.
  async throwAway() {
    await this.settle();
    const before = { ...this.sheet.now, id: this.id };
    if (before.id && !(await this.#ask("removal", before.id))) return null;
    this.forget();
    return async () => {
      if (before.id) await this.#ask("restoration", before.id);
      this.sheet.put(before);
      this.#changed();
    };
  }

  // Go on from what another page of mine has saved: what stands here takes its place.
  overtake({ turn, key }) {
    this.sheet.put(key ? { turn, key } : { turn });
    this.save();
  }

  async #ask(what, id) {
    const { answer } = await post(`/drafts/${id}/${what}`, this.form, { person: this.person, accept: JSON_TYPE });
    return answer?.ok || answer?.status === 404;
  }

  #resume() {
    const isAnswer = Boolean(this.form.querySelector("[aria-invalid]"));
    const isQuoting = /[?&](quote|message)=/.test(location.search);
    const { text, isUnsaved, other } = resume({ ...this.sheet.now, isAnswer, isQuoting }, parse(sessionStorage.getItem(this.place)));
    if (isUnsaved) this.sheet.put(text);
    if (other) this.page.clash({ ...other, saved_at: this.savedAt });
    else if (isUnsaved) this.#saveRestored();
    if (isAnswer) this.#keepAnswer();
    this.page.say(this);
  }

  // What could not be posted is newer than what was kept of it.
  #keepAnswer() {
    this.saved = { text: "", title: "" };
    this.#changed();
  }

  // What this tab had kept may have been posted before the page was loaded anew: then the server says that it is there.
  async #saveRestored() {
    await this.save();
    if (this.isThere && !this.isBehind && !this.form.elements.version) this.forget();
  }

  #changed() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.#keepInTab(), TAB_MS);
    this.#saveSoon(SERVER_MS);
  }

  #leaveOrReturn() {
    if (!this.form.isConnected) return; // another has taken its place, and the fields that stood beside it
    this.#keepInTab();
    if (this.isBehind && (document.visibilityState === "hidden" || this.trouble)) this.#saveSoon(0);
  }

  #keepInTab() {
    clearTimeout(this.keeping);
    if (!this.form.isConnected) return;
    if (this.isBehind) sessionStorage.setItem(this.place, JSON.stringify({ ...this.sheet.now, isUnsaved: true }));
    else sessionStorage.removeItem(this.place);
    this.page.say(this);
  }

  #saveSoon(pause) {
    if (pause === 0) clearTimeout(this.waiting);
    else if (this.waiting) return;
    this.waiting = setTimeout(() => this.save(), pause);
  }

  async #save() {
    if (!this.form.isConnected) return true;
    const sent = this.sheet.now;
    const options = { person: this.person, accept: JSON_TYPE, keepalive: document.visibilityState === "hidden" };
    const { answer, isOut } = await post(this.form.dataset.draft, this.form, options);
    this.trouble = isOut ? "out" : !answer || answer.status >= 500 ? "away" : null;
    if (this.trouble === "away") this.#saveSoon(AGAIN_MS);
    else if (answer?.ok) this.#know(sent, await answer.json());
    else if (answer) this.#hear(await refusal(answer));
    this.#keepInTab();
    return !isOut;
  }

  #know(sent, { id, turn, saved_at: savedAt, key, told }) {
    this.saved = sent;
    this.id = id === null ? null : String(id);
    this.isThere = id === null && sent.text.trim() !== "";
    this.savedAt = savedAt ? new Date(savedAt) : null;
    this.refusal = null;
    this.sheet.put({ turn, key });
    this.page.told(told);
  }

  #hear({ error, code, draft }) {
    if (code === "too_fast") this.#saveSoon(SERVER_MS);
    else if (draft) this.page.clash(draft);
    else this.refusal = error;
  }
}
