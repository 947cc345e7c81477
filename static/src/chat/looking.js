// Whether somebody looks at this page. A connection says nothing about that, and a page that stands open on an abandoned desk
// little: it counts as looked at while it is visible and was touched, typed in or given the focus within the last ten minutes.
const DESK_MS = 10 * 60_000;
const SIGNS = ["pointermove", "pointerdown", "touchmove", "keydown", "wheel"]; // a log scrolls and takes the focus by itself, too

export class Looking {
  constructor({ page = document, view = window, now = Date.now } = {}) {
    this.page = page;
    this.now = now;
    this.watchers = new Set();
    this.touchedAt = now();
    this.was = this.isLooking;
    for (const sign of SIGNS) page.addEventListener(sign, () => this.#touch(), { passive: true, capture: true });
    view.addEventListener("focus", () => this.#touch());
    page.addEventListener("visibilitychange", () => (page.visibilityState === "visible" ? this.#touch() : this.check()));
  }

  get isLooking() {
    return this.page.visibilityState === "visible" && this.now() - this.touchedAt < DESK_MS;
  }

  onChange(fn) {
    this.watchers.add(fn);
  }

  // To be called now and then: nobody tells that a desk was left.
  check() {
    const { isLooking } = this;
    if (isLooking === this.was) return;
    this.was = isLooking;
    for (const watcher of this.watchers) watcher(isLooking);
  }

  #touch() {
    this.touchedAt = this.now();
    this.check();
  }
}
