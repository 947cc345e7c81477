// Goes to a line by its address: from a link in the page, from the list of what a search found, from a notice.
const FOUND = "cop-line--found";
const PERMANENT = /^\/messages\/(\d+)$/;

export class Places {
  constructor(room) {
    this.room = room;
    document.addEventListener("click", (event) => this.#follow(event));
    addEventListener("hashchange", () => this.#arrive());
    this.#arrive();
  }

  // Show, mark and focus the line; false if it is not among those that are loaded.
  show(id) {
    const line = document.getElementById(`message-${id}`);
    if (!line) return false;
    for (const other of document.querySelectorAll(`.${FOUND}`)) other.classList.remove(FOUND);
    line.classList.add(FOUND);
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
    return true;
  }

  async copy(id) {
    const address = `${location.origin}/messages/${id}`;
    try {
      await navigator.clipboard.writeText(address);
      return "Link copied.";
    } catch {
      return `The browser does not let this page copy. The link: ${address}`;
    }
  }

  #arrive() {
    const id = /^#message-(\d+)$/.exec(location.hash)?.[1];
    if (id) this.show(id);
  }

  // A line that is not loaded has a page of its own, which the link leads to.
  #follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const id = PERMANENT.exec(new URL(link.href).pathname)?.[1];
    if (id && this.show(id)) {
      event.preventDefault();
      history.replaceState(null, "", `#message-${id}`);
    }
  }
}
