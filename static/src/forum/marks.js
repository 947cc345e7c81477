// Reactions without leaving the page: a word is said or taken back, and the post comes back as it is by then. Without this the
// same buttons send the page's form.
import { csrfToken } from "../shell/token.js";
import { fetchPage } from "../shell/pages.js";
import { parse, tell } from "./fragments.js";

export function keepMarks(root, put) {
  root.addEventListener("click", (event) => react(event, put));
  root.addEventListener("click", showWho);
}

async function react(event, put) {
  const button = event.target.closest?.("button[data-react]");
  if (!button) return;
  event.preventDefault();
  const headers = { "HX-Request": "true", "X-CSRFToken": csrfToken() };
  try {
    const answer = await fetch(button.formAction, { method: "POST", headers });
    const text = await answer.text();
    if (!answer.ok) return tell(sentenceOf(text));
    put(parse(text));
    settle(button.dataset.react, parse(text).id);
  } catch {
    tell("Not sent: no answer came. Try again.");
  }
}

// The push may have been faster than the answer: what stands in the page counts.
function settle(word, id) {
  const buttons = [...document.getElementById(id).querySelectorAll(`[data-react="${word}"]`)];
  const shown = buttons.find((each) => each.offsetParent);
  shown?.focus({ preventScroll: true });
  tell(shown?.matches(".if-said") ? "Said, for everybody here to see." : "Taken back.");
}

function sentenceOf(text) {
  const words = parse(text || "<p></p>")?.textContent?.trim();
  return words && words.length < 300 ? words : "That could not be done. Try again.";
}

// Who reacted stands on a page of its own; here it is shown below, and put away when it is asked for again.
async function showWho(event) {
  const link = event.target.closest?.("a[data-who]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const list = link.closest(".cop-marks");
  const earlier = list.nextElementSibling?.matches(".cop-who") && list.nextElementSibling;
  link.setAttribute("aria-expanded", String(!earlier));
  if (earlier) return earlier.remove();
  try {
    const names = document.adoptNode((await fetchPage(link.href)).getElementById("reactions"));
    names.removeAttribute("id");
    names.classList.add("cop-who");
    list.after(names);
  } catch {
    location.href = link.href;
  }
}
