// Who counts as looking at a room. Run by tests/chat/test_browser_state.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Looking } from "../../static/src/chat/looking.js";

const MINUTE = 60_000;

class Page extends EventTarget {
  constructor() {
    super();
    this.visibilityState = "visible";
    this.now = 0;
    this.told = [];
    this.looking = new Looking({ page: this, view: this, now: () => this.now });
    this.looking.onChange((isLooking) => this.told.push(isLooking));
  }

  show(visibilityState) {
    this.visibilityState = visibilityState;
    this.dispatchEvent(new Event("visibilitychange"));
  }

  touch(sign) {
    this.dispatchEvent(new Event(sign));
  }

  // Minutes in which nobody does anything; the page's heartbeat checks.
  pass(minutes) {
    this.now += minutes * MINUTE;
    this.looking.check();
  }
}

test("a page that was just opened is looked at", () => {
  assert.equal(new Page().looking.isLooking, true);
});

test("a hidden page is left at once, and looked at again when it is shown", () => {
  const page = new Page();
  page.show("hidden");
  page.show("visible");
  assert.deepEqual(page.told, [false, true]);
});

test("an abandoned desk counts for ten minutes", () => {
  const page = new Page();
  page.pass(9.9);
  assert.deepEqual(page.told, []);
  page.pass(0.2);
  assert.deepEqual([page.told, page.looking.isLooking], [[false], false]);
});

test("whatever somebody does brings them back", () => {
  for (const sign of ["pointermove", "pointerdown", "touchmove", "keydown", "wheel", "focus"]) {
    const page = new Page();
    page.pass(11);
    page.touch(sign);
    assert.deepEqual(page.told, [false, true], sign);
    page.pass(9);
    assert.equal(page.looking.isLooking, true);
  }
});

test("what the page does by itself is nobody's look", () => {
  const page = new Page();
  page.pass(11);
  for (const sign of ["scroll", "focusin"]) page.touch(sign);
  assert.deepEqual(page.told, [false]);
});

test("what happens to a hidden page is nobody's look", () => {
  const page = new Page();
  page.show("hidden");
  page.touch("wheel");
  assert.deepEqual([page.told, page.looking.isLooking], [[false], false]);
});
