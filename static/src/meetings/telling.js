// What is read out politely: the phase and the marks of the clock. Two sentences at once are one.
const TOGETHER_MS = 1_000;

export class Telling {
  constructor(element, { now = Date.now } = {}) {
    Object.assign(this, { element, now, at: 0 });
  }

  say(sentence) {
    const isNew = this.now() - this.at > TOGETHER_MS;
    this.element.textContent = isNew ? sentence : `${this.element.textContent} ${sentence}`.trim();
    this.at = this.now();
  }
}
