// Which text a page goes on with: what the server gave it, or what this tab has kept and could not save. Knows nothing of the page.
//
// A text is { text, title, turn, key, version }: `turn` counts the savings of its draft, 0 before the first.

// `page` came from the server, `isAnswer` where it brings back what could not be posted, `isQuoting` where it brings words to
// answer. `tab` is what this tab has kept, `isUnsaved` where the server does not have it. Gives the text to go on with, and
// `other` where both say something of their own: then somebody has to choose.
export function resume(page, tab) {
  if (!tab?.isUnsaved || page.isAnswer || isSame(page, tab)) return { text: page };
  if (page.isQuoting) return { text: { ...page, text: join(tab.text, page.text) }, isUnsaved: true };
  if (tab.turn === page.turn) return { text: tab, isUnsaved: true };
  if (page.turn === 0) return { text: { ...tab, turn: 0 }, isUnsaved: true };
  return { text: { ...tab, turn: page.turn }, isUnsaved: true, other: page };
}

export function isSame(one, other) {
  return one.text.trim() === other.text.trim() && one.title.trim() === other.title.trim();
}

function join(before, after) {
  return before.trim() ? `${before.trimEnd()}\n\n${after}` : after;
}

// What this tab has kept under a name, whatever stands there; null where that is nothing of ours.
export function parse(json) {
  try {
    const { text, title, turn, key, version, isUnsaved } = JSON.parse(json);
    if (typeof text !== "string" || typeof title !== "string") return null;
    return { text, title, turn: Number(turn) || 0, key: String(key ?? ""), version: String(version ?? ""), isUnsaved: Boolean(isUnsaved) };
  } catch {
    return null;
  }
}
