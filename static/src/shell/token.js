// Lets each htmx request carry the page's CSRF token.
import { fetchPage } from "./pages.js";

const ANY_PAGE = "/help"; // the same for everybody, and cheap

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

export function sendToken(root) {
  root.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.headers["X-CSRFToken"] = csrfToken();
  });
}

// Who was signed out and has signed in again in another tab goes on in this one; somebody else does not. Tells which it is.
export async function renewToken(person) {
  const fresh = await fetchPage(ANY_PAGE);
  if (!person || fresh.getElementById("main")?.dataset.person !== person) return false;
  const { content } = fresh.querySelector('meta[name="csrf-token"]');
  document.querySelector('meta[name="csrf-token"]').content = content;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = content;
  return true;
}
