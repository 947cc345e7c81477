// How a file goes to the server in pieces, held against one that keeps what it has taken as ours does, and whose answers are lost:
// static/src/forum/upload.js itself. Run by tests/forum/test_browser_upload.py.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Refused, send } from "../../static/src/forum/upload.js";

const PIECE = 384 * 1024;
const SIZE = PIECE * 2 + 100;
const ADDRESS = "/spaces/s/uploads/";

const kept = new Map();
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
  removeItem: (name) => kept.delete(name),
};
globalThis.document = { querySelector: () => ({ content: "token" }) };

class Server {
  taken = new Map();
  asked = [];
  troubles = []; // what happens to the next requests: a status, "lost" (before it is taken), "unheard" (after), or nothing

  fetch = async (target, { method = "GET", headers = {}, body, signal } = {}) => {
    signal?.throwIfAborted();
    const offset = Number(headers["Upload-Offset"]);
    this.asked.push(method === "GET" ? "how far" : offset);
    const trouble = this.troubles.shift();
    if (trouble === "lost") throw new TypeError("network");
    if (typeof trouble === "number") return say(trouble, { error: { code: "x", message: `because ${trouble}` } });
    const size = this.taken.get(target) ?? 0;
    if (method === "GET") return this.#state(target);
    if (offset !== size) return say(409, { offset: size, error: { code: "conflict", field: "offset" } });
    this.taken.set(target, size + body.size);
    if (trouble === "unheard") throw new TypeError("network");
    return this.#state(target);
  };

  #state(target) {
    const size = this.taken.get(target) ?? 0;
    return size === SIZE ? say(200, { id: 7, html: "<li></li>" }) : say(200, { offset: size });
  }
}

function say(status, body) {
  return { ok: status < 400, status, json: async () => body };
}

const file = () => Object.assign(new Blob([new Uint8Array(SIZE)]), { name: "plan.pdf", lastModified: 1 });

let server;
beforeEach(() => {
  kept.clear();
  server = new Server();
  globalThis.fetch = server.fetch;
});

function sent(more = {}) {
  const parts = [];
  return send(file(), { address: ADDRESS, onProgress: (part) => parts.push(part), pause: 0, ...more }).then((answer) => ({ answer, parts }));
}

test("a file goes in pieces, and its way is told", async () => {
  const { answer, parts } = await sent();
  assert.equal(answer.id, 7);
  assert.deepEqual(server.asked, ["how far", 0, PIECE, 2 * PIECE]);
  assert.deepEqual(parts, [0, PIECE / SIZE, (2 * PIECE) / SIZE]);
});

test("after a break it goes on where the server stands, whether or not the piece had come", async () => {
  server.troubles = [undefined, undefined, "unheard", undefined, "lost"];
  assert.equal((await sent()).answer.id, 7);
  assert.deepEqual(server.asked, ["how far", 0, PIECE, "how far", 2 * PIECE, "how far", 2 * PIECE]);
});

test("an answer to the last piece that was lost is asked for", async () => {
  server.troubles = [undefined, undefined, undefined, "unheard"];
  assert.equal((await sent()).answer.id, 7);
});

test("chosen again after the page was left, it goes on under its key", async () => {
  server.troubles = [undefined, undefined, ...Array(20).fill("lost")];
  await assert.rejects(sent(), Refused);
  server.troubles = [];
  server.asked = [];
  await sent();
  assert.deepEqual(server.asked, ["how far", PIECE, 2 * PIECE]);
  assert.equal(server.taken.size, 1);
});

test("once it is there, the same file again is another", async () => {
  await sent();
  await sent();
  assert.equal(server.taken.size, 2);
});

for (const status of [403, 413, 422]) {
  test(`${status} is told at once, and not tried again`, async () => {
    server.troubles = [undefined, status];
    await assert.rejects(sent(), { message: `because ${status}` });
    assert.deepEqual(server.asked, ["how far", 0]);
    assert.equal(kept.size, 0);
  });
}

for (const status of [429, 503, 507]) {
  test(`${status} is tried again, a few times and not for ever`, async () => {
    server.troubles = [undefined, status, status];
    await sent();
    server.troubles = Array(50).fill(status);
    server.asked = [];
    await assert.rejects(sent(), { message: `because ${status}` });
    assert.equal(server.asked.length, 6);
  });
}

test("a server that never takes a piece is not asked for ever", async () => {
  server.fetch = async (_target, { method } = {}) => {
    server.asked.push(method);
    return method === "POST" ? say(507, { error: { message: "full" } }) : say(200, { offset: 0 });
  };
  globalThis.fetch = server.fetch;
  await assert.rejects(sent(), { message: "full" });
  assert.ok(server.asked.length < 20);
});

test("who stops it is not told that it failed", async () => {
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(sent({ signal: stop.signal }), { name: "AbortError" });
});
