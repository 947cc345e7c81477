// What the page knows of a room, held against a room of its own: whatever is lost, doubled or out of order, the page ends up
// with what a fresh look would show. Run by tests/chat/test_browser_state.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nextToSend, wordsOf } from "../../static/src/chat/sending.js";
import { begin, expired, hasOlder, lines, olderPage, reduce, wantsSync, GAP_MS } from "../../static/src/chat/state.js";

const ME = 7;
const OTHER = 8;

function message(seq, changed, more = {}) {
  return { id: 100 + seq, seq, changed, key: `key-${seq}`, author: OTHER, html: `line ${seq} as of ${changed}`, state: "released", ...more };
}

function after(state, ...events) {
  return events.reduce(reduce, state);
}

const arrived = (message, now = 0) => ({ type: "arrived", message, now });
const shown = (state) => lines(state).map(({ seq, changed }) => [seq, changed]);
const statuses = (state) => state.outbox.map(({ key, status }) => [key, status]);

test("events in order are shown in order", () => {
  const state = after(begin({ me: ME }), arrived(message(1, 1)), arrived(message(2, 2)), arrived(message(1, 3)));
  assert.deepEqual(shown(state), [[1, 3], [2, 2]]);
  assert.equal(state.pulse, 3);
});

test("what comes twice, or late, changes nothing", () => {
  const state = after(begin({ me: ME }), arrived(message(1, 1)), arrived(message(1, 2)));
  const again = after(state, arrived(message(1, 1)), arrived(message(1, 2)));
  assert.deepEqual(shown(again), [[1, 2]]);
  assert.equal(again.pulse, 2);
});

test("an early change waits for the one before it", () => {
  const early = after(begin({ me: ME }), arrived(message(2, 2), 50));
  assert.deepEqual(shown(early), []);
  assert.equal(early.pulse, 0);
  const whole = after(early, arrived(message(1, 1), 60));
  assert.deepEqual(shown(whole), [[1, 1], [2, 2]]);
  assert.equal(whole.gapSince, null);
});

test("a gap is asked for after a second, once", () => {
  const gap = after(begin({ me: ME, pulse: 3, messages: [message(1, 3)] }), arrived(message(3, 5), 1000), arrived(message(4, 6), 1900));
  assert.equal(wantsSync(gap, 1000 + GAP_MS - 1), false);
  assert.equal(wantsSync(gap, 1000 + GAP_MS), true);
  const asking = after(gap, { type: "syncing" });
  assert.equal(wantsSync(asking, 9000), false);
  assert.equal(wantsSync(after(asking, { type: "unsynced" }), 9000), true);
  const whole = after(asking, { type: "synced", pulse: 5, reset: false, now: 3000, messages: [message(2, 4), message(3, 5)] });
  assert.deepEqual(shown(whole), [[1, 3], [2, 4], [3, 5], [4, 6]]);
  assert.equal(wantsSync(whole, 9000), false);
});

test("what is still missing after an answer waits another second", () => {
  const gap = after(begin({ me: ME }), arrived(message(9, 9), 0), { type: "syncing" });
  const answered = after(gap, { type: "synced", pulse: 2, reset: false, now: 5000, messages: [message(1, 1), message(2, 2)] });
  assert.equal(wantsSync(answered, 5999), false);
  assert.equal(wantsSync(answered, 6000), true);
});

test("a heartbeat reveals a lost last message", () => {
  const state = begin({ me: ME, pulse: 4, messages: [message(1, 4)] });
  assert.equal(wantsSync(after(state, { type: "beat", pulse: 4 }), 0), false);
  assert.equal(wantsSync(after(state, { type: "beat", pulse: 5 }), 0), true);
});

