// Files of a post that is being written: chosen, dropped on the text or pasted into it; sent at once, with progress, and
// taken back before posting. Without this the form's own field sends them with the post.
import { csrfToken } from "../shell/token.js";
import { parse } from "./fragments.js";
import { Doubtful, Refused, send, sentUnder, WORDS } from "./upload.js";

const MB = 1_000_000;

export function keepAttaching(root) {
  const attaching = new Attaching();
  for (const place of root.querySelectorAll("[data-attaching]")) attaching.prepare(place);
  root.addEventListener("htmx:load", ({ detail }) => attaching.prepareWithin(detail.elt));
  root.addEventListener("htmx:afterSwap", ({ detail }) => attaching.clearAfter(detail));
  root.addEventListener("change", (event) => attaching.choose(event));
  root.addEventListener("paste", (event) => attaching.paste(event));
  root.addEventListener("dragover", (event) => attaching.hover(event));
  root.addEventListener("dragleave", (event) => attaching.leave(event));
  root.addEventListener("drop", (event) => attaching.drop(event));
  root.addEventListener("click", (event) => attaching.takeBack(event));
  root.addEventListener("submit", (event) => attaching.hold(event), { capture: true });
}

class Attaching {
  constructor() {
    this.last = Promise.resolve();
  }

  prepareWithin(element) {
    for (const place of element.querySelectorAll?.("[data-attaching]") ?? []) this.prepare(place);
  }

  prepare(place) {
    if (place.dataset.prepared) return;
    place.dataset.prepared = "yes";
    for (const each of place.querySelectorAll(".cop-attaching__how")) each.hidden = false;
    const items = place.querySelectorAll("[data-attachment]");
    for (const item of items) offerRemoval(item);
    if (items.length > 0) remember(place);
    else this.#bringBack(place);
  }

  // What was attached here before the page was left, and is not posted yet.
  async #bringBack(place) {
    for (const key of remembered(place)) {
      const answer = await sentUnder(key, place.dataset.attaching);
      if (answer) put(place, parse(answer.html));
    }
    remember(place);
  }

  choose({ target }) {
    if (!target.matches?.("[data-attaching] input[type=file]")) return;
    this.#add(target.closest("[data-attaching]"), [...target.files]);
    target.value = "";
  }

  paste(event) {
    const hasText = event.clipboardData?.types.includes("text/plain"); // as from a spreadsheet, which sends a picture along
    const files = hasText ? [] : [...(event.clipboardData?.files ?? [])];
    const place = placeOf(event.target);
    if (!place || files.length === 0 || !event.target.matches("textarea")) return;
    event.preventDefault();
    this.#add(place, files);
  }

  hover(event) {
    const form = formUnder(event);
    if (!form) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    form.classList.add("cop-composer--over");
  }

  leave(event) {
    const form = event.target.closest?.(".cop-composer--over");
    if (form && !form.contains(event.relatedTarget)) form.classList.remove("cop-composer--over");
  }

  drop(event) {
    const form = formUnder(event);
    if (!form) return;
    event.preventDefault();
    form.classList.remove("cop-composer--over");
    this.#add(form.querySelector("[data-attaching]"), [...event.dataTransfer.files]);
  }

  async takeBack(event) {
    const button = event.target.closest?.("[data-leave-out]");
    if (!button) return;
    const place = placeOf(button);
    const item = button.closest("[data-attachment]");
    const name = item.querySelector("bdi").textContent;
    const headers = { "X-CSRFToken": csrfToken() };
    item.remove();
    remember(place);
    say(place, `${name} is left out.`);
    place.querySelector("input[type=file]").focus();
    await fetch(button.dataset.leaveOut, { method: "POST", headers }).catch(() => {}); // the sweep takes what stays
  }

  // A post is not sent while one of its files still is.
  hold(event) {
    const place = placeOf(event.target);
    if (!place?.querySelector("[data-sending]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(place, "A file is still being sent. Wait for it, or stop it, then post.");
  }

  clearAfter({ xhr, requestConfig }) {
    if (!xhr.getResponseHeader("HX-Post")) return;
    const place = requestConfig?.elt?.querySelector?.("[data-attaching]");
    if (!place) return;
    place.querySelector("ul").replaceChildren();
    remember(place);
    place.classList.remove("nhsuk-form-group--error");
    place.querySelector(".nhsuk-error-message")?.remove();
    say(place, "");
  }

  #add(place, files) {
    const left = Number(place.dataset.most) - place.querySelector("ul").children.length;
    const largest = Number(place.dataset.largest) * MB;
    for (const file of files.slice(0, left)) {
      if (file.size > largest) new Sending(place, file).refuse(`it has more than ${place.dataset.largest} MB.`);
      else this.#queue(new Sending(place, file));
    }
    if (files.length > left) say(place, `A post takes at most ${place.dataset.most} files: the others were left out.`);
  }

  // One after the other: so the first is there soonest, and a slow line carries one.
  #queue(sending) {
    this.last = this.last.then(() => sending.run());
  }
}

