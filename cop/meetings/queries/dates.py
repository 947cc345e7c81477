"""The dates that are proposed for a meeting: whom each suits, and which suits most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from cop.db import session
from cop.models import BookingWindow, DateAnswer, Meeting, MeetingDate, Person, Space
from cop.models.meetings_dates import Suits
from cop.models.meetings_states import MeetingState
from cop.models.windows import missed


@dataclass(frozen=True, slots=True)
class Proposed:
    """A date, with who said what to it, by name, and who has said nothing. `missed`: the windows of the programme
    that it should be in; `is_best`: no other date suits so many.
    """

    date: MeetingDate
    said: Mapping[Suits, Sequence[Person]]
    silent: Sequence[Person]
    missed: Sequence[BookingWindow] = ()
    is_best: bool = False

    @property
    def can_come(self) -> int:
        """How many can, if need be."""
        return len(self.said[Suits.YES]) + len(self.said[Suits.IF_NEED_BE])

    @property
    def cannot(self) -> Sequence[Person]:
        return self.said[Suits.NO]

    def mine(self, person_id: int) -> Suits | None:
        """What somebody said to it."""
        return next((each for each, who in self.said.items() if person_id in {one.id for one in who}), None)


def proposed(meeting: Meeting, people: Sequence[Person]) -> list[Proposed]:
    """The dates of a meeting in their order, as `people` have answered who take part in it now."""
    answers = {(each.date_id, each.person_id): each.suits for each in DateAnswer.to(meeting)}
    windows = BookingWindow.of_set(meeting.space)
    found = [
        Proposed(
            date,
            {each: [who for who in people if answers.get((date.id, who.id)) is each] for each in Suits},
            [who for who in people if (date.id, who.id) not in answers],
            missed(windows, date.starts_at),
        )
        for date in MeetingDate.of(meeting)
    ]
    best = max(filter(_counts, found), key=_worth, default=None)
    return [replace(each, is_best=each is best) for each in found]


def _counts(each: Proposed) -> bool:
    return each.date.is_to_come and each.can_come > 0


def _worth(each: Proposed) -> tuple[int, int, float]:
    """More who can come are better, then more whom it suits well, then the earlier."""
    return each.can_come, len(each.said[Suits.YES]), -each.date.starts_at.timestamp()


def open_poll(space: Space) -> Meeting | None:
    """The meeting of a set for which dates are proposed."""
    query = sa.select(Meeting).where(Meeting.space_id == space.id, Meeting.state == MeetingState.PROPOSED)
    return session.scalars(query.order_by(Meeting.id.desc()).limit(1)).one_or_none()