test("too far behind: start over, what is on its way stays", () => {
  const state = after(begin({ me: ME, pulse: 1, messages: [message(1, 1)] }), { type: "written", key: "mine", text: "Hello" }, arrived(message(900, 1000), 0));
  const over = after(state, { type: "synced", pulse: 999, reset: true, now: 0, messages: [message(898, 998), message(899, 999)] });
  assert.deepEqual(shown(over), [[898, 998], [899, 999], [900, 1000]]);
  assert.equal(over.pulse, 1000);
  assert.ok(hasOlder(over));
  assert.deepEqual(statuses(over), [["mine", "sending"]]);
});

test("a lower pulse is another database: what came early is forgotten", () => {
  const state = after(begin({ me: ME, pulse: 50, messages: [message(1, 50)] }), arrived(message(3, 60), 0));
  const over = after(state, { type: "synced", pulse: 2, reset: true, now: 0, messages: [message(1, 1), message(2, 2)] });
  assert.deepEqual([over.pulse, over.early.size, over.gapSince], [2, 0, null]);
});

test("mine is shown at once, then takes its place", () => {
  const written = after(begin({ me: ME }), { type: "written", key: "mine", text: "Hello", replyTo: 101 });
  assert.deepEqual(written.outbox, [{ key: "mine", text: "Hello", replyTo: 101, confirmed: false, meant: false, status: "sending", error: null, code: null, tries: 0, message: null }]);
  const sent = after(written, { type: "sent", message: message(1, 1, { author: ME, key: "mine" }), now: 0 });
  assert.deepEqual([shown(sent), sent.outbox, sent.pulse], [[[1, 1]], [], 1]);
});

test("to send what may be a patient's once more is to say that it is not", () => {
  const written = after(begin({ me: ME }), { type: "written", key: "a", text: "Born in 1950", replyTo: null });
  const asked = after(written, { type: "failed", key: "a", error: "May be", code: "doubtful" });
  assert.deepEqual(statuses(asked), [["a", "failed"]]);
  const confirmed = after(asked, { type: "retried", key: "a" });
  assert.equal(nextToSend(confirmed).confirmed, true);
  const lost = after(confirmed, { type: "failed", key: "a", error: "No answer", code: "no_answer" });
  assert.equal(nextToSend(after(lost, { type: "retried", key: "a" })).confirmed, true, "their word stands");
  const another = after(written, { type: "failed", key: "a", error: "No answer", code: "no_answer" });
  assert.equal(nextToSend(after(another, { type: "retried", key: "a" })).confirmed, false);
});

test("to send a word that is asked about once more is to say that it is meant, and nothing else", () => {
  const written = after(begin({ me: ME }), { type: "written", key: "a", text: "Foo, born in 1950", replyTo: null });
  const sent = (state) => [nextToSend(state).confirmed, nextToSend(state).meant];
  assert.deepEqual(sent(written), [false, false]);
  const meant = after(written, { type: "failed", key: "a", error: "Foo?", code: "questioned" }, { type: "retried", key: "a" });
  assert.deepEqual(sent(meant), [false, true]);
  const both = after(meant, { type: "failed", key: "a", error: "May be", code: "doubtful" }, { type: "retried", key: "a" });
  assert.deepEqual(sent(both), [true, true]);
});

test("mine is shown once, whichever of ack and push comes first", () => {
  const mine = message(1, 1, { author: ME, key: "mine" });
  const written = after(begin({ me: ME }), { type: "written", key: "mine", text: "Hello" });
  for (const events of [[arrived(mine), { type: "sent", message: mine, now: 0 }], [{ type: "sent", message: mine, now: 0 }, arrived(mine)]]) {
    const state = after(written, ...events);
    assert.deepEqual([shown(state), state.outbox], [[[1, 1]], []]);
  }
});

test("mine is shown before what is missing in front of it", () => {
  const state = after(begin({ me: ME }), { type: "sent", message: message(3, 3, { author: ME }), now: 0 });
  assert.deepEqual([shown(state), state.pulse, state.gapSince], [[[3, 3]], 0, 0]);
  const whole = after(state, arrived(message(2, 2)), arrived(message(1, 1)));
  assert.deepEqual([shown(whole), whole.pulse], [[[1, 1], [2, 2], [3, 3]], 3]);
});

