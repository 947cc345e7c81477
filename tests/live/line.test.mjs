// The line as a state machine, held to what it may say of itself and when it may try again. Run by tests/live/test_browser_line.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, pause, step } from "../../static/src/live/line.js";

// A line and what it asked for; time goes on with `at`, chance is the middle unless told.
class Line {
  constructor() {
    this.state = begin(0);
    this.asked = [];
    this.now = 0;
    this.tell("started");
  }

  at(now) {
    this.now = now;
    return this;
  }

  tell(type, more = {}) {
    const { state, effects } = step(this.state, { type, now: this.now, random: 0.5, ...more });
    this.state = state;
    this.asked.push(...effects);
    return this;
  }

  // What was asked for since the last look.
  take() {
    return this.asked.splice(0).map(({ attempt, round, ...effect }) => effect);
  }

  get phase() {
    return this.state.phase;
  }
}

const connecting = () => new Line();
const live = () => connecting().tell("opened").tell("synced");
const over = (transport) => ({ do: "connect", transport });
const fallen = () => connecting().tell("lost").tell("opened").tell("synced");

test("it is live only once the page is current", () => {
  const line = connecting();
  assert.deepEqual([line.phase, line.take()], ["connecting", [over("websocket")]]);
  line.tell("opened");
  assert.deepEqual([line.phase, line.take()], ["connecting", [{ do: "sync" }]]);
  assert.equal(line.tell("synced").phase, "live");
});

test("after a break it says that it reconnects, then that it catches up, then that it is live", () => {
  const line = live();
  line.take();
  assert.equal(line.tell("lost").phase, "reconnecting");
  assert.deepEqual(line.take(), [{ do: "drop" }, { do: "wait", after: 750, then: "retry" }]);
  assert.equal(line.tell("retry").phase, "reconnecting");
  assert.equal(line.tell("opened").phase, "syncing");
  assert.deepEqual(line.take(), [over("websocket"), { do: "sync" }]);
  assert.equal(line.tell("synced").phase, "live");
});

test("pauses grow to fifteen seconds, each with full jitter", () => {
  for (const tries of [0, 1, 2, 5, 40]) {
    assert.equal(pause(tries, 0), 500);
    assert.ok(pause(tries, 0.999) <= 15_000);
  }
  assert.deepEqual([0, 1, 2, 3, 9].map((tries) => pause(tries, 1)), [1000, 2000, 4000, 8000, 15_000]);
});

test("a line that stood for a while begins anew with its patience, one that falls at once does not", () => {
  const flapping = live();
  for (let round = 0; round < 4; round += 1) flapping.tell("lost").tell("retry").tell("opened").tell("synced");
  flapping.take();
  assert.equal(flapping.tell("lost").take().at(-1).after, pause(4, 0.5));
  const steady = live();
  steady.tell("lost").tell("retry").tell("opened").tell("synced").at(60_000).take();
  assert.equal(steady.tell("lost").take().at(-1).after, pause(0, 0.5));
});

test("told to come back it does so within two seconds", () => {
  for (const random of [0, 0.5, 0.999]) {
    const line = live().tell("told", { reason: "restarting" });
    assert.equal(line.phase, "live");
    line.take();
    const { after } = line.tell("lost", { random }).take().at(-1);
    assert.equal(after, random * 2000);
    assert.equal(line.phase, "reconnecting");
  }
});

test("told that it was too slow or too fast it comes back with more and more patience", () => {
  const line = live();
  for (const tries of [0, 1, 2]) {
    line.tell("told", { reason: "too_fast" }).take();
    assert.equal(line.tell("lost").take().at(-1).after, pause(tries, 0.5));
    line.tell("retry").tell("opened").tell("synced");
  }
});

test("closed by the server it says why and stays so until somebody comes back to the page", () => {
  const line = live().tell("told", { reason: "too_many" }).tell("lost");
  assert.deepEqual([line.phase, line.state.reason, line.take().at(-1)], ["closed", "too_many", { do: "drop" }]);
  assert.deepEqual(line.at(900_000).tell("ticked").take(), []);
  line.tell("woke");
  assert.deepEqual([line.phase, line.state.reason, line.take()], ["reconnecting", null, [over("websocket")]]);
});

