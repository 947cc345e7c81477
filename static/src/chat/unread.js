// What has been read: the count in the title, the ways to the newest and to the first unread line, and the marker that the
// server keeps. It never passes a line that was not shown.
import { Jump } from "./jump.js";
import { lines } from "./state.js";

const READ_MS = 1_500;

export class Unread {
  constructor(room) {
    this.room = room;
    this.title = document.title;
    this.readSeq = Number(room.page.dataset.read);
    this.toldSeq = this.readSeq;
    this.up = new Jump(room);
    this.knownFrom = this.up.isOffered ? 0 : room.state.oldest; // nothing unread stands above this, says the page
    this.isBehind = this.#missing() > 0; // the first unread line has yet to be seen
    this.jump = document.getElementById("newest");
    this.jump.addEventListener("click", () => this.#toNewest());
    room.looking.onChange((isLooking) => this.#leaveOrReturn(isLooking));
  }

  // Count anew what is there and not read.
  count() {
    if (this.#isReading()) this.readSeq = this.#newest();
    const above = this.#missing();
    const unread = above + lines(this.room.state).filter((message) => message.seq > this.readSeq && message.author !== this.room.me).length;
    document.title = unread ? `(${unread}) ${this.title}` : this.title;
    this.isBehind ||= above > 0;
    this.up.show(this.isBehind, above, this.readSeq);
    this.jump.hidden = this.room.view.isAtEnd();
    this.jump.textContent = unread ? `${unread} new ${unread === 1 ? "message" : "messages"}: jump to the newest` : "Jump to the newest";
    this.read();
  }

  scrolled() {
    if (this.isBehind && this.#missing() === 0 && this.room.view.hasReached(this.readSeq)) this.isBehind = false;
    this.count();
  }

  // Tell the server how far we have read, soon and not for each line.
  read() {
    if (!this.#isReading() || this.waiting || this.readSeq <= this.toldSeq || !this.room.isOpen) return;
    this.waiting = setTimeout(async () => {
      this.waiting = null;
      const upto = this.readSeq;
      const ack = await this.room.ask("room:read", { upto });
      if (ack.ok) this.toldSeq = Math.max(this.toldSeq, upto);
    }, READ_MS);
  }

  #isReading() {
    return this.room.looking.isLooking && this.room.view.isAtEnd() && !this.isBehind && this.#missing() === 0;
  }

  // Lines after the last one read that stand above what is loaded.
  #missing() {
    const { oldest } = this.room.state;
    return oldest === Infinity || oldest <= this.knownFrom ? 0 : Math.max(0, oldest - 1 - this.readSeq);
  }

  #newest() {
    return lines(this.room.state).reduce((most, message) => Math.max(most, message.seq), this.readSeq);
  }

  // What comes while nobody looks stands below a divider.
  #leaveOrReturn(isLooking) {
    if (!isLooking) this.room.view.newSince = this.readSeq;
    else {
      this.count();
      this.room.view.settleDivider();
    }
  }

  #toNewest() {
    this.room.view.toEnd();
    this.count();
    document.getElementById("text").focus();
  }
}
