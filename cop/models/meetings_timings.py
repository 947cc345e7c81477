"""How long each phase of a meeting is to take: the templates of domain.md 2.2, in minutes. Pure."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from cop.models.meetings_states import SLOT, MeetingState

S = MeetingState

DAY = 24 * 60
TYPED = 1.5
"""To clarify and to explore takes longer where it is typed than where it is said."""

HALF_DAY = 180
"""Minutes of a meeting in which all have equal time."""
LEAST_SLOT = 20


class Template(StrEnum):
    T90 = "t90"
    T180 = "t180"
    TEQ = "teq"
    TASY = "tasy"


class Channel(StrEnum):
    """How the set talks: here; by phone, video or in a room, with this page beside it; or over days in writing."""

    TEXT = "text"
    COMPANION = "companion"
    ASYNC = "async"


PHASES = (S.LOBBY, S.CHECK_IN, S.REVIEW, S.BIDDING, S.BREAK, S.CLOSE)
"""Those that a meeting has beside its slots."""


class Plan(NamedTuple):
    """Minutes of each of PHASES, and of how many slots each is."""

    minutes: dict[MeetingState, int]
    slots: int
    slot: int

    @property
    def total(self) -> int:
        """All but the lobby, which is before the start."""
        return sum(self.minutes.values()) - self.minutes[S.LOBBY] + self.slots * self.slot


def plan(template: Template, members: int) -> Plan:
    """What a template gives a set of so many members; all of it can be changed before the start."""
    return _PLANS[template](max(members, 1))


def _phases(*minutes: int) -> dict[MeetingState, int]:
    return dict(zip(PHASES, minutes, strict=True))


def _equal(members: int) -> Plan:
    minutes = _phases(10, members, members * 2, 0, HALF_DAY // 60 * 5, 10)
    left = HALF_DAY - sum(minutes.values()) + minutes[S.LOBBY]
    return Plan(minutes, members, max(LEAST_SLOT, left // members))


_PLANS: Mapping[Template, Callable[[int], Plan]] = {
    Template.T90: lambda _members: Plan(_phases(10, 8, 12, 5, 0, 10), 1, 40),
    Template.T180: lambda _members: Plan(_phases(10, 10, 15, 5, 10, 15), 3, 40),
    Template.TEQ: _equal,
    Template.TASY: lambda _members: Plan(_phases(0, 2 * DAY, 2 * DAY, 2 * DAY, 0, 2 * DAY), 1, 7 * DAY),
}

CONTRACTING = 10
"""Minutes by which the check-in of a set's first meeting apart is longer: to be heard, to be private, to know how."""

RESOURCES = 4
"""Minutes of the round of offers, which comes on top where the presenter asks for it."""

OF_40, OF_25 = (5, 8, 15, 0, 3, 4, 5), (3, 5, 9, 0, 2, 3, 3)
"""What a slot of so many minutes is made of, in the order of SLOT."""


def slot_plan(minutes: int) -> dict[MeetingState, int]:
    """What a slot of so many minutes is made of: as published for 40 and for 25, in proportion for any other. They make
    `minutes` together, and each phase but the offers has one at least.
    """
    if minutes == 25:
        return dict(zip(SLOT, OF_25, strict=True))
    shares = [max(1, minutes * part // 40) if part else 0 for part in OF_40]
    shares[SLOT.index(S.EXPLORE)] += minutes - sum(shares)
    return dict(zip(SLOT, shares, strict=True))


def slot_minutes(phase: MeetingState, minutes: int, channel: Channel) -> int:
    """Minutes of a phase of a slot that is to take so many, as the set talks."""
    if phase is S.RESOURCES:
        return RESOURCES if channel is not Channel.ASYNC else DAY
    planned = slot_plan(minutes)[phase]
    is_typed = channel is Channel.TEXT and phase in (S.CLARIFY, S.EXPLORE)
    return round(planned * TYPED) if is_typed else planned
