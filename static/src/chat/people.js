// Who is here, and who is writing.
const WRITING_MS = 6_000;

export class People {
  constructor(room) {
    this.room = room;
    this.list = document.getElementById("here");
    this.count = document.getElementById("here-count");
    this.line = document.getElementById("typing");
    this.writing = new Map();
    this.me = { id: room.me, name: room.page.dataset.myName, initials: room.page.dataset.myInitials };
    room.live.on("room:presence", (told) => told.space === room.space && this.show(told));
    room.live.on("room:typing", ({ space, people }) => space === room.space && people.forEach((person) => this.#writes(person)));
  }

  // While I look I am here, before the others are told.
  show({ count, people }) {
    const isMissing = this.room.looking.isLooking && people.length === count && !this.room.state.closed && !people.some(({ id }) => id === this.me.id);
    const all = isMissing ? [...people, this.me] : people;
    const total = isMissing ? count + 1 : count;
    this.count.textContent = total === 1 ? "1 person" : `${total} people`;
    this.list.replaceChildren(...all.map(itemOf));
  }

  hasWritten(id) {
    clearTimeout(this.writing.get(id)?.timer);
    if (this.writing.delete(id)) this.#say();
  }

  clear() {
    this.show({ count: 0, people: [] });
    for (const id of [...this.writing.keys()]) this.hasWritten(id);
  }

  #writes({ id, name }) {
    clearTimeout(this.writing.get(id)?.timer);
    this.writing.set(id, { name, timer: setTimeout(() => this.hasWritten(id), WRITING_MS) });
    this.#say();
  }

  #say() {
    const names = [...this.writing.values()].map(({ name }) => name);
    const words = names.length > 3 ? "Several people are writing…" : `${inWords(names)} ${names.length === 1 ? "is" : "are"} writing…`;
    this.line.textContent = names.length ? words : "";
  }
}

function inWords(names) {
  return new Intl.ListFormat("en-GB").format(names);
}

function itemOf({ name, initials }) {
  const item = document.createElement("li");
  const avatar = Object.assign(document.createElement("span"), { className: "cop-avatar cop-avatar--small", textContent: initials });
  avatar.setAttribute("aria-hidden", "true");
  item.append(avatar, ` ${name}`);
  return item;
}
