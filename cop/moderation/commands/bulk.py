"""One decision for several of the like, as of spam: each is decided by itself, under its own lock, or left."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cop.db import session
from cop.errors import Conflict, CopError, Invalid
from cop.models import Decision, Review, ReviewKind, State
from cop.moderation.commands.decisions import decline, dismiss, hide_reviewed, release
from cop.moderation.commands.reasons import Why

MOST = 50
"""Items that are decided together."""

NOTHING = "Choose the items that this is about."
TOO_MANY = f"Choose at most {MOST} items at once."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A review, and its version as the page showed it."""

    review_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided, and about which reviews nothing was, each with why."""

    decided: list[Decision]
    refused: dict[int, str]


def decide_together(
    *, actor_id: int, chosen: Iterable[Chosen], take_away: bool, ground: str | None = None, reason: str = ""
) -> Outcome:
    """Let all that was chosen be gone (`take_away`: what is held is declined, the rest hidden, with the reason), or let
    it all be read (what is held is released, the rest left as it is).

    Raises Invalid where nothing or too much is chosen, or no reason given that is needed. What somebody else decided
    meanwhile, or is looking at, is left, with the sentence that says so.
    """
    items = list(chosen)
    if not 0 < len(items) <= MOST:
        raise Invalid(TOO_MANY if items else NOTHING)
    if take_away:
        Why.given(ground, reason)
    outcome = Outcome([], {})
    for item in items:
        decide = _gone(ground, reason) if take_away else _read
        try:
            outcome.decided.append(decide(actor_id, item))
        except CopError as error:
            outcome.refused[item.review_id] = error.message
    return outcome


def _gone(ground: str | None, reason: str) -> Callable[[int, Chosen], Decision]:
    def decide(actor_id: int, item: Chosen) -> Decision:
        verb = decline if _is_held(item) else hide_reviewed
        about = {"actor_id": actor_id, "review_id": item.review_id, "seen": item.seen}
        return verb(**about, ground=ground, reason=reason)

    return decide


def _read(actor_id: int, item: Chosen) -> Decision:
    if _is_hidden(item):
        raise Conflict("It is hidden after reports: decide about it by itself.")
    verb = release if _is_held(item) else dismiss
    return verb(actor_id=actor_id, review_id=item.review_id, seen=item.seen)


def _is_hidden(item: Chosen) -> bool:
    review = session.get(Review, item.review_id)
    said = review.contribution if review is not None else None
    return said is not None and said.state is State.HIDDEN


def _is_held(item: Chosen) -> bool:
    review = session.get(Review, item.review_id)
    return review is not None and review.kind is ReviewKind.HELD
