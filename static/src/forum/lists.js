// Goes on with a list when Enter is pressed in an item of it, and ends it in an empty one: with a line between, or what
// follows would belong to the item above. Knows nothing of the page.
const ITEM = /^([ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?/;

// What to do with the text of a field in which the caret stands at `caret`: put `insert` in the place of what stands between
// `from` and `to`. Null where Enter is just a new line.
export function goOn(text, caret) {
  const start = text.lastIndexOf("\n", caret - 1) + 1;
  const line = text.slice(start, caret);
  const item = ITEM.exec(line);
  if (!item || isCode(text.slice(0, start))) return null;
  const rest = text.slice(caret).split("\n", 1)[0];
  if (line.length === item[0].length && !rest.trim()) return { from: start, to: caret, insert: "\n" };
  return { from: caret, to: caret, insert: `\n${next(item)}` };
}

function next([, indent, bullet, number, sign, space, box]) {
  const mark = bullet ?? `${Number(number) + 1}${sign}`;
  return `${indent}${mark}${space}${box ? "[ ] " : ""}`;
}

// Between two fences a line that begins like an item is code.
function isCode(above) {
  return above.split("\n").filter((line) => /^ {0,3}(```|~~~)/.test(line)).length % 2 === 1;
}
