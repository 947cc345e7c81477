// Asks the browser for a passkey where a page has a button for it, and sends its answer with the button's form.
import { fromBase64, toJson } from "./passkeys/words.js";

const FAILED = "No passkey was used. Try again, or go on in another way.";
const KNOWN = "This device has a passkey for you already.";

if (window.PublicKeyCredential) offer();

function offer() {
  for (const button of document.querySelectorAll("button[data-passkey]")) {
    button.hidden = false;
    button.parentElement.querySelector("[data-passkey-instead]").hidden = true;
    button.addEventListener("click", () => ask(button));
  }
}

async function ask(button) {
  const place = button.parentElement;
  const news = place.querySelector("[data-passkey-news]");
  news.hidden = true;
  button.disabled = true;
  try {
    const { options, challenge } = await (await fetch(button.dataset.from)).json();
    const credential = await navigator.credentials[button.dataset.passkey]({ publicKey: fromBase64(options) });
    place.querySelector("[data-passkey-challenge]").value = challenge;
    place.querySelector("[data-passkey-answer]").value = JSON.stringify(toJson(credential));
    button.form.submit();
  } catch (error) {
    news.textContent = error.name === "InvalidStateError" ? KNOWN : FAILED;
    news.hidden = false;
    button.disabled = false;
    button.focus();
  }
}
