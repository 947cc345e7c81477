// Completes "@Name" where somebody writes: a list of people who can read this room, chosen with the arrows and Enter.
import "@github/text-expander-element";

const MOST_WORDS = 5;

export function completeNames(room) {
  new Names(room).listen(room.page);
}

// Whether Enter is for the list of names and not for the text. While the list is about to follow what was typed nothing is
// chosen in it: Enter then does nothing, rather than to send half a name.
export function isChoosing(field) {
  return field.hasAttribute("aria-controls");
}

class Names {
  constructor(room) {
    this.room = room;
    this.deadEnd = null; // what nobody's name begins with, nor what is typed on from it
  }

  // Its events do not bubble: they are caught on their way down, for the forms that edit a line too.
  listen(page) {
    const hear = (event, act) => page.addEventListener(`text-expander-${event}`, act, true);
    hear("change", ({ detail, target }) => detail.provide(this.#menuFor(detail.text, target)));
    hear("activate", ({ target }) => queueMicrotask(() => stayTextbox(target.querySelector("textarea"))));
    hear("value", ({ detail }) => (detail.value = `@${detail.item.dataset.name}`));
    hear("committed", ({ detail }) => detail.input.dispatchEvent(new Event("input", { bubbles: true })));
  }

  async #menuFor(prefix, expander) {
    const nobody = { matched: false };
    if (prefix.split(" ").length > MOST_WORDS || (this.deadEnd !== null && prefix.startsWith(this.deadEnd))) return nobody;
    const ack = await this.room.ask("room:people", { prefix });
    if (ack.ok) this.deadEnd = ack.people.length ? null : prefix;
    tell(expander, ack.people?.length ?? 0);
    return ack.people?.length ? { matched: true, fragment: menuOf(ack.people) } : nobody;
  }
}

// A textarea may be no combobox (ARIA in HTML): it stays a textbox that points to the option which is chosen.
function stayTextbox(field) {
  for (const name of ["role", "aria-expanded"]) field.removeAttribute(name);
}

function menuOf(people) {
  const menu = document.createElement("ul");
  menu.className = "cop-names__menu";
  menu.setAttribute("role", "listbox");
  menu.setAttribute("aria-label", "People");
  menu.append(...people.map(optionOf));
  return menu;
}

function optionOf({ id, name, initials, organisation }) {
  const option = document.createElement("li");
  option.id = `name-${id}`;
  option.className = "cop-names__option";
  option.dataset.name = name;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const avatar = Object.assign(document.createElement("span"), { className: "cop-avatar cop-avatar--small", textContent: initials });
  avatar.setAttribute("aria-hidden", "true");
  const place = Object.assign(document.createElement("span"), { className: "cop-quiet", textContent: organisation });
  option.append(avatar, ` ${name} `, place);
  return option;
}

function tell(expander, number) {
  const words = number ? `${number} ${number === 1 ? "person" : "people"}. Up and down choose, Enter takes, Escape closes.` : "";
  let place = expander.querySelector("[role=status]");
  if (!place) {
    place = Object.assign(document.createElement("span"), { className: "nhsuk-u-visually-hidden" });
    place.setAttribute("role", "status");
    expander.append(place);
  }
  if (place.textContent !== words) place.textContent = words;
}