// A file in the list while it is on its way.
class Sending {
  constructor(place, file) {
    this.place = place;
    this.file = file;
    this.stop = new AbortController();
    this.isConfirmed = false;
    this.item = parse(`<li class="cop-attached" data-sending>
      <div class="cop-attached__main"><bdi class="cop-attached__name"></bdi> <progress max="1" value="0"></progress>
      <span class="cop-attached__state"></span></div>
      <button type="button" class="cop-action cop-attached__remove">Stop<span class="nhsuk-u-visually-hidden"></span></button></li>`);
    this.item.querySelector("bdi").textContent = file.name;
    this.item.querySelector("progress").setAttribute("aria-label", `Sending ${file.name}`);
    this.button.lastElementChild.textContent = ` sending ${file.name}`;
    this.button.addEventListener("click", () => this.#close());
    place.querySelector("ul").append(this.item);
  }

  get button() {
    return this.item.querySelector("button");
  }

  async run() {
    if (this.stop.signal.aborted) return;
    say(this.place, `Sending ${this.file.name}.`);
    try {
      const answer = await send(this.file, {
        address: this.place.dataset.attaching,
        signal: this.stop.signal,
        onProgress: (part) => this.#show(part),
        isConfirmed: this.isConfirmed,
      });
      put(this.place, parse(answer.html), this.item);
      remember(this.place);
      say(this.place, `${this.file.name} is attached.`);
    } catch (error) {
      if (error.name !== "AbortError") this.refuse(error instanceof Refused ? error.message : WORDS.failed);
      if (error instanceof Doubtful) this.#askToConfirm();
    }
  }

  refuse(reason) {
    const words = reason.startsWith("“") ? reason : `“${this.file.name}”: ${reason}`;
    delete this.item.dataset.sending;
    this.item.classList.add("cop-attached--refused");
    this.item.querySelector(".cop-attached__main").textContent = words;
    this.button.firstChild.textContent = "Dismiss";
    this.button.lastElementChild.textContent = ` ${this.file.name}`;
    say(this.place, `Not attached. ${words}`);
  }

  // Sent again, with its sender's word that no patient is named in it.
  #askToConfirm() {
    const button = parse(`<button type="button" class="cop-action">It tells nobody who a patient is: attach it</button>`);
    button.addEventListener("click", () => {
      this.item.remove();
      const again = new Sending(this.place, this.file);
      again.isConfirmed = true;
      again.run();
    });
    this.item.querySelector(".cop-attached__main").append(" ", button);
  }

  #show(part) {
    this.item.querySelector("progress").value = part;
    this.item.querySelector(".cop-attached__state").textContent = `${Math.round(part * 100)} %`;
  }

  #close() {
    this.stop.abort();
    this.item.remove();
    this.place.querySelector("input[type=file]").focus();
  }
}

// Into the list of the files: in the place of what stood for it while it was on its way, or last.
function put(place, item, earlier = null) {
  offerRemoval(item);
  if (earlier) earlier.replaceWith(item);
  else place.querySelector("ul").append(item);
}

// Which uploads wait here for their post, as long as this tab lives.
function remember(place) {
  const keys = [...place.querySelectorAll("[data-key]")].map((item) => item.dataset.key);
  try {
    if (keys.length > 0) sessionStorage.setItem(nameOf(place), keys.join(" "));
    else sessionStorage.removeItem(nameOf(place));
  } catch {
    // a browser that keeps nothing: the files go with the page
  }
}

function remembered(place) {
  try {
    return sessionStorage.getItem(nameOf(place))?.split(" ") ?? [];
  } catch {
    return [];
  }
}

function nameOf(place) {
  return `cop-attached ${place.closest("form").action}`;
}

function offerRemoval(item) {
  const button = item.querySelector("[data-leave-out]");
  if (!button) return;
  button.hidden = false;
  item.querySelector("input[type=checkbox]").type = "hidden"; // the button takes the place of the tick
}

function placeOf(element) {
  return element?.closest?.("form")?.querySelector("[data-attaching]");
}

function formUnder(event) {
  const hasFiles = event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const form = event.target.closest?.("form");
  return hasFiles && form?.querySelector("[data-attaching]") ? form : null;
}

function say(place, sentence) {
  place.querySelector(".cop-attaching__state").textContent = sentence;
}
