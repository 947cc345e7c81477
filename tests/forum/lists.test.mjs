// What Enter does in a list. Run by tests/forum/test_browser_writing.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { goOn } from "../../static/src/forum/lists.js";

// The text once Enter was pressed where "|" stands; null where Enter is just a new line.
function enter(marked) {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const step = goOn(text, caret);
  return step && `${text.slice(0, step.from)}${step.insert}|${text.slice(step.to)}`;
}

test("a list goes on with its own sign", () => {
  for (const sign of ["-", "*", "+"]) assert.equal(enter(`${sign} Milk|`), `${sign} Milk\n${sign} |`);
});

test("a numbered list counts on", () => {
  assert.equal(enter("1. Ask|"), "1. Ask\n2. |");
  assert.equal(enter("Steps:\n9) Ask|"), "Steps:\n9) Ask\n10) |");
});

test("an item within an item keeps its place", () => {
  assert.equal(enter("- A\n  - B|"), "- A\n  - B\n  - |");
  assert.equal(enter("-   wide|"), "-   wide\n-   |");
});

test("a task that follows is not done", () => {
  assert.equal(enter("- [x] Rang them|"), "- [x] Rang them\n- [ ] |");
});

test("Enter in an empty item ends the list", () => {
  assert.equal(enter("- Milk\n- |"), "- Milk\n\n|", "and what follows is no part of it");
  assert.equal(enter("1. Ask\n2. |"), "1. Ask\n\n|");
  assert.equal(enter("- [ ] |"), "\n|");
});

test("what stands behind the caret comes with it", () => {
  assert.equal(enter("- Milk| and bread\nMore"), "- Milk\n- | and bread\nMore");
  assert.equal(enter("- |Milk"), "- \n- |Milk", "an item is not empty because the caret stands before its words");
});

test("elsewhere Enter is a new line", () => {
  for (const text of ["|", "Words|", "-no list|", "1.5 litres|", "- Milk\n\nAfter it|", "-|", "**bold**|", "> quoted|"]) {
    assert.equal(enter(text), null, text);
  }
});

test("before the sign of an item Enter is a new line", () => {
  assert.equal(enter("|- Milk"), null);
});

test("between fences a dash is code", () => {
  assert.equal(enter("```\n- a|"), null);
  assert.equal(enter("```\ncode\n```\n- a|"), "```\ncode\n```\n- a\n- |");
});

test("windows and numbers that can't be counted do no harm", () => {
  assert.equal(enter("999999999. x|"), "999999999. x\n1000000000. |");
  assert.equal(enter("1234567890. x|"), null);
});
