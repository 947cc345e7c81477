// Which text a page goes on with. Run by tests/forum/test_browser_writing.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isSame, parse, resume } from "../../static/src/forum/keeping.js";

const page = (text, turn, more) => ({ text, title: "", turn, key: "k1", version: "", ...more });
const tab = (text, turn, more) => ({ ...page(text, turn), key: "k0", isUnsaved: true, ...more });

test("a tab that has kept nothing goes on with what the server has", () => {
  assert.equal(resume(page("Saved", 2), null).text.text, "Saved");
  assert.equal(resume(page("Saved", 2), tab("Saved earlier", 1, { isUnsaved: false })).text.text, "Saved");
});

test("what could not be saved stands on what was saved before it, under its own key", () => {
  const { text, isUnsaved, other } = resume(page("Begun", 2), tab("Begun and more", 2));
  assert.deepEqual([text.text, text.key, isUnsaved, other], ["Begun and more", "k0", true, undefined]);
});

test("what was never saved is given back", () => {
  assert.deepEqual(resume(page("", 0), tab("Offline", 0)).text.text, "Offline");
});

test("an edit that was never saved stands in the place of what the post says", () => {
  const { text } = resume(page("As posted", 0, { version: "2" }), tab("Edited", 0, { version: "1" }));
  assert.deepEqual([text.text, text.version], ["Edited", "1"], "and is known to be of an earlier version");
});

test("where the draft is gone from the server, what this tab could not save is still here", () => {
  const { text, other } = resume(page("", 0), tab("More than was posted", 3));
  assert.deepEqual([text.text, text.turn, other], ["More than was posted", 0, undefined]);
});

test("where another device has saved since, both are shown and nothing is overwritten", () => {
  const { text, other } = resume(page("From my phone", 4), tab("From my desk", 3));
  assert.deepEqual([text.text, text.turn, other.text], ["From my desk", 4, "From my phone"]);
});

test("the same words are no matter to choose about", () => {
  assert.equal(resume(page("Same", 4), tab(" Same\n", 3)).other, undefined);
});

test("what could not be posted and comes back is the newest", () => {
  assert.equal(resume(page("Sent just now", 3, { isAnswer: true }), tab("Before that", 3)).text.text, "Sent just now");
});

test("a quotation comes behind what was begun", () => {
  const quoting = page("> Words\n\n", 0, { isQuoting: true });
  assert.equal(resume(quoting, tab("Begun", 0)).text.text, "Begun\n\n> Words\n\n");
  assert.equal(resume(quoting, tab(" ", 0)).text.text, "> Words\n\n");
});

test("a title is words too", () => {
  assert.equal(isSame(page("a", 1), page("a", 2)), true);
  assert.equal(isSame(page("a", 1), page("a", 1, { title: "T" })), false);
});

test("whatever stands in the tab's store, it is a text of ours or nothing", () => {
  for (const odd of [null, "", "x", "7", "null", "{}", '{"text": 5, "title": ""}', '{"text": "a"}']) assert.equal(parse(odd), null);
  assert.deepEqual(parse('{"text": "a", "title": "", "turn": "x"}'), {
    text: "a", title: "", turn: 0, key: "", version: "", isUnsaved: false,
  });
});
