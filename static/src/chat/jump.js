// The way up to the first unread line, where more is unread than is loaded.
const MOST_PAGES = 7;

export class Jump {
  constructor(room) {
    this.room = room;
    this.notice = document.getElementById("unread-above");
    this.words = document.getElementById("unread-above-words");
    this.link = document.getElementById("to-unread");
    this.isOffered = !this.notice.hidden;
    this.link.addEventListener("click", (event) => this.#go(event));
  }

  // The first line after `readSeq` has not been seen, and `missing` lines are not even loaded.
  show(isBehind, missing, readSeq) {
    this.readSeq = readSeq;
    this.notice.hidden = !isBehind;
    if (!isBehind) return;
    const many = `${missing} unread ${missing === 1 ? "message is" : "messages are"} further up.`;
    this.words.textContent = missing ? many : "The first unread message is further up.";
    this.link.search = `?from=${readSeq + 1}`;
  }

  // What is too far up to be loaded here has a page of its own, which the link leads to.
  async #go(event) {
    if (this.room.state.oldest - this.readSeq > MOST_PAGES * 50) return;
    event.preventDefault();
    while (this.room.state.oldest > this.readSeq + 1) {
      const ack = await this.room.ask("room:older", { before: this.room.state.oldest });
      if (!ack.ok) return location.assign(this.link.href);
      this.room.tell({ type: "older", messages: ack.messages }, { quietly: true });
    }
    this.room.view.toNew(this.readSeq);
  }
}
