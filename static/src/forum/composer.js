// Replying without leaving the page. Nothing that was typed is ever lost: the field is emptied only once the post is there.
import { fetchPage } from "../shell/pages.js";
import { csrfToken, renewToken } from "../shell/token.js";
import { parse } from "./fragments.js";
import { SIGN_IN, signedOut } from "./posting.js";

const NO_ANSWER = "Not sent: no answer came. Your text is kept. Try again.";
const FAILED = "Not sent. Your text is kept. Try again.";

export function keepComposer(root, page) {
  root.addEventListener("htmx:beforeSwap", ({ detail }) => isOurs(detail) && settle(detail, page));
  root.addEventListener("htmx:afterSwap", ({ detail }) => isOurs(detail) && finish(detail, page));
  root.addEventListener("htmx:beforeRequest", ({ detail }) => isOurs(detail) && say("Sending…"));
  root.addEventListener("htmx:sendError", ({ detail }) => isOurs(detail) && say(NO_ANSWER));
  root.addEventListener("htmx:responseError", ({ detail }) => isOurs(detail) && refuse(detail.xhr));
  root.addEventListener("click", (event) => takeQuotation(event));
}

function isOurs(detail) {
  return (detail.requestConfig?.elt ?? detail.elt)?.id === "composer";
}

function say(sentence) {
  const place = document.getElementById("composer-state");
  place?.replaceChildren(sentence);
}

// A refusal that brings the composer again is shown; a post that was pushed before its answer came makes way.
function settle(detail, page) {
  const { xhr } = detail;
  if (new URL(xhr.responseURL).pathname === SIGN_IN) {
    detail.shouldSwap = false;
    say(signedOut());
  } else if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) {
    detail.shouldSwap = true;
    detail.isError = false;
  } else if (xhr.getResponseHeader("HX-Post")) {
    page.forget(xhr.getResponseHeader("HX-Post"));
  }
}

function finish({ xhr }, page) {
  const id = xhr.getResponseHeader("HX-Post");
  const text = document.getElementById("text");
  if (!id) return text?.focus();
  text.form.dispatchEvent(new CustomEvent("reply-posted", { bubbles: true }));
  say("");
  for (const error of document.querySelectorAll("#text-error")) error.remove();
  text.removeAttribute("aria-invalid");
  page.own(document.getElementById(`post-${id}`));
}

// A page from before its reader signed in anew takes the new token and tries once more.
async function refuse(xhr) {
  const form = document.getElementById("composer");
  const isStale = xhr.status === 400 && form.dataset.isRenewed !== csrfToken();
  if (isStale && (await renewToken(document.getElementById("main").dataset.person).catch(() => false))) {
    form.dataset.isRenewed = csrfToken();
    return form.requestSubmit();
  }
  say(xhr.status === 400 ? signedOut() : reason(xhr));
}

function reason(xhr) {
  const sentence = parse(xhr.responseText || "<p></p>")?.textContent?.trim();
  return sentence && sentence.length < 300 ? `${sentence} Your text is kept.` : FAILED;
}

// Quoting adds to what is being written; without this it is a link that starts the reply anew.
async function takeQuotation(event) {
  const link = event.target.closest?.("a[data-quote]");
  const text = document.getElementById("text");
  if (!link || !text || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  try {
    const quoted = (await fetchPage(link.href)).getElementById("composer").dataset.quoted;
    text.value = text.value.trim() ? `${text.value.trimEnd()}\n\n${quoted}` : quoted;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.form.querySelector("[data-tabs] [role=tab]")?.click();
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  } catch {
    location.href = link.href;
  }
}
