// Topics as open pages know them: static/src/forum/state.js itself, asked in JSON, a line each.
//
//   {"page": 1, "begin": {…}}, {"page": 1, "tell": {…}} or {"page": 1}  →  what the page shows, holds back and wants
import { createInterface } from "node:readline";
import { begin, reduce, shown, wantsCatchUp } from "../../static/src/forum/state.js";

const pages = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { page, ...asked } = JSON.parse(line);
  if (asked.begin) pages.set(page, begin(asked.begin));
  if (asked.tell) pages.set(page, reduce(pages.get(page), asked.tell));
  process.stdout.write(JSON.stringify(standing(pages.get(page))) + "\n");
}

function standing(state) {
  const { head, isGone, leadsTo, known, layout, hasMore } = state;
  const waiting = [...state.waiting.values()];
  return { shown: shown(state), waiting, wantsCatchUp: wantsCatchUp(state), head, isGone, leadsTo, known, layout, hasMore };
}
