// Sends a form's words, and no files, to an address of its own: what was answered, or why there is no answer.
import { parse } from "./fragments.js";
import { csrfToken, renewToken } from "../shell/token.js";

const PATIENCE_MS = 10_000;
export const SIGN_IN = "/sign-in";

// { answer } of this site's own making, or { isOut } (nobody is signed in), or { isAway } (it can't be reached). Where the
// page's token is of an earlier sign-in of the same person, it takes the new one and asks again.
export async function post(address, form, { person, accept, keepalive = false }) {
  try {
    const answer = await send(address, form, accept, keepalive);
    if (isSignIn(answer)) return { isOut: true };
    if (answer.status !== 400) return { answer };
    return (await renewToken(person)) ? { answer: await send(address, form, accept, keepalive) } : { isOut: true };
  } catch {
    return { isAway: true };
  }
}

function send(address, form, accept, keepalive) {
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const headers = { Accept: accept, "HX-Request": "true", "X-CSRFToken": csrfToken() };
  return fetch(address, { method: "POST", body, headers, keepalive, signal: AbortSignal.timeout(PATIENCE_MS) });
}

function isSignIn(answer) {
  return answer.redirected && new URL(answer.url).pathname === SIGN_IN;
}

// What is wrong, from an answer in JSON or a page's piece: { error, code, draft }.
export async function refusal(answer) {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    const error = text.length < 500 ? parse(text)?.textContent.trim() : "";
    return { error: error || "It could not be saved." };
  }
}

// The words for somebody whose sign-in has ended while they write.
export function signedOut() {
  const place = document.createElement("span");
  const link = Object.assign(document.createElement("a"), { href: SIGN_IN, target: "_blank", textContent: "Sign in in another tab" });
  place.append("You are signed out. Your text is kept in this tab. ", link, ", then go on here.");
  return place;
}