test("another's key takes nothing of mine away", () => {
  const state = after(begin({ me: ME }), { type: "written", key: "key-1", text: "Hello" }, arrived(message(1, 1)));
  assert.deepEqual(statuses(state), [["key-1", "sending"]]);
});

test("what failed keeps its text until it is confirmed or discarded", () => {
  const failed = after(begin({ me: ME }), { type: "written", key: "a", text: "Hello" }, { type: "failed", key: "a", error: "No answer came." });
  assert.deepEqual([failed.outbox[0].status, failed.outbox[0].text, failed.outbox[0].error], ["failed", "Hello", "No answer came."]);
  assert.deepEqual(statuses(after(failed, { type: "retried", key: "a" })), [["a", "sending"]]);
  assert.deepEqual(statuses(after(failed, { type: "discarded", key: "a" })), []);
  const received = { type: "opened", pulse: 1, reset: false, held: [], messages: [message(1, 1, { author: ME, key: "a" })] };
  assert.deepEqual(statuses(after(failed, received)), []);
});

test("over a reload only what was not received is left", () => {
  const page = begin({ me: ME, pulse: 1, messages: [message(1, 1, { author: ME, key: "a" })], held: [message(null, null, { author: ME, key: "b", state: "held" })] });
  const entries = ["a", "b", "c"].map((key) => ({ key, text: key, replyTo: null }));
  assert.deepEqual(statuses(after(page, { type: "restored", entries })), [["b", "held"], ["c", "failed"]]);
});

test("what waits for a moderator is held, then takes its place or is declined", () => {
  const held = message(null, null, { id: 5, author: ME, key: "mine", state: "held" });
  const written = after(begin({ me: ME }), { type: "written", key: "mine", text: "Hello" }, { type: "sent", message: held, now: 0 });
  assert.deepEqual([statuses(written), shown(written), written.pulse], [[["mine", "held"]], [], 0]);
  const released = after(written, arrived({ ...message(1, 1), author: ME, id: 5, key: "mine" }));
  assert.deepEqual([statuses(released), shown(released)], [[], [[1, 1]]]);
  assert.deepEqual(statuses(after(written, arrived({ ...held, state: "declined" }))), [["mine", "declined"]]);
  assert.deepEqual(statuses(after(written, arrived({ ...held, state: "removed" }))), []);
});

test("what no longer waits when the room is opened was decided", () => {
  const held = message(null, null, { id: 5, author: ME, key: "mine", state: "held" });
  const state = begin({ me: ME, held: [held] });
  assert.deepEqual(statuses(after(state, { type: "opened", pulse: 0, messages: [], held: [held], reset: false })), [["mine", "held"]]);
  assert.deepEqual(statuses(after(state, { type: "opened", pulse: 0, messages: [], held: [], reset: false })), []);
});

test("a change of a line from before what is shown is left for its page", () => {
  const state = begin({ me: ME, pulse: 20, messages: [message(10, 10), message(11, 20)] });
  const changed = after(state, arrived(message(3, 21)));
  assert.deepEqual([shown(changed), changed.pulse], [[[10, 10], [11, 20]], 21]);
  const older = after(changed, { type: "older", messages: [message(8, 8), message(9, 9)] });
  assert.deepEqual(shown(older)[0], [8, 8]);
  assert.equal(hasOlder(older), true);
  assert.equal(hasOlder(after(older, { type: "older", messages: [] })), false);
});

