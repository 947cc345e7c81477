"""The guard between what somebody wrote and all that keeps or sends it (domain.md 4.1, C10).

What is likely an identifier of a patient is refused. What may be one is asked about: its author can say that it is
none, and moderators are shown that they said so. Neither is kept here or logged: only which detector, and where.
Of words that a space asks about their author can say that they mean them, which is another thing to say.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from cop.errors import Doubtful, Invalid, Questioned
from cop.identifiers import Finding, find

log = logging.getLogger("cop.guarding")

TOLD = 3
"""So many findings are named to their author."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A finding in the field `part` of a form, of which its author says that it is no patient's."""

    part: str
    finding: Finding


class Doubt(StrEnum):
    """What an author can be asked: whether it is a patient's, and whether they mean a word. As forms say it."""

    PATIENT = "yes"
    WORD = "word"


@dataclass(slots=True)
class _Author:
    """Whoever writes at the moment: whether they have confirmed, and what."""

    says: Callable[[Doubt], bool]
    was_asked: set[Doubt] = field(default_factory=set)
    confirmed: list[Confirmed] = field(default_factory=list)


_author: ContextVar[_Author | None] = ContextVar("author", default=None)


def begin(says: Callable[[Doubt], bool]) -> None:
    """From now on `says` answers whether the author has confirmed that there is no patient in what they write, or that
    they mean a word of it.
    """
    _author.set(_Author(says))


def end() -> None:
    """Nobody writes any more, and what was confirmed and taken by nobody is forgotten."""
    _author.set(None)


@contextmanager
def confirming(is_confirmed: bool, *, means_it: bool = False) -> Iterator[None]:  # noqa: FBT001 - reads as a sentence
    """Within the block the author has confirmed that there is no patient, or has not; and so that they mean a word."""
    said = {Doubt.PATIENT: is_confirmed, Doubt.WORD: means_it}
    token = _author.set(_Author(said.__getitem__))
    try:
        yield
    finally:
        _author.reset(token)


def check(text: str, *, field: str | None) -> None:
    """Invalid for what is likely an identifier, Doubtful for what may be one and was not confirmed."""
    weigh(find(text), field=field)


def check_begun(text: str, *, field: str | None) -> None:
    """The same for what somebody has only begun to write: they are asked once they send it."""
    _refuse_likely(find(text), part=field)


def weigh(findings: Iterable[Finding], *, field: str | None, where: str = "This") -> None:
    """As `check`, for what was found already; `where` is how the sentence begins."""
    found = tuple(findings)
    if not found:
        return
    _refuse_likely(found, part=field, where=where)
    author = _author.get()
    if author is None or not author.says(Doubt.PATIENT):
        raise _asked(found, part=field, where=where)
    author.was_asked.add(Doubt.PATIENT)
    for each in found:
        _note(each, field, "confirmed")
        author.confirmed.append(Confirmed(field or "text", each))


def ask_about(words: Iterable[str], *, field: str | None) -> None:
    """Questioned for words that a space asks about, unless their author says that they mean them."""
    named = [f"“{word}”" for word in dict.fromkeys(words)][:TOLD]
    if not named:
        return
    author = _author.get()
    if author is not None:
        author.was_asked.add(Doubt.WORD)
    if author is None or not author.says(Doubt.WORD):
        raise Questioned(
            f"The moderators of this space ask everybody to think twice about {_in_a_row(named)}, so it was not sent "
            "yet. Write it otherwise, or say that you mean it. Moderators are shown that you said so.",
            field=field,
        )


def has_confirmed() -> bool:
    """Whether there is anything that the author has confirmed and nobody has taken."""
    author = _author.get()
    return author is not None and bool(author.confirmed)


def take_confirmed() -> tuple[Confirmed, ...]:
    """What the author has confirmed since it was last asked for; whoever takes it shows it to moderators."""
    author = _author.get()
    if author is None or not author.confirmed:
        return ()
    taken, author.confirmed = tuple(author.confirmed), []
    return taken


def take_doubts() -> str:
    """The same where only the detectors are kept, which found something: their words, with spaces between them."""
    return " ".join(sorted({each.finding.detector for each in take_confirmed()}))


def was_asked(doubt: str = Doubt.PATIENT) -> bool:
    """Whether the author was asked that, or has answered it, within this request."""
    author = _author.get()
    return author is not None and doubt in author.was_asked


def _refuse_likely(found: tuple[Finding, ...], *, part: str | None, where: str = "This") -> None:
    likely = [each for each in found if each.detector.is_likely]
    for each in likely:
        _note(each, part, "refused")
    if likely:
        raise Invalid(
            f"{where} has what looks like {_named(likely)}, so nothing was kept or sent. Take it out: no patient is "
            "named here. If it is none, say before it what it is, such as ISBN or grant number.",
            field=part,
        )


def _asked(found: tuple[Finding, ...], *, part: str | None, where: str) -> Doubtful:
    author = _author.get()
    if author is not None:
        author.was_asked.add(Doubt.PATIENT)
    for each in found:
        _note(each, part, "asked")
    return Doubtful(
        f"{where} has what may be {_named(found)}, so it was not sent yet. Take it out, or say that it tells nobody "
        "who a patient is. Moderators are shown that you said so.",
        field=part,
    )


def _named(found: Iterable[Finding]) -> str:
    """The first of them, each with the line that it stands in."""
    named = dict.fromkeys(f"{each.detector.label} in line {each.line}" for each in found)
    return _in_a_row(list(named)[:TOLD])


def _in_a_row(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _note(finding: Finding, part: str | None, outcome: str) -> None:
    where = {"part": part or "-", "start": finding.start, "length": finding.length}
    log.info("identifier", extra={"detector": finding.detector.value, "outcome": outcome, **where})
