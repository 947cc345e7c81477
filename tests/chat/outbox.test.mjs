// Under which key the page sends a line, held against a server that keeps one row for each key as ours does, and whose answers are
// lost: static/src/chat/outbox.js itself, with the page's own knowledge. Run by tests/chat/test_browser_state.py.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Outbox } from "../../static/src/chat/outbox.js";
import { begin, lines, reduce } from "../../static/src/chat/state.js";

const ME = 7;
const LOST = { ok: false, error: { code: "no_answer", message: "No answer came." } };

const kept = new Map();
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
  removeItem: (name) => kept.delete(name),
};
beforeEach(() => kept.clear());

class Server {
  rows = new Map();
  losing = 0; // so many answers more are lost, though the line is stored

  async answer(event, { key, text }) {
    assert.equal(event, "message:send");
    const seq = this.rows.get(key)?.seq ?? this.rows.size + 1;
    this.rows.set(key, { id: 100 + seq, seq, changed: seq, key, author: ME, html: text, state: "released" });
    return this.losing-- > 0 ? LOST : { ok: true, message: this.rows.get(key) };
  }

  texts = () => [...this.rows.values()].map(({ html }) => html);
}

// A page of the room, all but what is shown.
function open(server) {
  const room = { me: ME, space: "cohort-1", state: begin({ me: ME }), live: { state: "live" }, view: { toEnd() {} } };
  room.ask = (event, payload) => server.answer(event, payload);
  room.tell = (event) => {
    room.state = reduce(room.state, { now: 0, ...event });
    room.outbox.save();
  };
  room.outbox = new Outbox(room);
  room.outbox.restore();
  return room;
}

const statuses = ({ state }) => state.outbox.map(({ status }) => status);
const shown = ({ state }) => lines(state).map(({ html }) => html);

test("a line whose answer was lost goes again by hand and stands there once", async () => {
  const server = new Server();
  const room = open(server);
  server.losing = 2;
  room.outbox.write("Once");
  await turn();
  assert.deepEqual([statuses(room), server.texts()], [["failed"], ["Once"]]);

  for (let tries = 0; tries < 2; tries += 1) {
    room.outbox.retry(room.state.outbox[0].key);
    await turn();
  }
  assert.deepEqual([statuses(room), shown(room), server.texts()], [[], ["Once"], ["Once"]]);
});

test("so it does by itself when the line is live again", async () => {
  const server = new Server();
  const room = open(server);
  server.losing = 1;
  room.outbox.write("Once");
  await turn();
  room.outbox.follow("live");
  await turn();
  assert.deepEqual([statuses(room), shown(room), server.texts()], [[], ["Once"], ["Once"]]);
});

test("so it does from the page that was loaded anew", async () => {
  const server = new Server();
  const before = open(server);
  server.losing = 1;
  before.outbox.write("Once");
  await turn();
  const after = open(server);
  assert.deepEqual(statuses(after), ["failed"]);
  after.outbox.retry(after.state.outbox[0].key);
  await turn();
  assert.deepEqual([statuses(after), shown(after), server.texts()], [[], ["Once"], ["Once"]]);
});

test("the same words written twice are two lines", async () => {
  const server = new Server();
  const room = open(server);
  room.outbox.write("Twice");
  room.outbox.write("Twice");
  await turn();
  assert.deepEqual([shown(room), server.texts()], [["Twice", "Twice"], ["Twice", "Twice"]]);
});
