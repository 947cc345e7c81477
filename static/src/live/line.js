// What the page knows of its line to the server: a pure function from what was known and what happened to what is known now
// and what is to be done. No DOM, no socket, no clock: connection.js does what is asked and tells how it went.
//
//   const { state, effects } = step(state, { type, now, random, … });
//
// `state.phase` is what the page may say of itself:
//   connecting           for the first time
//   live                 answered in time, and everything on this page that listens is current
//   syncing              open again or just awake: not yet known to be current
//   reconnecting         nothing gets through; it is tried again by itself
//   signed-out, stale    refused: trying again would change nothing
//   closed               ended by the server until somebody comes back to this page; `state.reason` says why
//
// Effects: { do: "connect", transport, attempt }, { do: "drop" }, { do: "ping", attempt }, { do: "sync", attempt, round },
// { do: "wait", after, then } (tell `then` after so many ms; a later wait replaces it) and { do: "probe", after, attempt }
// (find out whether a WebSocket would open by then). What comes of an effect is told with its attempt and round.
export const TICK_MS = 2_000;
const SLEPT_MS = 7_000; // a timer of two seconds that is so late was stopped with its machine
const SLEPT_HIDDEN_MS = 75_000; // browsers let the timers of a hidden page run once a minute
const QUIET_MS = 30_000; // the server speaks every 25 s
const FRESH_MS = 5_000; // what was heard so lately needs no asking
const LEAST_MS = 500;
const MOST_MS = 15_000;
const RETURN_MS = 2_000; // told to come back, all pages do so within this
const STEADY_MS = 10_000; // a line that stood so long begins anew with its patience
const BLOCKED_MS = 10 * 60_000; // where no WebSocket opened, polling comes first for so long
const FIRST_PROBE_MS = 30_000; // it may have been the server that was away
const PROBE_MS = 5 * 60_000;

const STAY = "too_many"; // the server's reasons, docs/protocol.md
const AT_ONCE = "restarting";
const REFUSALS = { signed_out: "signed-out", stale_page: "stale" };
const ENDED = new Set(Object.values(REFUSALS));

export function begin(now) {
  return {
    phase: "connecting",
    reason: null,
    attempt: 0,
    round: 0, // of catching up
    transport: "websocket",
    isConnecting: false,
    isOpen: false,
    isAsking: false, // a ping is on its way
    isHidden: false,
    wasLive: false,
    tries: 0, // in vain, one after the other
    liveAt: now,
    heardAt: now,
    tickedAt: now,
    blockedUntil: 0, // for WebSockets
    farewell: null, // why the server is about to end the connection
  };
}

export function step(state, event) {
  const isOld = event.attempt !== undefined && event.attempt !== state.attempt;
  return isOld || ENDED.has(state.phase) ? only(state) : EVENTS[event.type](state, event);
}

// Full jitter between half a second and a bound that doubles: a thousand pages do not come back in one moment.
export function pause(tries, random) {
  const most = Math.min(MOST_MS, 2 * LEAST_MS * 2 ** tries);
  return LEAST_MS + random * (most - LEAST_MS);
}

