"""The states of a set meeting and the ways between them, as a table (domain.md 2.3): it knows no row and no clock.

A way has who may take it and what must be so first. Whoever wants to know what somebody may do now asks the same table
as the command that does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class MeetingState(StrEnum):
    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    LOBBY = "lobby"
    CHECK_IN = "check_in"
    REVIEW = "review_actions"
    BIDDING = "bidding"
    PRESENT = "slot.present"
    CLARIFY = "slot.clarify"
    EXPLORE = "slot.explore"
    RESOURCES = "slot.resources"
    SUMMARISE = "slot.summarise"
    ACTIONS = "slot.actions"
    FEEDBACK = "slot.feedback"
    WITHDRAWN = "slot.withdrawn"
    BREAK = "break"
    PAUSED = "paused"
    CLOSE = "close"
    RECORD = "record"
    ARCHIVED = "archived"
    INQUORATE = "inquorate"
    CANCELLED = "cancelled"


S = MeetingState

SLOT = (S.PRESENT, S.CLARIFY, S.EXPLORE, S.RESOURCES, S.SUMMARISE, S.ACTIONS, S.FEEDBACK)
"""In which somebody's slot is under way, in their order."""

UNDER_WAY = (S.CHECK_IN, S.REVIEW, S.BIDDING, *SLOT, S.WITHDRAWN, S.BREAK, S.CLOSE)
"""In which the clock of a phase runs, and can be stopped."""

OPEN = (S.LOBBY, *UNDER_WAY, S.PAUSED, S.INQUORATE)
"""In which people can be there."""

OVER = (S.ARCHIVED, S.CANCELLED)
"""In which nobody has a part any more."""

OPENS_BEFORE = timedelta(minutes=10)
TOO_FEW_AFTER = timedelta(minutes=30)
RECORD_LASTS = timedelta(hours=72)
NO_OBJECTION = timedelta(seconds=60)
LEAST = 3
"""Present people without whom no meeting begins, whatever they agree on."""


class Part(StrEnum):
    """What somebody is in this meeting at this moment; the clock is nobody."""

    FACILITATOR = "facilitator"
    PRESENTER = "presenter"
    TIMEKEEPER = "timekeeper"
    HOST = "host"
    MEMBER = "member"
    DEPUTY = "deputy"
    """The facilitator, where the presenter has not been seen for two minutes or is not there."""
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is so in a meeting at this moment, as far as a way may hang on it."""

    present: int = 0
    quorum: int = 4
    all_agree: bool = False
    """All members who are present have said that they begin with fewer."""
    all_ticked: bool = False
    since_start: timedelta = timedelta(0)
    is_led: bool = False
    """The facilitator is there, or has been away for less than five minutes."""
    bids: int = 0
    is_order_agreed: bool = False
    next_is_ready: bool = False
    """There is a next slot, and its presenter has said that they are ready."""
    waiting: int = 0
    wants_resources: bool = False
    has_actions: bool = False
    is_next_settled: bool = False
    since_record: timedelta = timedelta(0)

    @property
    def has_quorum(self) -> bool:
        """As many as agreed, or one fewer, and three at least, where all of them say yes."""
        return self.present >= self.quorum or (self.present >= max(LEAST, self.quorum - 1) and self.all_agree)


Guard = Callable[[Situation, frozenset[Part]], str]
"""Why not, in a sentence that says what to do; empty where nothing stands against it."""


def _guard(holds: Callable[[Situation], bool], why_not: str) -> Guard:
    return lambda situation, _parts: "" if holds(situation) else why_not


def _is_led(situation: Situation, parts: frozenset[Part]) -> str:
    if Part.FACILITATOR in parts or not situation.is_led:
        return ""
    return "The facilitator is there: they begin."


def _has_acted(situation: Situation, parts: frozenset[Part]) -> str:
    if Part.DEPUTY in parts or situation.has_actions:
        return ""
    return "Write an action first, or say that there is none yet."


QUORUM = _guard(
    lambda now: now.has_quorum,
    "You are too few. Wait for the others; with one fewer than agreed, and three at least, all of you can say yes.",
)
TICKED = _guard(
    lambda now: now.all_ticked, "Not everybody who is here has agreed to the ground rules of today yet."
)
TOO_FEW = _guard(
    lambda now: not now.has_quorum and now.since_start >= TOO_FEW_AFTER,
    "That can be said 30 minutes after the start, while you are too few.",
)
UNANIMOUS = _guard(lambda now: now.present > 0 and now.all_agree, "All who are here have to say yes first.")
OPENS = _guard(lambda now: now.since_start >= -OPENS_BEFORE, "It opens ten minutes before its start.")
ORDER = _guard(
    lambda now: now.is_order_agreed,
    "Propose an order first. It stands once most of you say yes, or nobody has objected for 60 seconds.",
)
READY = _guard(lambda now: now.next_is_ready, "The next presenter has not said yet that they are ready.")
NO_BIDS = _guard(lambda now: now.bids == 0, "There are bids. Propose an order, or end the meeting.")
WANTED = _guard(
    lambda now: now.wants_resources, "The presenter has not asked for this. It is theirs to choose."
)
NOT_WANTED = _guard(
    lambda now: not now.wants_resources,
    "The presenter has asked for knowledge and contacts: that comes next.",
)
NONE_WAITS = _guard(
    lambda now: now.waiting == 0, "A slot is still to come. To leave it out, end the meeting."
)
SETTLED = _guard(
    lambda now: now.is_next_settled,
    "Say first when you meet next and who hosts and facilitates, that you find a date by a poll, or that the set ends.",
)
LAPSED = _guard(lambda now: now.since_record >= RECORD_LASTS, "The record stays open for 72 hours.")


@dataclass(frozen=True, slots=True)
class Way:
    """From one state to another: who may take it, and what must be so."""

    source: MeetingState
    target: MeetingState
    by: frozenset[Part]
    guards: tuple[Guard, ...] = ()

    def why_not(self, parts: frozenset[Part], situation: Situation) -> str:
        """Why somebody who has these parts can't take it now; empty where they can."""
        if self.by.isdisjoint(parts):
            return "That is for others to do in this meeting."
        return next((said for guard in self.guards if (said := guard(situation, parts))), "")


