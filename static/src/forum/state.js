// What an open page of a topic knows, as a pure function of what was told: what it shows, what waits to be shown, and
// whether it has missed something and must ask. The database is the truth; a push is a hint, and may be lost or late.
//
// An article is {id, position, author, html}; a tombstone has no author, and what waits for a moderator no position.

export function begin({ topic, person, page, size, ...fresh }) {
  const state = { topic, person, page, size, waiting: new Map(), hasMore: false, isMissed: false, isGone: false };
  return { ...state, leadsTo: null, heard: new Set(), ...described(fresh), posts: byId(fresh.articles) };
}

export function reduce(state, event) {
  switch (event.type) {
    case "pushed":
      return event.change.topic === state.topic ? take(state, event.change, event.shows) : state;
    case "gone":
      return event.topic === state.topic ? missed(state) : state;
    case "fetched":
      return renew(state, event.fresh, event.shows);
    case "refused":
      return { ...settled(state), isGone: true, posts: new Map(), waiting: new Map(), hasMore: false, head: "" };
    case "emptied":
      return { ...settled(state), posts: new Map(), waiting: new Map(), hasMore: false };
    case "missed":
      return missed(state);
    case "opened":
      return { ...state, posts: new Map([...state.posts, ...state.waiting]), waiting: new Map() };
    case "own":
      return hear(put(without(state, event.article.id), event.article), event.article.position);
    case "forget":
      return without(state, event.id);
    default:
      return state;
  }
}

// What stands on the page, in the order of places; what has none stands last.
export function shown(state) {
  return [...state.posts.values()].sort((one, other) => placeOf(one) - placeOf(other) || one.id - other.id);
}

export function wantsCatchUp(state) {
  return state.isMissed || state.seen > state.known;
}

function described({ posts, layout, isClosed, head }) {
  return { known: posts, seen: posts, layout, isClosed, head };
}

function missed(state) {
  return { ...state, isMissed: true };
}

function settled(state) {
  return { ...state, isMissed: false, seen: state.known };
}

function byId(articles) {
  return new Map(articles.map((article) => [article.id, article]));
}

function placeOf(article) {
  return article.position || Infinity;
}

// Once places were given anew, what was told with the old ones has nothing to say: the page asks.
function take(state, change, shows) {
  if (state.isGone || change.layout > state.layout) return missed(state);
  if (change.layout < state.layout) return state;
  const next = restate(state, change);
  return change.post ? takePost(next, change, shows) : next;
}

// Who may reply is not the same for everybody: where that changes, the page asks.
function restate(state, { posts = 0, head_html: head = state.head, is_locked: isLocked, row_html: row }) {
  const isClosed = row === undefined ? state.isClosed : Boolean(isLocked || !row);
  const next = { ...state, seen: Math.max(state.seen, posts), head, isClosed };
  return isClosed === state.isClosed ? next : missed(next);
}

function takePost(state, change, shows) {
  const article = articleOf(change);
  const earlier = state.posts.get(article.id) ?? state.waiting.get(article.id);
  const next = hear(state, article.position);
  if (opensOrCloses(earlier, article)) return missed(earlier ? put(next, article) : next);
  if (earlier) return put(next, article);
  if (!article.position) return next;
  if (Math.ceil(article.position / state.size) !== state.page) {
    return { ...next, hasMore: next.hasMore || (article.position > state.known && Boolean(article.author)) };
  }
  return arrive(next, article, shows);
}

function articleOf({ post: id, position, author, state, html }) {
  const isTombstone = ["removed", "hidden", "purged"].includes(state);
  return { id, position, author: isTombstone ? null : author, html };
}

// The first post takes its topic with it, and brings it back; a page without it can't tell whether that has happened.
function opensOrCloses(earlier, article) {
  return article.position === 1 && (!earlier || Boolean(earlier.author) !== Boolean(article.author));
}

function arrive(state, article, shows) {
  const isQuiet = !article.author || article.author === state.person;
  if (shows || isQuiet) return put(state, article);
  return { ...state, waiting: new Map(state.waiting).set(article.id, article) };
}

// In the place of its earlier self, wherever that is.
function put(state, article) {
  const name = state.waiting.has(article.id) ? "waiting" : "posts";
  return { ...state, [name]: new Map(state[name]).set(article.id, article) };
}

function without(state, id) {
  const [posts, waiting] = [new Map(state.posts), new Map(state.waiting)];
  posts.delete(id);
  waiting.delete(id);
  return { ...state, posts, waiting };
}

// Places up to `known` were told without a gap; `heard` are those beyond one.
function hear(state, position) {
  if (!position || position <= state.known) return state;
  const heard = new Set(state.heard).add(position);
  let known = state.known;
  while (heard.delete(known + 1)) known += 1;
  return { ...state, known, heard, seen: Math.max(state.seen, position) };
}

// The page as it is now: what is new in it waits like any other arrival, what is no longer in it goes.
function renew(state, fresh, shows) {
  if (fresh.topic !== state.topic) return { ...settled(state), leadsTo: fresh.topic, waiting: new Map() };
  const isSame = fresh.layout === state.layout;
  const hasMore = state.hasMore || (fresh.posts > state.known && fresh.lastPage > state.page);
  const cleared = { ...state, ...described(fresh), posts: new Map(), waiting: new Map(), heard: new Set() };
  let next = { ...cleared, isMissed: false, isGone: false, hasMore: hasMore && fresh.lastPage > state.page };
  for (const article of fresh.articles) {
    const isNew = isSame && article.position > state.known && !state.posts.has(article.id);
    const waits = state.waiting.has(article.id) || isNew;
    next = waits ? arrive(next, article, shows && !state.waiting.has(article.id)) : put(next, article);
  }
  if (!isSame) return next;
  for (const position of state.heard) next = hear(next, position);
  return { ...next, seen: Math.max(next.seen, state.seen) };
}
