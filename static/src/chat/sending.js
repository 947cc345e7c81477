// What becomes of our own lines until they stand in the room: the part of state.js that is about the outbox.
//
// An entry is { key, text, replyTo, confirmed, meant, status, error, code, tries, message }. `confirmed`: its author says that it
// tells nobody who a patient is; `meant`: that they mean a word that the space asks about. Its status is "sending" (waits for its turn or for an
// answer), "slowed" (too fast: it goes by itself in a moment), "failed" (with Retry, Copy and Discard), or, once the server has it
// but it has no place in the room, "held" or "declined" with the message. The key stays: sending again makes no second line (P2).
const MOST_TRIES = 5;
const MOST_SLOWED = 10;
const AGAIN = " It is sent by itself when the connection is back.";
const LINE_CODES = new Set(["no_answer", "no_line"]);

// What is sent next, or null. A line that waits holds up those after it, so that they keep their order.
export function nextToSend({ outbox }) {
  return outbox.find(({ status }) => status === "sending" || status === "slowed") ?? null;
}

// How the line stands, in words.
export function wordsOf({ status, error }) {
  if (status === "failed") return `Not sent. ${error}`;
  return status === "slowed" ? "Not sent yet: faster than people can read. It goes by itself in a few seconds." : "Sending…";
}

export const SENDING = {
  // The composer was sent: the line is shown at once.
  written: (state, { key, text, replyTo = null }) => withOutbox(state, [...state.outbox, entryOf({ key, text, replyTo })]),

  // Kept over a reload without an answer: what was received after all is known by its key.
  restored: (state, { entries }) => {
    const known = new Set([...state.messages.values()].filter(({ author }) => author === state.me).map(({ key }) => key));
    for (const { key } of state.outbox) known.add(key);
    const lost = entries.filter(({ key }) => !known.has(key)).map((entry) => entryOf(entry, { status: "failed", error: "The page was reloaded before an answer came." }));
    return withOutbox(state, [...state.outbox, ...lost]);
  },

  // To send what was asked about once more is to answer it: the button says so.
  retried: (state, { key }) => {
    const entry = state.outbox.find((each) => each.key === key);
    const said = ANSWERS[entry?.code]?.name;
    return withEntry(state, key, { status: "sending", error: null, code: null, tries: 0, ...(said && { [said]: true }) });
  },
  discarded: (state, { key }) => withOutbox(state, state.outbox.filter((entry) => entry.key !== key)),
  failed: (state, { key, error, code = null }) => {
    const entry = state.outbox.find((each) => each.key === key);
    return entry ? withEntry(state, key, failure(entry, error, code)) : state;
  },

  // A pause after "too fast" is over.
  rested: (state, { key }) => withEntry(state, key, { status: "sending" }),
  // The line is live again: what got no answer goes again under the same key, so many times.
  reconnected: (state) => {
    if (!state.outbox.some(goesAgain)) return state;
    return withOutbox(state, state.outbox.map((entry) => (goesAgain(entry) ? { ...entry, status: "sending", error: null } : entry)));
  },
};

// What its author can say to what they are asked, by the code of the refusal: its name in the event, and its words.
export const ANSWERS = {
  doubtful: { name: "confirmed", words: "It tells nobody who a patient is" },
  questioned: { name: "meant", words: "I mean it as it is" },
};

function failure({ tries }, error, code) {
  if (code === "too_fast" && tries < MOST_SLOWED) return { status: "slowed", error, code, tries: tries + 1 };
  const isLast = code === "no_answer" && tries + 1 >= MOST_TRIES;
  const words = LINE_CODES.has(code) && !isLast ? error + AGAIN : error;
  return { status: "failed", error: words, code, tries: code === "no_answer" ? tries + 1 : tries };
}

function goesAgain({ status, code, tries }) {
  return status === "failed" && LINE_CODES.has(code) && tries < MOST_TRIES;
}

function entryOf({ key, text, replyTo }, more = {}) {
  return { key, text, replyTo, confirmed: false, meant: false, status: "sending", error: null, code: null, tries: 0, message: null, ...more };
}

// The line stands in the room: it is on its way no more.
export function withoutPlaced(state, message) {
  return withOutbox(state, state.outbox.filter((entry) => !isOf(state, entry, message)));
}

// Our own line that waits for a moderator, or was declined, or was taken back before it was read. What stands in the room by now,
// told late, waits no more.
export function withoutPlace(state, message) {
  if (message.state === "removed" || isExpired(message)) return withoutPlaced(state, message);
  if (state.messages.has(message.id) || state.aside.has(message.id)) return state;
  const change = { text: "", status: message.state, error: null, code: null, message }; // its words are the server's now
  if (state.outbox.some((entry) => entry.key === message.key)) return withEntry(state, message.key, change);
  return withOutbox(state, [...state.outbox, entryOf({ key: message.key, text: "", replyTo: null }, change)]);
}

// The whole list of what waits. What waited when it was asked for (`asked`: their keys) and is not named any more was decided.
export function withHeld(state, held = [], asked = null) {
  const keys = new Set(held.map((message) => message.key));
  const isDecided = ({ status, key }) => status === "held" && !keys.has(key) && (asked === null || asked.has(key));
  return held.reduce(withoutPlace, withOutbox(state, state.outbox.filter((entry) => !isDecided(entry))));
}

// Whoever may not read the room any more keeps the words that never reached it, to copy or discard.
export function unsent({ outbox }, error) {
  return outbox.filter(({ message }) => !message).map((entry) => ({ ...entry, status: "failed", error, code: "closed" }));
}

export function heldKeys({ outbox }) {
  return new Set(outbox.filter(({ status }) => status === "held").map(({ key }) => key));
}

// The room no longer keeps it: nothing is shown of it.
export function isExpired(message) {
  return message.state === "expired";
}

function isOf(state, entry, message) {
  return message.author === state.me && entry.key === message.key;
}

function withEntry(state, key, change) {
  return withOutbox(state, state.outbox.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)));
}

function withOutbox(state, outbox) {
  return { ...state, outbox };
}
