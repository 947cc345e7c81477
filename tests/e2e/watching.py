"""What a page of a room shows, what it has said of itself, and what a screen reader was given to read out."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# Each line as a reader has it, tombstones too. What differs from look to look is left out.
LINES = """() => [...document.querySelectorAll("#lines article")].map((line) => ({
  id: line.id,
  seq: line.dataset.seq,
  changed: line.dataset.changed,
  state: line.dataset.state,
  words: line.querySelector(".cop-line__body").innerText.trim(),
  quotes: line.querySelector(".cop-line__reply")?.innerText ?? null,
  edited: line.querySelector(".cop-line__head").innerText.includes("edited"),
  marks: [...line.querySelectorAll(".cop-mark")].map((mark) => [mark.dataset.mark, mark.dataset.people]),
}))"""

# From now on: every word of the state with the lines that stood there at that moment, and every element that was added
# to the log while it was to be read out (an element of its own may be silent).
WATCH = """() => {
  window.said = [];
  window.readOut = [];
  const log = document.getElementById("log");
  const state = document.getElementById("state");
  const isSilent = (node) => node.closest("[aria-live]").getAttribute("aria-live") === "off";
  new MutationObserver(() => {
    const lines = [...document.querySelectorAll("#lines article")].map(({ dataset }) => dataset);
    window.said.push({ words: state.textContent, lines: lines.map(({ seq, changed }) => `${seq}@${changed}`) });
  }).observe(state, { childList: true, characterData: true, subtree: true });
  new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
      if (element?.isConnected && !isSilent(element)) window.readOut.push(element.innerText);
    }
  }).observe(log, { childList: true, characterData: true, subtree: true });
}"""


@dataclass(frozen=True)
class Said:
    """A word of the page about its connection, and the lines (`seq@changed`) that it showed then."""

    words: str
    lines: list[str]


def lines(page: Page) -> list[dict[str, Any]]:
    """The log, line by line."""
    return list(page.evaluate(LINES))


def watch(page: Page) -> None:
    """Note from now on what the page says of its connection, and what is read out."""
    page.evaluate(WATCH)


def said(page: Page) -> list[Said]:
    return [Said(**each) for each in page.evaluate("() => window.said")]


def read_out(page: Page) -> str:
    return "\n".join(page.evaluate("() => window.readOut"))
