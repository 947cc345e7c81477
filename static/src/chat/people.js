// Who is here, and who is writing.
const WRITING_MS = 6_000;

export class People {
  constructor(room) {
    this.room = room;
    this.list = document.getElementById("here");
    this.count = document.getElementById("here-count");
    this.line = document.getElementById("typing");
    this.writing = new Map();
    room.live.on("room:presence", (told) => told.space === room.space && this.show(told));
    room.live.on("room:typing", ({ space, people }) => space === room.space && people.forEach((person) => this.#writes(person)));
  }

  show({ count, people }) {
    this.count.textContent = count === 1 ? "1 person" : `${count} people`;
    this.list.replaceChildren(...people.map(itemOf));
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
