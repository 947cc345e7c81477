// Choosing lines of the log, to begin a topic from them. Without this a line's own link begins one from it alone.
import { copyOf } from "./lines.js";

const LINE = "article.cop-line[data-id]";
const MOST = 50;

export function keepChoosing(page) {
  new Choosing(page).listen();
}

class Choosing {
  constructor(page) {
    this.page = page;
    this.log = document.getElementById("log");
    this.chosen = new Set();
    this.last = null; // where a range begins
    this.bar = copyOf("choosing");
    this.status = this.bar.querySelector("[data-count]");
    this.start = this.bar.querySelector("[data-start]");
  }

  listen() {
    this.log.addEventListener("click", (event) => this.#click(event));
    this.log.addEventListener("change", ({ target }) => target.matches("[data-choice]") && this.#take(target));
    this.page.addEventListener("keydown", (event) => this.#press(event));
    this.bar.querySelector("[data-stop]").addEventListener("click", () => this.#stop());
    new MutationObserver(() => this.isOn && this.#dress()).observe(this.log, { childList: true, subtree: true });
  }

  #click(event) {
    const link = event.target.closest("a[data-choose]");
    if (event.target.matches("[data-choice]") && event.shiftKey) this.#range(event.target);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.#begin(link);
  }

  #begin(link) {
    const line = link.closest(LINE);
    this.isOn = true;
    this.address = link.href.split("?")[0];
    this.page.classList.add("cop-room--choosing");
    this.page.querySelector(".cop-room__foot").prepend(this.bar);
    this.#dress();
    this.#choose(line, true);
    boxOf(line).focus();
  }

  #stop() {
    const line = this.last?.isConnected ? this.last : this.log;
    this.isOn = false;
    this.chosen.clear();
    this.last = null;
    this.page.classList.remove("cop-room--choosing");
    this.bar.remove();
    for (const choice of this.log.querySelectorAll(".cop-line__choice")) choice.remove();
    line.focus();
  }

  // Every line that can be chosen has its box, those that came or changed since as well; what was taken back is let go.
  #dress() {
    for (const line of this.log.querySelectorAll(LINE)) {
      const canBeChosen = line.dataset.state === "released";
      if (!canBeChosen) this.chosen.delete(line.dataset.id);
      if (!canBeChosen || boxOf(line)) continue;
      const choice = copyOf("line-choice");
      const box = choice.querySelector("input");
      box.checked = this.chosen.has(line.dataset.id);
      box.setAttribute("aria-label", `Choose the message of ${line.dataset.name}, ${timeOf(line)}`);
      line.prepend(choice);
    }
    this.#count();
  }

  #take(box) {
    this.#choose(box.closest(LINE), box.checked);
  }

  #choose(line, isChosen) {
    const { id } = line.dataset;
    if (isChosen && (this.chosen.size < MOST || this.chosen.has(id))) this.chosen.add(id);
    else this.chosen.delete(id);
    boxOf(line).checked = this.chosen.has(id);
    this.last = line;
    this.#count();
  }

  // From the line that was chosen last to this one, all or none.
  #range(box) {
    const lines = [...this.log.querySelectorAll(LINE)].filter(boxOf);
    const places = [lines.indexOf(this.last), lines.indexOf(box.closest(LINE))].sort((one, other) => one - other);
    const isChosen = box.checked;
    for (const line of lines.slice(Math.max(places[0], 0), places[1] + 1)) this.#choose(line, isChosen);
  }

  // The log itself moves the focus from line to line; here it lands on the box of the line.
  #press({ key, shiftKey, target }) {
    if (!this.isOn) return;
    if (key === "Escape") return this.#stop();
    if (!["ArrowUp", "ArrowDown"].includes(key) || !this.log.contains(target)) return;
    const from = target.closest(LINE);
    const line = document.activeElement.closest(LINE);
    if (!line || !boxOf(line)) return;
    boxOf(line).focus();
    if (!shiftKey) return;
    if (from && boxOf(from)) this.#choose(from, true);
    this.#choose(line, true);
  }

  #count() {
    const number = this.chosen.size;
    const most = number === MOST ? ": more are not possible" : "";
    this.status.textContent = `${number} ${number === 1 ? "message" : "messages"} chosen${most}`;
    this.start.hidden = number === 0;
    this.start.href = `${this.address}?${[...this.chosen].map((id) => `message=${id}`).join("&")}`;
  }
}

const boxOf = (line) => line.querySelector("[data-choice]");

const timeOf = (line) => new Date(line.dataset.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