test("a long log keeps its newest lines and knows that there are older ones", () => {
  const state = begin({ me: ME, pulse: 5, messages: [1, 2, 3, 4, 5].map((seq) => message(seq, seq)) });
  const trimmed = after(state, { type: "trimmed", most: 2 });
  assert.deepEqual([shown(trimmed), trimmed.oldest, hasOlder(trimmed)], [[[4, 4], [5, 5]], 4, true]);
  assert.equal(after(state, { type: "trimmed", most: 5 }), state);
});

test("a closed room is empty and stays so until it is opened", () => {
  const state = after(begin({ me: ME, pulse: 1, messages: [message(1, 1)] }), { type: "written", key: "a", text: "Hello" }, { type: "closed", reason: "You have left." });
  assert.deepEqual([shown(state), statuses(state), state.closed], [[], [["a", "failed"]], "You have left."]);
  assert.equal(state.outbox[0].text, "Hello"); // its words never reached the room: they are to copy or discard
  assert.deepEqual(statuses(after(state, { type: "discarded", key: "a" })), []);
  assert.deepEqual(shown(after(state, arrived(message(2, 2)))), []);
  assert.equal(wantsSync({ ...state, behind: true }, 0), false);
  const open = after(state, { type: "opened", pulse: 2, messages: [message(1, 1), message(2, 2)], held: [], reset: false });
  assert.deepEqual([shown(open).length, open.closed], [2, null]);
});

test("a heartbeat with a lower pulse is old, or of a restored database: it is asked", () => {
  const state = begin({ me: ME, pulse: 50, messages: [message(1, 50)] });
  assert.equal(wantsSync(after(state, { type: "beat", pulse: 2 }), 0), true);
  const over = after(state, { type: "beat", pulse: 2 }, { type: "syncing" }, { type: "synced", pulse: 2, reset: true, now: 0, messages: [message(1, 1), message(2, 2)] });
  assert.deepEqual([shown(over), over.pulse], [[[1, 1], [2, 2]], 2]);
  const calm = after(over, { type: "syncing" }, { type: "synced", pulse: 2, reset: false, now: 0, messages: [] });
  assert.equal(wantsSync(calm, 0), false);
});

test("a catch-up that fails is tried again in growing pauses", () => {
  const behind = after(begin({ me: ME }), { type: "beat", pulse: 3 }, { type: "syncing" }, { type: "unsynced", now: 1000, random: 1 });
  assert.deepEqual([wantsSync(behind, 1999), wantsSync(behind, 2000)], [false, true]);
  const again = after(behind, { type: "syncing" }, { type: "unsynced", now: 2000, random: 1 });
  assert.deepEqual([wantsSync(again, 3999), wantsSync(again, 4000)], [false, true]);
  const whole = after(again, { type: "syncing" }, { type: "synced", pulse: 3, reset: false, now: 4000, messages: [message(1, 3)] });
  assert.deepEqual([whole.syncTries, whole.syncFrom], [0, 0]);
});

test("what is told while a catch-up that starts over is on its way is asked for again", () => {
  const state = after(begin({ me: ME, pulse: 1, messages: [message(1, 1)] }), { type: "syncing" }, arrived(message(2, 2)), arrived(message(3, 3)));
  const over = after(state, { type: "synced", pulse: 2, reset: true, now: 0, messages: [message(2, 2)] });
  assert.equal(wantsSync(over, 0), true);
  assert.deepEqual(shown(after(over, { type: "synced", pulse: 3, reset: false, now: 0, messages: [message(3, 3)] })), [[2, 2], [3, 3]]);
});

test("an older page that was read before a change does not undo it", () => {
  const state = begin({ me: ME, pulse: 20, messages: [message(10, 10), message(11, 20)] });
  const asked = olderPage(state);
  const removed = after(state, arrived(message(9, 21, { state: "removed" })));
  const older = after(removed, { type: "older", ...asked, messages: [message(8, 8), message(9, 9)] });
  assert.deepEqual(shown(older), [[8, 8], [9, 21], [10, 10], [11, 20]]);
  assert.equal(older.aside.size, 0);
});