const EVENTS = {
  started: (state) => connect(state, "websocket"),
  retry: (state, { now }) => (state.isOpen || state.isConnecting ? only(state) : connect(state, transportAt(state, now))),

  // The handshake was accepted: the page comes up to date before it calls itself connected.
  opened: (state, { now }) => {
    const open = uncertain({ ...state, isOpen: true, isConnecting: false, isAsking: false, heardAt: now, tickedAt: now, farewell: null });
    if (open.transport === "websocket") return catchUp({ ...open, blockedUntil: 0 });
    return catchUp({ ...open, blockedUntil: now + BLOCKED_MS }, probe(open, FIRST_PROBE_MS));
  },

  refused: (state, event) => {
    if (!(event.code in REFUSALS)) return EVENTS.lost(state, event);
    return only({ ...away(state), phase: REFUSALS[event.code] }, { do: "drop" });
  },

  // The server says why it ends the connection.
  told: (state, { reason }) => only({ ...state, farewell: reason }),

  lost: (state, { now, random }) => {
    const { farewell } = state;
    if (farewell === STAY) return only({ ...away(state), phase: "closed", reason: farewell }, { do: "drop" });
    if (!state.isOpen && state.transport === "websocket") return connect(away(state), "polling");
    const tries = state.isOpen && now - state.liveAt > STEADY_MS ? 0 : state.tries;
    const after = farewell === AT_ONCE ? random * RETURN_MS : pause(tries, random);
    return only({ ...away(state), tries: tries + 1 }, { do: "drop" }, { do: "wait", after, then: "retry" });
  },

  heard: (state, { now }) => only({ ...state, heardAt: now }),

  // A question of the page got no answer in time. So does the sign of life that is asked for then: whatever the transport
  // believes, the line is dead.
  unanswered: (state) => (state.isOpen ? doubt(state) : only(state)),
  dead: (state, event) => {
    if (!state.isOpen) return only(state);
    return state.tries ? EVENTS.lost(state, event) : connect({ ...away(state), tries: 1 }, transportAt(state, event.now));
  },
  answered: (state, { now }) => {
    const known = { ...state, isAsking: false, heardAt: now };
    return state.phase === "live" ? only(known) : catchUp(known);
  },

  // Only the last catch-up counts: an earlier one may have been asked for before the page slept.
  synced: (state, { now, round = state.round }) => {
    if (!state.isOpen || state.isAsking || state.phase === "live" || round !== state.round) return only(state);
    return only({ ...state, phase: "live", wasLive: true, liveAt: now });
  },
  unsynced: (state, { random, round = state.round }) => {
    if (!state.isOpen || round !== state.round) return only(state);
    return only({ ...uncertain(state), tries: state.tries + 1 }, { do: "wait", after: pause(state.tries, random), then: "resync" });
  },
  resync: (state) => (state.isOpen && state.phase !== "live" ? catchUp(state) : only(state)),
  // Something on this page wants to be current from now on.
  joined: (state) => (state.isOpen ? catchUp(uncertain(state)) : only(state)),

  ticked: (state, { now, isHidden = false }) => {
    const ticked = { ...state, tickedAt: now, isHidden };
    if (state.phase === "closed") return only(ticked);
    if (hasSlept(state, now)) return wake(ticked, now);
    return ticked.isOpen && now - ticked.heardAt > QUIET_MS ? doubt(ticked) : only(ticked);
  },
  // Somebody looks at the page again, or the network is said to be back.
  woke: (state, event) => {
    const { now } = event;
    const woken = { ...state, tickedAt: now, isHidden: false };
    if (event.hasSlept || hasSlept(state, now)) return wake(woken, now);
    if (!state.isOpen) return state.isConnecting ? only(woken) : wake(woken, now);
    if (now - state.heardAt > QUIET_MS) return doubt(woken);
    return now - state.heardAt > FRESH_MS ? ask(woken) : only(woken);
  },
  // The network is said to be gone.
  doubted: (state) => (state.isOpen ? doubt(state) : only(state)),

  probed: (state, { works }) => {
    if (!state.isOpen || state.transport === "websocket") return only(state);
    return works ? connect(away(state), "websocket") : only(state, probe(state, PROBE_MS));
  },
};

function hasSlept({ tickedAt, isHidden }, now) {
  return now - tickedAt > (isHidden ? SLEPT_HIDDEN_MS : SLEPT_MS);
}

// Nobody knows how long the page was away.
function wake(state, now) {
  return state.isOpen ? doubt(state) : connect({ ...state, tries: 0 }, transportAt(state, now));
}

function doubt(state) {
  return ask(uncertain(state));
}

function ask(state) {
  return state.isAsking ? only(state) : only({ ...state, isAsking: true }, { do: "ping", attempt: state.attempt });
}

function catchUp(state, ...effects) {
  const round = state.round + 1;
  return only({ ...state, round }, { do: "sync", attempt: state.attempt, round }, ...effects);
}

// A connection that is there, or on its way, is given up for the new one.
function connect(state, transport) {
  const attempt = state.attempt + 1;
  const phase = state.phase === "closed" ? "reconnecting" : state.phase;
  return only({ ...state, phase, reason: null, transport, attempt, isConnecting: true }, { do: "connect", transport, attempt });
}

function away(state) {
  const isFirst = !state.wasLive && !state.isOpen && state.transport === "websocket" && state.tries === 0;
  const phase = isFirst ? state.phase : "reconnecting";
  return { ...state, phase, isOpen: false, isConnecting: false, isAsking: false, farewell: null };
}

function uncertain(state) {
  return { ...state, phase: state.phase === "connecting" ? "connecting" : "syncing" };
}

function transportAt({ blockedUntil }, now) {
  return now < blockedUntil ? "polling" : "websocket";
}

function probe({ attempt }, after) {
  return { do: "probe", after, attempt };
}

function only(state, ...effects) {
  return { state, effects };
}
