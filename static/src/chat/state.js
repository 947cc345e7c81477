// What the page knows of a room: a pure function from what was known and what happened to what is known now. No DOM, no
// socket, no clock: whoever draws or speaks reads it from the state.
//
// A message is { id, seq, changed, key, author, html, state }. The room's pulse counts its changes: `state.pulse` is the
// last one up to which nothing was missed. A change that comes early waits in `early`; after a second the page asks for
// what it missed (design.md section 5).
export const GAP_MS = 1000;

export function begin({ me, pulse = 0, messages = [], held = [] }) {
  const empty = { me, pulse, messages: new Map(), oldest: Infinity, early: new Map(), gapSince: null, behind: false, syncing: false, outbox: [], closed: null };
  return withHeld(withPage(empty, messages), held);
}

export function reduce(state, event) {
  if (state.closed && event.type !== "opened") return state;
  return EVENTS[event.type](state, event);
}

// Lines in the order of the room.
export function lines(state) {
  return inOrder(state).filter((message) => !isExpired(message));
}

// Lines that the room no longer keeps: nothing is shown of them. They are remembered, so that what comes late brings none back.
export function expired(state) {
  return [...state.messages.values()].filter(isExpired);
}

export function hasOlder(state) {
  return state.oldest !== Infinity && state.oldest > 1;
}

// Whether to ask what was missed: told so by a heartbeat, or waiting too long for a change in between.
export function wantsSync(state, now) {
  if (state.closed || state.syncing) return false;
  return state.behind || (state.gapSince !== null && now - state.gapSince >= GAP_MS);
}

const EVENTS = {
  // The composer was sent: the line is shown at once.
  written: (state, { key, text, replyTo = null }) => withOutbox(state, [...state.outbox, { key, text, replyTo, status: "sending", error: null, message: null }]),
  // Kept over a reload without an answer: what was received after all is known by its key.
  restored: (state, { entries }) => {
    const known = new Set([...state.messages.values()].filter(({ author }) => author === state.me).map(({ key }) => key));
    for (const { key } of state.outbox) known.add(key);
    const lost = entries.filter(({ key }) => !known.has(key));
    return withOutbox(state, [...state.outbox, ...lost.map((entry) => ({ ...entry, status: "failed", error: "The page was reloaded before an answer came.", message: null }))]);
  },
  retried: (state, { key }) => withEntry(state, key, { status: "sending", error: null }),
  discarded: (state, { key }) => withOutbox(state, state.outbox.filter((entry) => entry.key !== key)),
  failed: (state, { key, error }) => withEntry(state, key, { status: "failed", error }),

  // Ours was answered: shown in its place whatever else is still on its way.
  sent: (state, { message, now }) => EVENTS.arrived(keep(state, message), { message, now }),

  // Pushed: message:new or message:changed.
  arrived: (state, { message, now }) => {
    if (message.changed === null || message.changed <= state.pulse) return keep(state, message);
    return settle({ ...state, early: new Map(state.early).set(message.changed, message) }, now);
  },

  // A heartbeat told the room's pulse.
  beat: (state, { pulse }) => (pulse > state.pulse ? { ...state, behind: true } : state),

  syncing: (state) => ({ ...state, syncing: true }),
  unsynced: (state) => ({ ...state, syncing: false, behind: true }),
  synced: (state, answer) => caughtUp(state, answer),
  opened: (state, answer) => withHeld(caughtUp({ ...state, closed: null }, answer), answer.held),

  older: (state, { messages }) => withPage(state, messages),

  // The newest lines stay; older ones are asked for again when somebody scrolls there.
  trimmed: (state, { most }) => {
    const kept = inOrder(state).slice(-most);
    return kept.length === state.messages.size ? state : { ...state, oldest: kept[0].seq, messages: new Map(kept.map((message) => [message.id, message])) };
  },
  closed: (state, { reason }) => ({ ...begin({ me: state.me }), oldest: Infinity, closed: reason }),
};

// What was missed is here: everything up to the answer's pulse is known.
function caughtUp(state, { pulse, messages, reset, now }) {
  const base = reset ? startedOver(state, pulse) : state;
  const known = base.oldest === Infinity ? withPage(base, messages) : messages.reduce((known, message) => keep(known, message), base);
  const reached = messages.reduce((most, message) => Math.max(most, message.changed), Math.max(pulse, base.pulse));
  return settle({ ...known, pulse: reached, behind: false, syncing: false, gapSince: null }, now);
}

// A pulse lower than ours means another database: what came early belongs to the one that is gone.
function startedOver(state, pulse) {
  const early = pulse < state.pulse ? new Map() : state.early;
  return { ...state, messages: new Map(), oldest: Infinity, pulse: 0, early };
}

// Take early changes in as soon as nothing is missing before them; note since when something is.
function settle(state, now = 0) {
  const early = new Map(state.early);
  for (const changed of early.keys()) if (changed <= state.pulse) early.delete(changed);
  let next = { ...state, early };
  while (early.has(next.pulse + 1)) {
    const message = early.get(next.pulse + 1);
    early.delete(message.changed);
    next = { ...keep(next, message), pulse: message.changed };
  }
  return { ...next, gapSince: early.size === 0 ? null : (state.gapSince ?? now) };
}

// A page of the log: from its first line on, nothing is missing. An empty one means that there is nothing before.
function withPage(state, messages) {
  const oldest = messages.length ? Math.min(state.oldest, messages[0].seq) : 1;
  return messages.reduce((known, message) => keep(known, message), { ...state, oldest });
}

// The newer of two versions stays. A line from before the oldest page is left out: it comes with its own page, as it is then.
function keep(state, message) {
  if (message.changed === null) return withoutPlace(state, message);
  const outbox = state.outbox.filter((entry) => !isOf(state, entry, message));
  const known = state.messages.get(message.id);
  if (message.seq < state.oldest || known?.changed >= message.changed) return { ...state, outbox };
  return { ...state, outbox, messages: new Map(state.messages).set(message.id, message) };
}

// Our own line that waits for a moderator, or was declined, or was taken back before it was read.
function withoutPlace(state, message) {
  if (message.state === "removed" || isExpired(message)) return withOutbox(state, state.outbox.filter((entry) => !isOf(state, entry, message)));
  const entry = { key: message.key, text: "", replyTo: null, status: message.state, error: null, message };
  if (!state.outbox.some((other) => other.key === message.key)) return withOutbox(state, [...state.outbox, entry]);
  return withEntry(state, message.key, { status: message.state, error: null, message });
}

// The whole list of what waits: what it does not name any more was decided meanwhile.
function withHeld(state, held = []) {
  const keys = new Set(held.map((message) => message.key));
  const outbox = state.outbox.filter((entry) => entry.status !== "held" || keys.has(entry.key));
  return held.reduce(withoutPlace, { ...state, outbox });
}

function inOrder(state) {
  return [...state.messages.values()].sort((a, b) => a.seq - b.seq);
}

function isExpired(message) {
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
