// Lines as elements: taken over from the page, made from what the server sent, or made here while they are on their way.
import { ANSWERS, wordsOf } from "./sending.js";

const QUIET = "a.cop-line__name, a.cop-line__when, .cop-line__actions :is(a, button), .cop-line__marks button";

// What the server rendered, as messages of the state.
export function adopt(page) {
  const read = (list) => [...page.querySelectorAll(`${list} article.cop-line`)].map(messageOf);
  return { messages: read("#lines"), held: read("#waiting") };
}

function messageOf(article) {
  const { id, seq, changed, key, author, state } = article.dataset;
  const number = (text) => (text ? Number(text) : null);
  return { id: Number(id), seq: number(seq), changed: number(changed), key, author: Number(author), state, html: article.outerHTML };
}

// An item of the log for a message. Its links and buttons are reached from the line, not one by one from the log:
// fifty lines would otherwise stand between the reader and the composer.
export function itemOf(message, me) {
  const item = document.createElement("li");
  item.innerHTML = message.html;
  const article = item.firstElementChild;
  article.tabIndex = -1;
  name(article);
  rest(article);
  if (message.author === me) item.setAttribute("aria-live", "off");
  for (const mark of article.querySelectorAll(".cop-mark")) {
    mark.setAttribute("aria-pressed", String(mark.dataset.people.split(" ").includes(String(me))));
  }
  return item;
}

// The line is called by its author, time and words; what can be done with it says whose message it is about.
function name(article) {
  const parts = [...article.querySelectorAll(".cop-line__head, .cop-line__body, .cop-line__main > .cop-line__state")];
  parts.forEach((part, at) => (part.id = `${article.id}-${at}`));
  article.setAttribute("aria-labelledby", parts.map(({ id }) => id).join(" "));
  for (const mark of article.querySelectorAll(".cop-mark")) mark.append(ofWhom(article));
}

function ofWhom({ dataset }) {
  return Object.assign(document.createElement("span"), { className: "nhsuk-u-visually-hidden", textContent: `, message of ${dataset.name}` });
}

export function rest(article) {
  for (const each of article.querySelectorAll(QUIET)) each.tabIndex = -1;
  article.querySelector("[data-actions]")?.remove();
}

// The line that is pointed at or has the focus shows what may be done with it.
export function wake(article) {
  const place = article.querySelector(".cop-line__actions");
  for (const each of article.querySelectorAll(QUIET)) each.removeAttribute("tabindex");
  if (!place || place.querySelector("[data-actions]")) return;
  const actions = copyOf("line-actions");
  for (const button of actions.querySelectorAll("button")) button.append(ofWhom(article));
  place.prepend(actions);
}

export function copyOf(id) {
  return document.getElementById(id).content.cloneNode(true).firstElementChild;
}

// Our line before the server has answered, or after it did not.
export function itemOfEntry(entry) {
  const item = document.createElement("li");
  const line = copyOf("line-on-its-way");
  const isFailed = entry.status === "failed";
  line.dataset.key = entry.key;
  line.tabIndex = -1;
  line.querySelector(".cop-line__body").append(paragraphOf(entry.text));
  line.classList.toggle("cop-line--pending", !isFailed);
  line.classList.toggle("cop-line--failed", isFailed);
  line.querySelector("[data-words]").textContent = wordsOf(entry);
  for (const button of line.querySelectorAll("[data-do]")) button.hidden = entry.status === "sending" || (button.dataset.do === "retry" && !isFailed);
  const answer = ANSWERS[entry.code];
  if (answer) line.querySelector("[data-do=retry]").textContent = `${answer.words}: send it`;
  if (entry.status === "sending") item.setAttribute("aria-live", "off"); // whoever wrote it knows
  item.append(line);
  return item;
}

function paragraphOf(text) {
  const paragraph = document.createElement("p");
  paragraph.innerText = text;
  return paragraph;
}