F, P, T, H, M, DEPUTY, CLOCK = (
    Part.FACILITATOR, Part.PRESENTER, Part.TIMEKEEPER, Part.HOST, Part.MEMBER, Part.DEPUTY,
    Part.CLOCK,
)  # fmt: skip


def _way(source: MeetingState, target: MeetingState, by: tuple[Part, ...], *guards: Guard) -> Way:
    return Way(source, target, frozenset(by), guards)


WAYS: tuple[Way, ...] = (
    _way(S.PROPOSED, S.SCHEDULED, (H,)),
    _way(S.PROPOSED, S.CANCELLED, (H,)),
    _way(S.SCHEDULED, S.LOBBY, (CLOCK,), OPENS),
    _way(S.SCHEDULED, S.SCHEDULED, (H, F)),
    _way(S.SCHEDULED, S.CANCELLED, (H, F)),
    _way(S.LOBBY, S.CHECK_IN, (F, H, M), _is_led, QUORUM, TICKED),
    _way(S.LOBBY, S.CANCELLED, (H,)),
    _way(S.LOBBY, S.INQUORATE, (F, H, M), TOO_FEW),
    _way(S.CHECK_IN, S.REVIEW, (F,)),
    _way(S.REVIEW, S.BIDDING, (F,)),
    _way(S.BIDDING, S.PRESENT, (F,), ORDER, READY),
    _way(S.BIDDING, S.CLOSE, (F,), NO_BIDS),
    _way(S.PRESENT, S.CLARIFY, (P, F)),
    _way(S.CLARIFY, S.EXPLORE, (F,)),
    _way(S.EXPLORE, S.RESOURCES, (F,), WANTED),
    _way(S.EXPLORE, S.SUMMARISE, (F,), NOT_WANTED),
    _way(S.RESOURCES, S.SUMMARISE, (F,)),
    _way(S.SUMMARISE, S.ACTIONS, (P, F)),
    _way(S.ACTIONS, S.FEEDBACK, (P, DEPUTY), _has_acted),
    *(_way(each, S.WITHDRAWN, (P,)) for each in SLOT),
    _way(S.PAUSED, S.WITHDRAWN, (P, F)),
    *(_way(each, S.PRESENT, (F,), READY) for each in (S.FEEDBACK, S.WITHDRAWN)),
    *(_way(each, S.BREAK, (F,)) for each in (S.FEEDBACK, S.WITHDRAWN)),
    *(_way(each, S.CLOSE, (F,), NONE_WAITS) for each in (S.FEEDBACK, S.WITHDRAWN)),
    _way(S.BREAK, S.PRESENT, (F, T), READY),
    _way(S.BREAK, S.CLOSE, (F, T), NONE_WAITS),
    *(_way(each, S.PAUSED, (F, M, CLOCK)) for each in UNDER_WAY),
    *(_way(S.PAUSED, each, (F,)) for each in UNDER_WAY if each is not S.WITHDRAWN),
    _way(S.CLOSE, S.RECORD, (F, H), SETTLED),
    _way(S.RECORD, S.ARCHIVED, (CLOCK,), LAPSED),
    _way(S.INQUORATE, S.SCHEDULED, (H,)),
    _way(S.INQUORATE, S.CHECK_IN, (F, H, M), UNANIMOUS, TICKED),
)
"""All there are. Who ends early goes to `close` from wherever it is under way: see `ENDS`."""

ENDS: tuple[Way, ...] = tuple(
    _way(each, S.CLOSE, (F, H)) for each in (*(x for x in UNDER_WAY if x is not S.CLOSE), S.PAUSED)
)
"""What `end_meeting` takes."""

APART = frozenset(
    {
        *((each, S.WITHDRAWN) for each in (*SLOT, S.PAUSED)),
        *((each, S.PAUSED) for each in UNDER_WAY),
        *((S.PAUSED, each) for each in UNDER_WAY),
        *((each, S.SCHEDULED) for each in (S.PROPOSED, S.SCHEDULED, S.INQUORATE)),
        *((each, S.CANCELLED) for each in (S.PROPOSED, S.SCHEDULED, S.LOBBY)),
    }
)
"""Ways that have a command of their own: stop, time-out, resume, a date, a reason."""

_BY_ENDS = {(each.source, each.target): each for each in WAYS}


def way(source: MeetingState, target: MeetingState) -> Way | None:
    """The way from one state to another; None where there is none."""
    return _BY_ENDS.get((source, target))


def ways_from(source: MeetingState) -> list[Way]:
    """Those that are taken by moving on, in their order: what has a command of its own is left out."""
    return [each for each in WAYS if each.source is source and (source, each.target) not in APART]
