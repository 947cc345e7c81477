"""What was tried and seen while a fault was on: all that the checker goes by, beside the final database."""

import itertools
import secrets
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

Payload = dict[str, Any]

ACKED, REFUSED, UNKNOWN = "acked", "refused", "unknown"
GONE = ("removed", "hidden")
"""States in which nobody reads a message's words."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: `ack` is None where no answer came. A server that failed does not know either whether it was done."""

    at: float
    seconds: float
    ack: Payload | None

    @property
    def outcome(self) -> str:
        if self.ack is None or self.code == "failed":
            return UNKNOWN
        return ACKED if self.ack["ok"] else REFUSED

    @property
    def code(self) -> str:
        return "" if self.ack is None or self.ack["ok"] else str(self.ack["error"]["code"])


@dataclass
class Write:
    """Something one person did once, however often their page tried: `op` is send, edit or remove."""

    op: str
    author: int
    key: str
    text: str
    message: int | None = None
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """Acked once any try was; refused if all were; unknown otherwise."""
        tried = {each.outcome for each in self.attempts}
        if ACKED in tried:
            return ACKED
        return REFUSED if tried == {REFUSED} else UNKNOWN

    @property
    def answer(self) -> Payload:
        """The message as the first ack told it; only of what was acked."""
        acks = (each.ack for each in self.attempts if each.outcome == ACKED)
        return next(ack["message"] for ack in acks if ack)  # type: ignore[no-any-return]

    @property
    def subject(self) -> int | None:
        """The id of the message it made or changed, where that is known."""
        return self.answer["id"] if self.outcome == ACKED else self.message


@dataclass(frozen=True, slots=True)
class Frame:
    """What came over the wire at a moment: an event, or the ack of a question, with the messages in it."""

    at: float
    kind: str
    messages: tuple[Payload, ...]


@dataclass
class Reading:
    """What one page of one person was told, and what it showed in the end. `fresh` is what a new page is then shown."""

    person: int
    frames: list[Frame] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    shown: list[Payload] = field(default_factory=list)
    outbox: list[Payload] = field(default_factory=list)
    fresh: list[Payload] = field(default_factory=list)
    current_at: float | None = None
    closed: str | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """A person was no reader from the pulse `since` on, until before the pulse `until` (None: for good)."""

    person: int
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Gauge:
    """Something that must come back to what it was, but for a tenth and `slack`."""

    name: str
    before: float
    after: float
    slack: float = 0


@dataclass
class Record:
    """Everything of one test, in one room."""

    readings: list[Reading] = field(default_factory=list)
    others: list[Write] = field(default_factory=list)
    """What was written by no page: before the fault, or by another way than a socket."""
    outside: list[Outside] = field(default_factory=list)
    gauges: list[Gauge] = field(default_factory=list)
    healed_at: float = 0.0
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def writes(self) -> list[Write]:
        return [*self.others, *(write for reading in self.readings for write in reading.writes)]

    def words(self) -> str:
        """A text that nobody else writes: found twice, it was stored twice; found elsewhere, it leaked. It has no long
        number: that could be a patient's.
        """
        return f"words-{next(self._numbers)}-{''.join(secrets.choice(ascii_lowercase) for _ in range(16))}"


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the database has it."""

    id: int
    author: int
    key: str
    text: str
    state: str
    seq: int | None
    changed: int | None
    version: int = 1
    revisions: int = 0
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class Final:
    """A room as the database has it once all is over."""

    said: int
    pulse: int
    rows: tuple[Row, ...]
