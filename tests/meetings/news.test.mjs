// Tests of what the page of a meeting asks for, and of what its clock says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dueWords, MARKS, wordsOf } from "../../static/src/meetings/clock.js";
import { BOARD, LINES, NOTHING, wanted, whoIsHere } from "../../static/src/meetings/news.js";
import { Telling } from "../../static/src/meetings/telling.js";

const here = [{ id: 1, seen: "here" }];
const shown = { pulse: 7, said: 3, here: whoIsHere({ here, is_there: true }) };

test("what is shown already is not asked for", () => {
  assert.equal(wanted(shown, { pulse: 7, said: 3 }), NOTHING);
  assert.equal(wanted(shown, { pulse: 7, said: 3, here, is_there: true }), NOTHING);
});

test("where lines were said and nothing else has happened, they alone are", () => {
  assert.equal(wanted(shown, { pulse: 9, said: 5 }), LINES);
  assert.equal(wanted(shown, { pulse: 9, said: 4 }), BOARD);
  assert.equal(wanted(shown, { pulse: 8, said: 3 }), BOARD);
});

test("lines that have gone, and a database of before, are a board anew", () => {
  assert.equal(wanted(shown, { pulse: 6, said: 3 }), BOARD);
  assert.equal(wanted(shown, { pulse: 6, said: 2 }), BOARD);
});

test("who falls silent turns no pulse and is shown all the same", () => {
  assert.equal(wanted(shown, { pulse: 7, said: 3, here: [{ id: 1, seen: "away" }], is_there: true }), BOARD);
  assert.equal(wanted(shown, { pulse: 7, said: 3, here, is_there: false }), BOARD);
  assert.equal(wanted(shown, { pulse: 8, said: 4, here: [], is_there: true }), BOARD);
});

test("the clock in words", () => {
  assert.equal(wordsOf(400, true), "6:40 left");
  assert.equal(wordsOf(0, true), "0:00 left");
  assert.equal(wordsOf(-65, true), "1:05 over time");
  assert.equal(wordsOf(59, false), "0:59 left, and the clock stands");
  assert.equal(wordsOf(null, false), "");
});

test("from six minutes to one over time exactly three things are said", () => {
  const said = [];
  for (let left = 360; left > -60; left -= 1) said.push(dueWords(left + 1, left));
  assert.deepEqual(said.filter(Boolean), MARKS.map(({ words }) => words));
});

test("whoever slept through two marks hears of the last", () => {
  assert.equal(dueWords(400, 30), MARKS[1].words);
  assert.equal(dueWords(400, -5), MARKS[2].words);
});

test("a phase of five minutes does not begin with saying so, nor does one without a clock", () => {
  assert.equal(dueWords(null, 300), "");
  assert.equal(dueWords(300, 299), "");
  assert.equal(dueWords(10, null), "");
});

test("two sentences at once are one, later ones stand alone", () => {
  let now = 10_000;
  const element = { textContent: "" };
  const telling = new Telling(element, { now: () => now });
  telling.say("Explore.");
  now += 500;
  telling.say("1 minute left.");
  assert.equal(element.textContent, "Explore. 1 minute left.");
  now += 5_000;
  telling.say("Summarise.");
  assert.equal(element.textContent, "Summarise.");
});
