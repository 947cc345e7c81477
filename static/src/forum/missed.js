// When a page has missed something: its connection was away, or came so late that the page is old by then.
const LATE_MS = 1_500;

export function whenMissed(live, catchUp) {
  let wasLive = false;
  let wasAway = false;
  live.onState((state) => {
    if (state !== "live") {
      wasAway = true;
      return;
    }
    if (wasLive ? wasAway : performance.now() > LATE_MS) catchUp();
    wasLive = true;
    wasAway = false;
  });
}
