// One file on its way: in pieces, so that whoever is cut off goes on where it stopped. Nothing here knows the page.
import { csrfToken } from "../shell/token.js";

const PIECE = 384 * 1024;
const TRIES = 6;
const PAUSE_MS = 1_000;
const LATER = new Set([408, 429, 500, 502, 503, 504, 507]);

export const WORDS = {
  lost: "No connection. Try again when you are back on line.",
  failed: "This file could not be sent. Try again.",
};

export class Refused extends Error {}

// What may be a patient's: it is taken once its sender has said that it is not.
export class Doubtful extends Refused {}

// Resolves to {id, html} once the file is there; rejects with Refused (in words for the person) or an AbortError.
export async function send(file, { address, signal, onProgress, isConfirmed = false, pause = PAUSE_MS }) {
  const target = `${address}${rememberedKey(file, address)}`;
  let offset = 0;
  let failures = 0;
  let isSure = false; // whether the server is known to stand at `offset`: what was begun before goes on
  for (;;) {
    const answer = await (isSure ? sendPiece(file, target, { offset, signal, isConfirmed }) : ask(target, signal)).catch(rethrowAbort);
    if (answer?.id || answer?.isRefused) forgetKey(file, address);
    if (answer?.id) return answer;
    if (answer?.isDoubtful) throw new Doubtful(answer.message);
    if (answer?.isRefused) throw new Refused(answer.message);
    if (answer?.isLate || !Number.isInteger(answer?.offset)) {
      if (++failures === TRIES) throw new Refused(answer?.message ?? WORDS.lost);
      isSure = false;
      await rest(pause * 2 ** (failures - 1), signal);
    } else {
      const wasTaken = isSure && answer.offset > offset;
      if (wasTaken) failures = 0;
      else if (isSure && ++failures === TRIES) throw new Refused(WORDS.failed);
      offset = answer.offset;
      isSure = true;
      onProgress(offset / file.size);
    }
  }
}

function sendPiece(file, target, { offset, signal, isConfirmed }) {
  const headers = {
    "Content-Type": "application/octet-stream",
    "Upload-Length": file.size,
    "Upload-Name": encodeURIComponent(file.name || "picture.png"),
    "Upload-Offset": offset,
    "X-CSRFToken": csrfToken(),
    ...(isConfirmed && { "Upload-Confirmed": "yes" }),
  };
  return fetch(target, { method: "POST", headers, body: file.slice(offset, offset + PIECE), signal }).then(read);
}

function ask(target, signal) {
  return fetch(target, { signal }).then(read);
}

// What was sent under `key` before, if it is whole and waits for its post: {id, html}, or nothing.
export async function sentUnder(key, address) {
  const said = await ask(`${address}${key}`).catch(() => null);
  return said?.id ? said : null;
}

// What the server said: how far it has come, the file when it is whole, or why not. Of a conflict the offset is the news.
async function read(answer) {
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  if (said.error?.field === "offset") return said;
  const message = said.error?.message ?? WORDS.failed;
  if (said.error?.code === "doubtful") return { isDoubtful: true, message };
  return LATER.has(answer.status) ? { isLate: true, message } : { isRefused: true, message };
}

function rethrowAbort(error) {
  if (error.name === "AbortError") throw error;
}

function rest(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = () => reject(signal.reason ?? new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", () => (clearTimeout(timer), stop()), { once: true });
  });
}

// The same file, chosen again after the page was left, goes on under its key. What a file is, its own words say.
function rememberedKey(file, address) {
  const name = nameOf(file, address);
  const key = recall(name) ?? newKey();
  try {
    sessionStorage.setItem(name, key);
  } catch {
    // a browser that keeps nothing starts anew, which is no loss but of time
  }
  return key;
}

function recall(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function forgetKey(file, address) {
  try {
    sessionStorage.removeItem(nameOf(file, address));
  } catch {
    // there was nothing to forget
  }
}

function nameOf(file, address) {
  return `cop-upload ${address} ${file.name} ${file.size} ${file.lastModified}`;
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
