// What is marked in the text goes into the field, and nothing else does. Run by tests/moderation/test_browser_selecting.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keepSelection } from "../../static/src/moderation/selecting.js";

function page() {
  const inside = {};
  const text = { contains: (node) => node === inside };
  const field = { value: "typed" };
  let tell;
  const found = {
    querySelector: (wanted) => (wanted === "[data-selectable]" ? text : field),
    addEventListener: (_, listener) => (tell = listener),
  };
  keepSelection(found);
  return (words, { from = inside, to = inside } = {}) => {
    found.getSelection = () => ({ toString: () => words, anchorNode: from, focusNode: to });
    tell();
    return field.value;
  };
}

test("what is marked in the text is put there", () => assert.equal(page()("  Zebedee Quux\n"), "Zebedee Quux"));

test("what is marked elsewhere, or begins elsewhere, is not", () => {
  assert.equal(page()("Back", { from: {}, to: {} }), "typed");
  assert.equal(page()("Back Zebedee", { from: {} }), "typed");
  assert.equal(page()("Zebedee Send", { to: {} }), "typed");
});

test("to mark nothing clears nothing", () => assert.equal(page()("  "), "typed"));

test("a page without such a text is left alone", () => {
  keepSelection({ querySelector: () => null, addEventListener: () => assert.fail("it listens") });
});
