// Whoever signs out leaves nothing that they have begun to write in this browser. A sign-in that merely ends keeps it.
const BEGUN = /^(draft|outbox) /;
const LEFT = "signed out";

export function forgetBegun(root, main) {
  const channel = new BroadcastChannel(LEFT);
  const isOut = root.querySelector("[data-signed-out]");
  if (isOut || sessionStorage.getItem(LEFT)) forget();
  if (isOut) channel.postMessage(LEFT);
  if (main?.dataset.person) channel.onmessage = leave;
}

// Another tab of theirs: an open room would keep once more what stands in it, so that it is forgotten by the page that follows.
// What is being written elsewhere stays where it is: its page says that it is signed out and loses nothing.
function leave() {
  if (!document.getElementById("room")) return forget();
  sessionStorage.setItem(LEFT, "yes");
  location.reload();
}

function forget() {
  for (const place of Object.keys(sessionStorage)) if (BEGUN.test(place)) sessionStorage.removeItem(place);
  sessionStorage.removeItem(LEFT);
}
