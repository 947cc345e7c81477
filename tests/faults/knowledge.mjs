// Keeps what several pages know of their rooms, by the page's own reducer: a line of JSON in, a line of JSON out.
// Run by tests/faults/knowledge.py.
import { createInterface } from "node:readline";
import { begin, lines, reduce, wantsSync } from "../../static/src/chat/state.js";

const pages = new Map();

const ASKED = {
  begin: ({ page, me }) => pages.set(page, begin({ me })),
  tell: ({ page, event }) => pages.set(page, reduce(pages.get(page), event)),
  look: () => {},
  show: () => {},
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  ASKED[asked.what](asked);
  const state = pages.get(asked.page);
  const answer = { pulse: state.pulse, wantsSync: wantsSync(state, asked.now), closed: state.closed };
  if (asked.what === "show") Object.assign(answer, { lines: lines(state), outbox: state.outbox.map(({ key, text, status }) => ({ key, text, status })) });
  console.log(JSON.stringify(answer));
}