test("an older page leaves no hole: not after a cut, not after starting over", () => {
  const state = begin({ me: ME, pulse: 9, messages: [5, 6, 7, 8, 9].map((seq) => message(seq, seq)) });
  const asked = { type: "older", ...olderPage(state), messages: [message(3, 3), message(4, 4)] };
  const cut = after(state, { type: "trimmed", most: 2 });
  assert.equal(reduce(cut, asked), cut);
  const over = after(state, { type: "synced", pulse: 900, reset: true, now: 0, messages: [message(5, 900), message(6, 6)] });
  assert.equal(reduce(over, asked), over);
});

test("the whole of a short room comes in the order of its changes", () => {
  const opened = after(begin({ me: ME }), { type: "closed", reason: "" }, { type: "opened", pulse: 4, held: [], reset: false, messages: [message(2, 2), message(3, 3), message(1, 4)] });
  assert.deepEqual([shown(opened), hasOlder(opened)], [[[1, 4], [2, 2], [3, 3]], false]);
});

const body = (words) => `<div class="cop-line__body cop-prose"><p>${words}</p></div>`;
const reply = (seq, changed, id, words) => message(seq, changed, { html: `<span data-gist="${id}">${words}</span>${body("Yes")}` });

test("a reply quotes the line as it is now, also one that is not shown", () => {
  const state = begin({ me: ME, pulse: 12, messages: [message(11, 11, { html: body("One") }), reply(12, 12, 111, "One")] });
  const quoteIn = (state) => />([^<]*)<\/span>/.exec(state.messages.get(112).html)[1];
  const edited = after(state, arrived(message(11, 13, { html: body("<b>Two</b> &amp;\n&lt;three&gt;") })));
  assert.equal(quoteIn(edited), "Two &amp; &lt;three&gt;");
  assert.equal(quoteIn(after(edited, arrived(message(11, 14, { state: "removed", html: "<p>Removed.</p>" })))), "message removed");
  const far = after(begin({ me: ME, pulse: 12, messages: [reply(12, 12, 103, "Three")] }), arrived(message(3, 13, { state: "removed", html: "" })));
  assert.equal(quoteIn(far), "message removed");
  assert.equal(quoteIn(after(far, arrived(reply(12, 14, 103, "Three")))), "message removed");
});

test("a quotation is cut where the server cuts it", () => {
  const long = "word ".repeat(40).trim();
  const state = after(begin({ me: ME, pulse: 2, messages: [message(1, 1), reply(2, 2, 101, "")] }), arrived(message(1, 3, { html: body(long) })));
  const words = />([^<]*)<\/span>/.exec(state.messages.get(102).html)[1];
  assert.deepEqual([words.length, words.at(-1)], [120, "…"]);
});

test("what got no answer goes again by itself when the line is live, five times and not more", () => {
  let state = after(begin({ me: ME }), { type: "written", key: "a", text: "Hello" });
  for (let tries = 1; tries <= 5; tries += 1) {
    state = after(state, { type: "failed", key: "a", error: "No answer came.", code: "no_answer" });
    assert.equal(state.outbox[0].status, "failed");
    assert.equal(state.outbox[0].error.includes("by itself"), tries < 5);
    state = after(state, { type: "reconnected" });
    assert.deepEqual(statuses(state), [["a", tries < 5 ? "sending" : "failed"]]);
  }
  assert.equal(nextToSend(after(state, { type: "retried", key: "a" })).tries, 0);
});

test("what could not go at all goes when the line is live, what was refused does not", () => {
  const state = after(begin({ me: ME }), { type: "written", key: "a", text: "A" }, { type: "written", key: "b", text: "B" });
  const failed = after(state, { type: "failed", key: "a", error: "No line.", code: "no_line" }, { type: "failed", key: "b", error: "You may not.", code: "forbidden" });
  assert.deepEqual(statuses(after(failed, { type: "reconnected" })), [["a", "sending"], ["b", "failed"]]);
});

