// How soon one can write again here, in words; nothing where that is as one likes.
export function showSlowness(slow) {
  const place = document.getElementById("room-slow");
  if (place.dataset.slow === String(slow)) return;
  place.dataset.slow = slow;
  place.textContent = place.dataset[slow] ?? "";
}

// What the room is, in words: open, for announcements, closed, archived. Nobody is here in one that is archived.
export function showState(state) {
  const place = document.getElementById("room-state");
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  place.textContent = place.dataset[state];
  document.getElementById("presence").hidden = state === "archived";
}
