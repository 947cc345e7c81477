// What the room is, in words: open, for announcements, closed, archived. Nobody is here in one that is archived.
export function showState(state) {
  const place = document.getElementById("room-state");
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  place.textContent = place.dataset[state];
  document.getElementById("presence").hidden = state === "archived";
}
