"""What stands in the record of a meeting, through what an actor may see: learning, how it went, the summary."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import Meeting, MeetingLearning, MeetingScore, MeetingSlot, MeetingSummary, Space
from cop.models.meetings_slots import SlotState
from cop.policy import Actor

LEAST_MEANT = 3
"""Of fewer a mean would say what one of them said."""
LEAST_TOLD = 5
"""So many people must have said how a set worked before anybody outside is told the mean."""


@dataclass(frozen=True, slots=True)
class Worked:
    """How those who said so found that the set worked: `mean` of so `many`, None where too few did; and what I said."""

    mean: float | None
    many: int
    mine: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """`summary` as far as the actor may read it; `waits_for` are the presenters who have not agreed to it; `mine` are
    the actor's own finished slots.
    """

    learning: Sequence[MeetingLearning]
    worked: Worked
    summary: MeetingSummary | None
    waits_for: list[int]
    mine: list[MeetingSlot]


def record_of(actor: Actor, meeting: Meeting) -> Record:
    done = [each for each in meeting.slots if each.state is SlotState.DONE]
    summary = session.get(MeetingSummary, meeting.id)
    can_read = summary is not None and policy.can_read_summary(actor, meeting, summary)
    return Record(
        learning=_learning(actor, meeting),
        worked=_worked(actor, meeting),
        summary=summary if can_read else None,
        waits_for=[each.presenter_id for each in done if not each.agrees_summary] if summary else [],
        mine=[each for each in done if each.presenter_id == actor.id],
    )


def _learning(actor: Actor, meeting: Meeting) -> Sequence[MeetingLearning]:
    query = sa.select(MeetingLearning).options(joinedload(MeetingLearning.person))
    here = (MeetingLearning.meeting_id == meeting.id, policy.visible_learning(actor))
    return session.scalars(query.where(*here).order_by(MeetingLearning.id)).all()


def _worked(actor: Actor, meeting: Meeting) -> Worked:
    said = dict(
        iter(
            session.execute(
                sa.select(MeetingScore.person_id, MeetingScore.score).where(
                    MeetingScore.meeting_id == meeting.id
                )
            )
        )
    )
    mean = sum(said.values()) / len(said) if len(said) >= LEAST_MEANT else None
    return Worked(mean, len(said), said.get(actor.id))


def mean_for_others(space_id: int) -> float | None:
    """How a set found that it worked, over all that is kept of it; None where fewer than five people said so."""
    query = (
        sa.select(sa.func.avg(MeetingScore.score), sa.func.count(sa.distinct(MeetingScore.person_id)))
        .join(Meeting, Meeting.id == MeetingScore.meeting_id)
        .where(Meeting.space_id == space_id)
    )
    mean, people = session.execute(query).one()
    return float(mean) if people >= LEAST_TOLD else None


def done_slot(actor: Actor, slot_id: int) -> sa.Select[MeetingSlot]:
    """A slot of the actor’s that is over, in a meeting that they still take part in."""
    mine = (MeetingSlot.presenter_id == actor.id, MeetingSlot.state == SlotState.DONE)
    query = sa.select(MeetingSlot).join(Meeting, Meeting.id == MeetingSlot.meeting_id)
    return query.where(MeetingSlot.id == slot_id, *mine, policy.visible_meetings(actor))


def harvest(actor: Actor, space: Space) -> Sequence[MeetingLearning]:
    """What members of a set have learned at its meetings and shared with it, the first of it first."""
    query = sa.select(MeetingLearning).options(joinedload(MeetingLearning.person))
    here = (MeetingLearning.space_id == space.id, MeetingLearning.is_shared, policy.visible_learning(actor))
    return session.scalars(query.where(*here).order_by(MeetingLearning.id)).all()