test("too fast waits with the text kept, says so, and holds up what was written after it", () => {
  const slowed = after(begin({ me: ME }), { type: "written", key: "a", text: "A" }, { type: "written", key: "b", text: "B" }, { type: "failed", key: "a", error: "Too fast.", code: "too_fast" });
  assert.deepEqual([nextToSend(slowed).key, nextToSend(slowed).status, nextToSend(slowed).text], ["a", "slowed", "A"]);
  assert.match(wordsOf(nextToSend(slowed)), /^Not sent yet/);
  let state = slowed;
  for (let tries = 0; tries < 10; tries += 1) state = after(state, { type: "rested", key: "a" }, { type: "failed", key: "a", error: "Too fast.", code: "too_fast" });
  assert.deepEqual([statuses(state), nextToSend(state).key], [[["a", "failed"], ["b", "sending"]], "b"]);
});

test("in slow mode a line fails with its words, holds up nothing, and goes again by hand alone", () => {
  const refused = after(begin({ me: ME }), { type: "written", key: "a", text: "A" }, { type: "failed", key: "a", error: "In 30 seconds.", code: "slow" });
  assert.deepEqual(statuses(refused), [["a", "failed"]]);
  assert.equal(wordsOf(refused.outbox[0]), "Not sent. In 30 seconds.");
  assert.equal(nextToSend(refused), null);
  assert.deepEqual(statuses(after(refused, { type: "reconnected" })), [["a", "failed"]]);
  assert.deepEqual([nextToSend(after(refused, { type: "retried", key: "a" })).text], ["A"]);
});

test("held words told late take nothing back", () => {
  const held = message(null, null, { id: 101, author: ME, key: "mine", state: "held" });
  const released = after(begin({ me: ME }), { type: "written", key: "mine", text: "Hello" }, arrived(message(1, 1, { author: ME, key: "mine" })));
  assert.deepEqual(statuses(after(released, { type: "sent", message: held, now: 0 })), []);
});

test("what began to wait while the room was being opened is not forgotten", () => {
  const held = message(null, null, { id: 5, author: ME, key: "mine", state: "held" });
  const asking = after(begin({ me: ME }), { type: "written", key: "mine", text: "Hello" }, { type: "opening" }, { type: "sent", message: held, now: 0 });
  const answer = { type: "opened", pulse: 0, messages: [], held: [], reset: false };
  assert.deepEqual(statuses(after(asking, answer)), [["mine", "held"]]);
  assert.deepEqual(statuses(after(asking, answer, { type: "opening" }, answer)), []);
});

test("what the room no longer keeps leaves the log for good, whatever comes late", () => {
  const state = begin({ me: ME, pulse: 3, messages: [message(1, 1), message(2, 2), message(3, 3)] });
  const gone = { ...message(2, 4), state: "expired", html: "" };
  const without = after(state, arrived(gone));
  assert.deepEqual([shown(without), without.pulse, expired(without).map(({ id }) => id)], [[[1, 1], [3, 3]], 4, [102]]);
  assert.deepEqual(shown(after(without, arrived(message(2, 2)))), [[1, 1], [3, 3]]);
  assert.deepEqual(shown(after(state, { type: "synced", pulse: 4, messages: [gone], reset: false })), [[1, 1], [3, 3]]);
  const all = [1, 2, 3].map((seq) => arrived({ ...message(seq, 3 + seq), state: "expired", html: "" }));
  const trimmed = after(state, ...all, { type: "trimmed", most: 2 });
  assert.deepEqual([shown(trimmed), trimmed.oldest, hasOlder(trimmed)], [[], 2, true]);
});