test("a refused handshake stops trying, whatever happens then", () => {
  for (const [code, phase] of [["signed_out", "signed-out"], ["stale_page", "stale"]]) {
    const line = live().tell("lost").tell("retry");
    line.take();
    line.tell("refused", { code });
    assert.deepEqual([line.phase, line.take()], [phase, [{ do: "drop" }]]);
    line.at(99_000).tell("woke").tell("woke", { hasSlept: true }).tell("retry").tell("ticked").tell("opened");
    assert.deepEqual([line.phase, line.take()], [phase, []]);
  }
});

test("a handshake refused for another reason is tried again", () => {
  const line = live().tell("lost").tell("retry");
  line.tell("refused", { code: "busy" }).take();
  assert.equal(line.tell("refused", { code: "busy" }).take().at(-1).then, "retry");
});

test("where no WebSocket opens it is polled at once, and WebSockets come back later", () => {
  const line = connecting();
  line.take();
  line.tell("lost");
  assert.deepEqual([line.phase, line.take()], ["connecting", [over("polling")]]);
  line.tell("opened").tell("synced");
  assert.deepEqual(line.take(), [{ do: "sync" }, { do: "probe", after: 30_000 }]);
  assert.deepEqual(line.tell("probed", { works: false }).take(), [{ do: "probe", after: 300_000 }]);
  assert.equal(line.phase, "live");
  assert.deepEqual(line.tell("probed", { works: true }).take(), [over("websocket")]);
  assert.equal(line.tell("opened").tell("synced").phase, "live");
});

test("what polls comes back polling, and asks for a WebSocket first after ten minutes", () => {
  const soon = fallen().at(60_000).tell("lost");
  soon.take();
  assert.deepEqual(soon.tell("retry").take(), [over("polling")]);
  const later = fallen().at(700_000).tell("lost");
  later.take();
  assert.deepEqual(later.tell("retry").take(), [over("websocket")]);
});

test("where neither opens it says so and goes on trying", () => {
  const line = connecting().tell("lost");
  line.take();
  line.tell("lost");
  assert.deepEqual([line.phase, line.take().at(-1).then], ["reconnecting", "retry"]);
  assert.deepEqual(line.tell("retry").take(), [over("websocket")]);
  assert.equal(line.tell("lost").phase, "reconnecting");
});

test("a question without an answer, then a ping without one: the line is dead, whatever the transport believes", () => {
  const line = live();
  line.take();
  line.tell("unanswered");
  assert.deepEqual([line.phase, line.take()], ["syncing", [{ do: "ping" }]]);
  line.tell("dead", { attempt: line.state.attempt });
  assert.deepEqual([line.phase, line.take()], ["reconnecting", [over("websocket")]]);
});

test("a server that answers nobody is not stormed", () => {
  const line = live().tell("unanswered").tell("dead").tell("opened").tell("unanswered");
  line.take();
  assert.equal(line.tell("dead").take().at(-1).after, pause(1, 0.5));
});

test("a line that answers after all is current before it is live again", () => {
  const line = live().tell("unanswered");
  assert.equal(line.tell("synced").phase, "syncing");
  line.take();
  assert.deepEqual([line.tell("answered").phase, line.take()], ["syncing", [{ do: "sync" }]]);
  assert.equal(line.tell("synced").phase, "live");
});

test("a page that slept checks and catches up before it says that it is connected", () => {
  const wakings = [
    (line) => line.at(20_000).tell("ticked"), // a timer of two seconds came after twenty
    (line) => line.at(20_000).tell("woke"), // the focus came before that timer
    (line) => line.at(1_000).tell("woke", { hasSlept: true }), // thawed, shown again from the cache, or online again
    (line) => line.at(1_000).tell("doubted"),
  ];
  for (const waking of wakings) {
    const line = live();
    line.take();
    waking(line);
    assert.deepEqual([line.phase, line.take()], ["syncing", [{ do: "ping" }]]);
    line.tell("answered");
    assert.equal(line.phase, "syncing");
    assert.deepEqual(line.tell("synced").phase, "live");
  }
});

test("a silence longer than the server's heartbeat is a doubt, also without a sleep", () => {
  const line = live();
  line.take();
  for (let now = 2_000; now <= 30_000; now += 2_000) line.at(now).tell("ticked");
  assert.deepEqual([line.phase, line.take()], ["live", []]);
  assert.equal(line.at(32_000).tell("ticked").phase, "syncing");
});

