// The open queue: new items come in at their place, those that another moderator decided leave with a word.
const LEAVES_MS = 10_000;
const FRESH_MS = 5_000; // a page younger than this has missed nothing

export function keepQueue(live, htmx) {
  live.on("review:changed", (change) => (change.state === "waiting" ? arrive(change, htmx) : leave(change)));
  live.onState((state) => state === "live" && performance.now() > FRESH_MS && catchUp(htmx));
  new MutationObserver(showEmptiness).observe(document.getElementById("main"), { childList: true, subtree: true });
}

const queue = () => document.getElementById("queue");
const list = () => queue().querySelector("ol");
const rowOf = (review) => document.getElementById(`review-${review}`);

function arrive({ review, space, html }, htmx) {
  if (queue().dataset.space && queue().dataset.space !== space) return;
  const known = rowOf(review);
  if (known && isWorkedOn(known)) return;
  const after = [...list().children].find((row) => Number(row.dataset.review) > review);
  if (!known && !after && queue().dataset.more) return announce("One more item waits, behind this page.");
  const row = rowFrom(html);
  if (known) known.replaceWith(row);
  else list().insertBefore(row, after ?? null);
  htmx.process(row);
  announce(`${known ? "Changed" : "New"}: ${titleOf(row)}`);
}

function leave({ review, words }) {
  const row = rowOf(review);
  // My own decision is answered by htmx, with an undo.
  if (!row || row.querySelector(".htmx-request")) return;
  announce(`${words}: ${titleOf(row)}`);
  const note = document.createElement("p");
  note.className = "cop-notice cop-notice--needs";
  note.textContent = `${words}: ${titleOf(row)}`;
  if (isWorkedOn(row)) {
    row.querySelector(".cop-item").classList.add("cop-item--decided");
    row.querySelector(".cop-item__head").append(note);
  } else {
    row.replaceChildren(note);
    delete row.dataset.review;
    setTimeout(() => row.remove(), LEAVES_MS);
  }
}

// What was missed while the connection was away; never over what somebody is writing or has chosen.
function catchUp(htmx) {
  if (isWorkedOn(queue()) || queue().querySelector("input[data-choice]:checked")) return;
  htmx.ajax("GET", location.href, { target: "#queue", swap: "outerHTML" });
}

function isWorkedOn(row) {
  return row.contains(document.activeElement) || [...row.querySelectorAll("textarea")].some((field) => field.value);
}

function rowFrom(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

const titleOf = (row) => row.querySelector(".cop-item__title")?.textContent.trim() ?? "";

function announce(words) {
  document.getElementById("queue-news").textContent = words;
}

function showEmptiness() {
  const empty = document.getElementById("queue-empty");
  const isEmpty = list().childElementCount === 0;
  if (empty.hidden === isEmpty) empty.hidden = !isEmpty;
}