test("ours that is answered as no longer kept leaves the outbox and shows nothing", () => {
  const gone = { ...message(1, 5), author: ME, key: "mine", state: "expired", html: "" };
  const written = after(begin({ me: ME, pulse: 5 }), { type: "written", key: "mine", text: "Hello" });
  const answered = after(written, { type: "sent", message: gone, now: 0 });
  assert.deepEqual([statuses(answered), shown(answered)], [[], []]);
  const waited = after(written, { type: "sent", message: message(null, null, { id: 5, author: ME, key: "mine", state: "held" }), now: 0 });
  assert.deepEqual(statuses(waited), [["mine", "held"]]);
  assert.deepEqual(statuses(after(waited, arrived(message(null, null, { id: 5, author: ME, key: "mine", state: "expired" })))), []);
});

// A room that anything happens in, and a channel that loses, doubles and shuffles. Whatever is delivered, one catch-up later the
// page equals a fresh look (security.md I3, I4).
for (let seed = 1; seed <= 60; seed += 1) {
  test(`any delivery ends in what a fresh look shows (seed ${seed})`, () => {
    const random = dice(seed);
    const server = new Server();
    let state = begin({ me: ME });
    let wire = [];
    for (let now = 0; now < 300; now += 1) {
      if (random() < 0.5) wire.push(...copies(server.happen(random), random));
      if (random() < 0.1) {
        const mine = server.say({ author: ME });
        wire.push(...copies(mine, random));
        state = reduce(state, { type: "sent", message: mine, now: now * 100 });
      }
      if (wire.length && random() < 0.6) state = reduce(state, arrived(wire.splice(Math.floor(random() * wire.length), 1)[0], now * 100));
      if (random() < 0.05) state = reduce(state, { type: "beat", pulse: server.pulse });
      if (wantsSync(state, now * 100)) state = after(state, { type: "syncing" }, { type: "synced", now: now * 100, ...server.since(state.pulse) });
      assertOrdered(state);
    }
    for (const message of shuffled(wire, random)) state = reduce(state, arrived(message, 40_000));
    state = reduce(state, { type: "beat", pulse: server.pulse });
    if (wantsSync(state, 50_000)) state = after(state, { type: "syncing" }, { type: "synced", now: 50_000, ...server.since(state.pulse) });
    assert.equal(state.pulse, server.pulse);
    assert.equal(state.early.size, 0);
    assert.deepEqual(lines(state), lines(begin({ me: ME, pulse: server.pulse, messages: server.all() })));
  });
}

class Server {
  constructor() {
    this.rows = new Map();
    this.said = 0;
    this.pulse = 0;
  }

  happen(random) {
    if (this.said === 0 || random() < 0.6) return this.say({});
    const seq = 1 + Math.floor(random() * this.said);
    if (this.rows.get(seq).state === "expired") return this.say({});
    const fate = random();
    return this.#put(seq, { state: fate < 0.1 ? "expired" : fate < 0.3 ? "removed" : "released" });
  }

  say(more) {
    return this.#put((this.said += 1), more);
  }

  #put(seq, more) {
    this.pulse += 1;
    const row = message(seq, this.pulse, { ...this.rows.get(seq), changed: this.pulse, ...more });
    this.rows.set(seq, row);
    return row;
  }

  // What a page shows: nothing of what is no longer kept.
  all() {
    return [...this.rows.values()].filter(({ state }) => state !== "expired");
  }

  since(after) {
    const messages = [...this.rows.values()].filter(({ changed }) => changed > after).sort((a, b) => a.changed - b.changed);
    return { pulse: this.pulse, messages, reset: false };
  }
}

function copies(message, random) {
  const throwOf = random();
  if (throwOf < 0.15) return [];
  return throwOf < 0.3 ? [message, message] : [message];
}

function assertOrdered(state) {
  const seqs = lines(state).map(({ seq }) => seq);
  assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => a - b));
}

function shuffled(list, random) {
  return list.map((each) => [random(), each]).sort(([a], [b]) => a - b).map(([, each]) => each);
}

function dice(seed) {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}
