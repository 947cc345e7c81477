// What the page knows of a room: a pure function from what was known and what happened to what is known now. No DOM, no
// socket, no clock: whoever draws or speaks reads it from the state.
//
// A message is { id, seq, changed, key, author, html, state }. The room's pulse counts its changes: `state.pulse` is the
// last one up to which nothing was missed. A change that comes early waits in `early`; after a second the page asks for
// what it missed (design.md section 5). `messages` are the lines from `oldest` on, without a hole; what is told of lines before
// them lies in `aside` until their page comes, which may have been read before that.
import { pause } from "../live/line.js";
import { quotedBy, quoting } from "./quotes.js";
import { SENDING, heldKeys, isExpired, unsent, withHeld, withoutPlace, withoutPlaced } from "./sending.js";

export const GAP_MS = 1000;
const WHILE_CLOSED = new Set(["opening", "opened", "discarded"]);

export function begin({ me, pulse = 0, messages = [], held = [] }) {
  return withHeld(withPage({ ...nothing(me), pulse }, messages), held);
}

export function reduce(state, event) {
  if (state.closed && !WHILE_CLOSED.has(event.type)) return state;
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

// The page before the oldest line: `before` is what to ask for, and the whole comes back with the answer ("older").
export function olderPage({ oldest, era }) {
  return { before: oldest, era };
}

// Whether to ask what was missed: told so by a heartbeat, or waiting too long for a change in between.
export function wantsSync(state, now) {
  if (state.closed || state.syncing || now < state.syncFrom) return false;
  return state.behind || (state.gapSince !== null && now - state.gapSince >= GAP_MS);
}

const EVENTS = {
  ...SENDING,

  // Ours was answered: shown in its place whatever else is still on its way.
  sent: (state, { message, now }) => EVENTS.arrived(keep(state, message), { message, now }),

  // Pushed: message:new or message:changed.
  arrived: (state, { message, now }) => {
    if (message.changed === null || message.changed <= state.pulse) return keep(state, message);
    return settle({ ...state, early: new Map(state.early).set(message.changed, message) }, now);
  },

  // A heartbeat told the room's pulse. A lower one than ours is old, or of a restored database: asking tells.
  beat: (state, { pulse }) => (pulse === state.pulse ? state : { ...state, behind: true }),

  syncing: (state) => ({ ...state, syncing: true }),
  unsynced: (state, { now = 0, random = 0.5 }) => {
    const syncFrom = now + pause(state.syncTries, random);
    return { ...state, syncing: false, behind: true, syncTries: state.syncTries + 1, syncFrom };
  },
  synced: (state, answer) => caughtUp(state, answer),

  opening: (state) => ({ ...state, opening: heldKeys(state) }),
  opened: (state, answer) => ({ ...withHeld(caughtUp({ ...state, closed: null }, answer), answer.held, state.opening), opening: null }),

  // A page that was asked for before the log began anew, or was cut, fits nowhere.
  older: (state, { messages, before = state.oldest, era = state.era }) => (before === state.oldest && era === state.era ? withPage(state, messages) : state),

  // The newest lines stay; older ones are asked for again when somebody scrolls there.
  trimmed: (state, { most }) => {
    const kept = inOrder(state).slice(-most);
    return kept.length === state.messages.size ? state : { ...state, oldest: kept[0].seq, messages: new Map(kept.map((message) => [message.id, message])) };
  },

  closed: (state, { reason }) => ({ ...nothing(state.me), era: state.era + 1, outbox: unsent(state, reason), closed: reason }),
};

function nothing(me) {
  return {
    me,
    pulse: 0,
    messages: new Map(),
    oldest: Infinity,
    aside: new Map(),
    era: 0, // counts how often the log began anew
    early: new Map(),
    gapSince: null,
    behind: false,
    syncing: false,
    syncTries: 0,
    syncFrom: 0,
    opening: null,
    outbox: [],
    closed: null,
  };
}

// What was missed is here: everything up to the answer's pulse is known.
function caughtUp(state, { pulse, messages, reset, now }) {
  const base = reset ? startedOver(state, pulse) : state;
  const known = base.oldest === Infinity ? withPage(base, messages) : messages.reduce(keep, base);
  const reached = messages.reduce((most, message) => Math.max(most, message.changed), Math.max(pulse, base.pulse));
  const behind = reset && state.pulse > reached; // what came while it was on its way is to be asked for again
  return settle({ ...known, pulse: reached, behind, syncing: false, syncTries: 0, syncFrom: 0, gapSince: null }, now);
}

// A pulse lower than ours means another database: what came early belongs to the one that is gone.
function startedOver(state, pulse) {
  const early = pulse < state.pulse ? new Map() : state.early;
  return { ...state, messages: new Map(), oldest: Infinity, aside: new Map(), era: state.era + 1, pulse: 0, early };
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
  const oldest = messages.length ? Math.min(state.oldest, ...messages.map(({ seq }) => seq)) : 1;
  const known = [...state.aside.values()];
  const aside = new Map(known.filter(({ seq }) => seq < oldest).map((message) => [message.id, message]));
  return [...messages, ...known.filter(({ seq }) => seq >= oldest)].reduce(keep, { ...state, oldest, aside });
}

// The newer of two versions stays, here or, for a line from before the oldest page, aside.
function keep(state, message) {
  if (message.changed === null) return withoutPlace(state, current(state, message));
  const place = message.seq < state.oldest ? "aside" : "messages";
  const next = withoutPlaced(state, message);
  if (next[place].get(message.id)?.changed >= message.changed) return next;
  const fresh = current(next, message);
  return requoted({ ...next, [place]: new Map(next[place]).set(message.id, fresh) }, fresh);
}

function inOrder(state) {
  return [...state.messages.values()].sort((a, b) => a.seq - b.seq);
}

// Lines that answer this one, placed or waiting, quote it as it is now. They stand below it.
function requoted(state, quoted) {
  const isReply = (message) => message && (message.seq === null || message.seq > quoted.seq) && quotedBy(message) === quoted.id;
  const replies = [...state.messages.values()].filter(isReply);
  const messages = replies.length ? new Map(state.messages) : state.messages;
  for (const reply of replies) messages.set(reply.id, quoting(reply, quoted));
  const outbox = state.outbox.map((entry) => (isReply(entry.message) ? { ...entry, message: quoting(entry.message, quoted) } : entry));
  return { ...state, messages, outbox };
}

// A line with its quotation as we know the quoted line.
function current(state, message) {
  const id = quotedBy(message);
  const quoted = id === null ? null : (state.messages.get(id) ?? state.aside.get(id));
  return quoted ? quoting(message, quoted) : message;
}
