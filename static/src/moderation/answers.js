// What htmx does with the answer to a decision: refusals are shown where they belong, and the focus goes on to the next item.
const ROW = "[data-review]";

export function keepAnswers(root) {
  let next = null;
  root.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status >= 400) showRefusal(detail);
    else if (detail.target.matches(ROW)) next = follower(detail.target);
  });
  root.addEventListener("htmx:afterSwap", ({ target }) => {
    if (next) next.focus();
    else if (target.id === "queue") (target.querySelector(".nhsuk-error-summary") ?? target.querySelector('[tabindex="-1"]'))?.focus();
    else target.querySelector?.("select, textarea")?.focus();
    next = null;
  });
  root.addEventListener("htmx:sendError", ({ detail }) => say(detail.elt, "That was not sent: there is no connection. Try again."));
}

// 409 takes the item's place, 422 the form's; anything else is said below the item.
function showRefusal(detail) {
  detail.shouldSwap = true;
  detail.isError = false;
  if ([409, 422].includes(detail.xhr.status)) return;
  const slot = detail.target.querySelector?.(".cop-item__form");
  if (!slot) return;
  detail.target = slot;
  detail.swapOverride = "innerHTML";
}

function follower(row) {
  const other = row.nextElementSibling ?? row.previousElementSibling;
  return (other?.matches(ROW) ? other : document).querySelector('[tabindex="-1"][id$="-title"]');
}

function say(button, words) {
  const slot = button.closest(ROW)?.querySelector(".cop-item__form");
  if (!slot) return;
  const notice = document.createElement("p");
  notice.className = "cop-notice cop-notice--bad";
  notice.setAttribute("role", "alert");
  notice.textContent = words;
  slot.replaceChildren(notice);
}
