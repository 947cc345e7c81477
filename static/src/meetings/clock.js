// The clock of a meeting stands with the server, which ends no phase by it. The page shows it, and says how late it is at five
// minutes, at one minute and at zero only.
const TICK_MS = 500;

export const MARKS = [
  { at: 300, words: "5 minutes left." },
  { at: 60, words: "1 minute left." },
  { at: 0, words: "Time is up. It goes on until somebody moves on." },
];

export function wordsOf(left, runs) {
  if (left === null) return "";
  const whole = Math.abs(left);
  const time = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  return `${time} ${left >= 0 ? "left" : "over time"}${runs ? "" : ", and the clock stands"}`;
}

// What is said as the clock goes from `before` to `now` seconds: the last mark that it has come to; nothing where it began anew.
export function dueWords(before, now) {
  if (before === null || now === null) return "";
  return MARKS.filter(({ at }) => before > at && now <= at).at(-1)?.words ?? "";
}

export class Clock {
  constructor(element, { tell, now = Date.now }) {
    Object.assign(this, { element, tell, now, left: null, runs: false, before: null, phase: null });
    setInterval(() => this.show(), TICK_MS);
  }

  // As the server says at this moment; of another phase nothing has been said yet.
  set({ left, runs }, phase) {
    if (phase !== this.phase) this.before = null;
    Object.assign(this, { left, runs, phase, setAt: this.now() });
    this.show();
  }

  get seconds() {
    if (this.left === null || !this.runs) return this.left;
    return this.left - Math.floor((this.now() - this.setAt) / 1000);
  }

  show() {
    const { seconds } = this;
    const words = wordsOf(seconds, this.runs);
    if (this.element.textContent !== words) this.element.textContent = words;
    const due = this.runs ? dueWords(this.before, seconds) : "";
    this.before = seconds;
    if (due) this.tell(due);
  }
}

export function clockOf({ dataset }) {
  return { left: dataset.left === "" ? null : Number(dataset.left), runs: dataset.runs === "yes" };
}