test("a hidden page whose timers run once a minute has not slept", () => {
  const line = live();
  line.at(2_000).tell("ticked", { isHidden: true }).at(60_000).tell("heard").at(62_000).tell("ticked", { isHidden: true });
  assert.equal(line.phase, "live");
  assert.equal(line.at(80_000).tell("heard").tell("woke").phase, "live");
  line.at(82_000).tell("ticked", { isHidden: true }).at(282_000).tell("heard").tell("ticked", { isHidden: true });
  assert.equal(line.phase, "syncing");
});

test("coming back to a page that was heard of lately asks quietly, or nothing", () => {
  const line = live();
  line.take();
  assert.deepEqual(line.at(3_000).tell("woke").take(), []);
  line.at(5_000).tell("ticked").at(9_000).tell("ticked").at(10_000).tell("woke");
  assert.deepEqual([line.phase, line.take()], ["live", [{ do: "ping" }]]);
  assert.deepEqual(line.tell("woke").take(), []);
  assert.deepEqual([line.tell("answered").phase, line.take()], ["live", []]);
});

test("somebody who comes back, or a network that does, need not wait for the next try", () => {
  const line = live().tell("lost");
  line.take();
  assert.deepEqual(line.at(100).tell("woke").take(), [over("websocket")]);
  assert.deepEqual(line.tell("woke").take(), []); // it is on its way
  assert.deepEqual(line.tell("woke", { hasSlept: true }).take(), [over("websocket")]); // that way may be gone
  line.tell("opened");
  assert.deepEqual(line.take(), [{ do: "sync" }]);
  assert.deepEqual(line.tell("retry").take(), []);
});

test("a page that could not catch up tries that again, and is not live meanwhile", () => {
  const line = connecting().tell("opened");
  line.take();
  line.tell("unsynced");
  assert.deepEqual([line.phase, line.take()], ["connecting", [{ do: "wait", after: 750, then: "resync" }]]);
  assert.deepEqual(line.tell("resync").take(), [{ do: "sync" }]);
  assert.equal(line.tell("synced").phase, "live");
  assert.deepEqual(line.tell("resync").take(), []);
});

test("a catch-up asked for before the page slept counts for nothing", () => {
  const line = connecting().tell("opened");
  const { round } = line.state;
  line.at(20_000).tell("ticked").tell("answered");
  assert.equal(line.tell("synced", { round }).phase, "connecting");
  assert.equal(line.tell("synced", { round: round + 1 }).phase, "live");
});

test("what begins to listen on a live page is brought up to date first", () => {
  const line = live();
  line.take();
  assert.deepEqual([line.tell("joined").phase, line.take()], ["syncing", [{ do: "sync" }]]);
  assert.deepEqual(connecting().tell("joined").take(), [over("websocket")]);
});

test("what came of an earlier attempt is nothing to this one", () => {
  const line = live();
  const before = line.state;
  for (const type of ["dead", "answered", "lost", "synced", "probed"]) line.tell(type, { attempt: before.attempt - 1 });
  assert.equal(line.state, before);
});

// Whatever happens in whatever order: it is never live without a handshake and a catch-up since the last doubt.
for (let seed = 1; seed <= 40; seed += 1) {
  test(`any order of events keeps the law (seed ${seed})`, () => {
    const random = dice(seed);
    const types = ["opened", "lost", "told", "heard", "unanswered", "dead", "answered", "synced", "unsynced", "resync", "joined", "ticked", "woke", "doubted", "retry", "probed"];
    const line = connecting();
    let isOpen = false;
    let isCurrent = false;
    for (let round = 0; round < 400; round += 1) {
      const type = types[Math.floor(random() * types.length)];
      const was = line.state;
      if (type === "opened" && (was.isOpen || !was.isConnecting)) continue;
      line.at(line.now + random() * 4_000).tell(type, { random: random(), works: random() < 0.5, reason: random() < 0.1 ? "too_many" : "too_slow" });
      isOpen = line.state.isOpen;
      const isDoubted = !isOpen || ["opened", "unanswered", "doubted"].includes(type);
      isCurrent = !isDoubted && (isCurrent || type === "synced");
      if (line.phase === "live") assert.ok(isOpen && isCurrent, `live after ${type}`);
      if (!isOpen && !line.state.isConnecting) assert.ok(["reconnecting", "closed"].includes(line.phase), line.phase);
    }
  });
}

function dice(seed) {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}
