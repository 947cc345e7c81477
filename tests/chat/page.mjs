// The rooms of many pages as the browser knows them: static/src/chat/state.js itself, asked in JSON, a line each.
//
//   {"page": 1, "begin": {…}} or {"page": 1, "tell": {…}}  →  what the page would do next, see `standing`
//   {"page": 1, "dump": true}  →  all that it knows; {"page": 1, "dump": "words"} all that it holds, whatever it is for
import { createInterface } from "node:readline";
import { heldKeys } from "../../static/src/chat/sending.js";
import { begin, hasOlder, lines, olderPage, reduce, wantsSync } from "../../static/src/chat/state.js";

const pages = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  process.stdout.write(JSON.stringify(answer(asked)) + "\n");
}

function answer({ page, now, ...asked }) {
  if (asked.begin) pages.set(page, begin(asked.begin));
  if (asked.tell) pages.set(page, reduce(pages.get(page), { now, ...asked.tell }));
  const state = pages.get(page);
  if (asked.dump === "words") return JSON.stringify(state, (_, value) => (value instanceof Map ? [...value] : value));
  return asked.dump ? known(state) : standing(state, now);
}

function standing(state, now) {
  return {
    pulse: state.pulse,
    wantsSync: wantsSync(state, now),
    older: hasOlder(state) ? olderPage(state) : null,
    isClosed: Boolean(state.closed),
    waits: heldKeys(state).size > 0,
    unsent: state.outbox.filter(({ status }) => status === "sending" || status === "slowed"),
  };
}

function known(state) {
  const held = state.outbox.filter(({ status }) => status === "held").map(({ message }) => message);
  return { lines: lines(state), oldest: state.oldest, pulse: state.pulse, held, isClosed: Boolean(state.closed), outbox: state.outbox };
}
