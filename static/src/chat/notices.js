// Notices of the browser, on request, while this tab is hidden. They name the room and never what was said: a lock screen
// is read by whoever stands beside it.
const CHOICES = ["off", "mentions", "all"];
const BLOCKED = "Your browser blocks notices from this site. Allow notifications for it in the browser’s settings (often behind the sign beside the address), then choose again.";

export class Notices {
  constructor(room) {
    this.room = room;
    this.part = document.getElementById("notify");
    this.words = document.getElementById("notify-words");
    this.place = `notify ${room.me} ${room.space}`;
    this.part.hidden = false;
    this.part.addEventListener("click", ({ target }) => target.dataset?.notify && this.#choose(target.dataset.notify));
    room.live.on("message:new", (message) => this.#hear(message));
    this.#show(this.choice);
  }

  get choice() {
    const kept = localStorage.getItem(this.place);
    return CHOICES.includes(kept) ? kept : "off";
  }

  async #choose(choice) {
    if (choice !== "off" && !(await mayNotify())) return this.#show("off", "Notification" in window ? BLOCKED : "This browser can’t show notices.");
    localStorage.setItem(this.place, choice);
    this.#show(choice);
  }

  #show(choice, words = "") {
    const isBlocked = choice !== "off" && window.Notification?.permission !== "granted";
    for (const button of this.part.querySelectorAll("[data-notify]")) button.setAttribute("aria-pressed", String(button.dataset.notify === choice));
    this.words.textContent = words || (isBlocked ? BLOCKED : choice === "off" ? "" : "While this tab is in the background. A notice names the room and never what was said.");
  }

  #hear({ space, author, id, state, mentions }) {
    if (space !== this.room.space || author === this.room.me || state !== "released" || document.visibilityState === "visible") return;
    const isMe = mentions.includes(this.room.me);
    if (this.choice === "off" || (this.choice === "mentions" && !isMe)) return;
    this.#notify(isMe ? "Somebody mentioned you." : "There is a new message.", id);
  }

  #notify(body, id) {
    try {
      const notice = new Notification(this.room.page.dataset.name, { body, tag: this.place });
      notice.addEventListener("click", () => {
        window.focus();
        this.room.places.show(id);
        notice.close();
      });
    } catch {
      this.#show(this.choice, "This browser can’t show notices of a page. Keep the tab open: its title counts what is new.");
    }
  }
}

// Asks only now that somebody has chosen.
async function mayNotify() {
  if (!("Notification" in window)) return false;
  if (Notification.permission === "default") await Notification.requestPermission();
  return Notification.permission === "granted";
}
