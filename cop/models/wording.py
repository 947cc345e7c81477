"""What the list of a space does with what somebody writes there: replaces words, asks about them, lets it wait.

The list is read under the lock of the space, and text is rendered outside of it: where a word is replaced the command
breaks off with Reworded, and is begun anew with what it has to say.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from cop import guarding
from cop.db import record
from cop.errors import Conflict, Invalid
from cop.events import ListedWordsWritten
from cop.models.confirmations import reviewed_ids
from cop.models.listed_words import Effect, Listed, Rules, rules_of
from cop.models.messages import Message
from cop.models.posts import Post
from cop.models.spaces import Space
from cop.models.topics import Topic

S = TypeVar("S")
R = TypeVar("R")

TRIES = 3
"""What was reworded is looked through again: more tries are needed only if the list is changed at that moment."""

CANNOT_WAIT = (
    "This has a word that a moderator reads first here. What can be read already can't wait: leave it out."
)


class Reworded(Exception):
    """What was sent has words that are replaced: `parts` are what it says without them, by the names of its fields."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        super().__init__()
        self.parts = parts


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be said in one field: as its author `sent` it, as it stands `now`, and what stood there `before`."""

    field: str
    sent: str
    now: str
    before: str = ""


def settled(write: Callable[[S], R], said: S, *, reword: Callable[[S, Mapping[str, str]], S]) -> R:
    """What `write` returns for `said`, or for what `reword` makes of that and the parts that had words replaced."""
    for _ in range(TRIES):
        try:
            return write(said)
        except Reworded as again:
            said = reword(said, again.parts)
    raise Conflict("The words of this space were changed at this moment. Your text is kept: send it again.")


def heed(
    space: Space, parts: Iterable[Part], *, heeds: bool, can_wait: bool = True, why: str = CANNOT_WAIT
) -> tuple[Listed, ...]:
    """The listed words that `parts` have and had not `before`, for which something is held or was asked; for those who
    do not heed the rules there are none. `why` is what is said where it can't wait.

    Raises Reworded, Questioned (its author has not said that they mean it), and Invalid where it would have to wait and
    can't.
    """
    if not heeds or not space.listed:
        return ()
    rules, parts = rules_of(space), tuple(parts)
    reworded = {part.field: rules.reworded(part.sent) for part in parts}
    if any(reworded[part.field] != part.now for part in parts):
        raise Reworded(reworded)
    found = [(part.field, _new(rules, part)) for part in parts]
    for field, words in found:
        if is_held_by(words) and not can_wait:
            raise Invalid(why, field=field)
    for field, words in found:
        asked = [word.phrase.removesuffix("*") for word in words if word.effect is Effect.WARN]
        guarding.ask_about(asked, field=field)
    return tuple(dict.fromkeys(word for _, words in found for word in words))


def _new(rules: Rules, part: Part) -> tuple[Listed, ...]:
    known = {each.entry for each in rules.heeded.found(part.before)}
    return tuple(
        dict.fromkeys(each.entry for each in rules.heeded.found(part.sent) if each.entry not in known)
    )


def is_held_by(words: Iterable[Listed]) -> bool:
    """Whether one of `words` waits for a moderator."""
    return any(word.effect is Effect.HOLD for word in words)


def note_listed(subject: Post | Message | Topic, words: Iterable[Listed]) -> None:
    """State that `subject` has these words, for whoever shows them to moderators."""
    ids = tuple(word.id for word in words)
    if ids:
        record(ListedWordsWritten(ids, **reviewed_ids(subject)))
