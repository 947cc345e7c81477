"""What follows from an inspection: the set is told, its end is written down, and who may not go on does not."""

import logging
from datetime import datetime

import sqlalchemy as sa

from cop import clock, policy
from cop.clock import LONDON
from cop.db import command, lock, record, session
from cop.events import InspectionTold
from cop.models import Decision, Inspection, Letter, LetterKind, Person, Space, Verdict
from cop.models.people import lock_people

log = logging.getLogger("cop.spaces")


def tell(inspection: Inspection) -> None:
    """Within a command: let the set know who reads it, or did. Neither the reason nor the report is told: either could
    name who has reported.
    """
    inspection.told_at = clock.now()
    decision = _log(Verdict.OPEN_SET, inspection, actor_id=inspection.decider_id, said=_words(inspection))
    record(InspectionTold(decision.id, inspection.asker_id))
    others = policy.readers_of(inspection.space).where(Person.id != inspection.asker_id)
    query = sa.select(Person).where(Person.id.in_(others)).order_by(Person.id)
    for person in session.scalars(query).unique():
        write(inspection, person)
    if inspection.closed_at is not None:
        _log_end(inspection)


def write(inspection: Inspection, person: Person) -> None:
    """Within a command: what the letter says is told by how it stands when it is sent."""
    Letter.write(
        LetterKind.INSPECTION, address=person.email, person_id=person.id, inspection_id=inspection.id
    )


def close(inspection: Inspection) -> None:
    """Within a command: end it now, if it goes on, and write its end down."""
    inspection.close()
    if inspection.told_at is not None:
        _log_end(inspection)


def _log_end(inspection: Inspection) -> None:
    early = inspection.ended_at is not None and inspection.ended_at != inspection.ends_at
    said = f"{'before its time' if early else 'as its day was over'}, {moment(inspection.ended_at)}"
    _log(Verdict.CLOSE_SET, inspection, actor_id=inspection.ended_by_id, said=said)


def _log(verdict: Verdict, inspection: Inspection, *, actor_id: int | None, said: str) -> Decision:
    """In the log of the set."""
    whose = inspection.asker_id
    return Decision.log(
        verdict, space_id=inspection.space_id, actor_id=actor_id, person_id=whose, reason=said
    )


def _words(inspection: Inspection) -> str:
    from_to = f"from {moment(inspection.approved_at)} until {moment(inspection.ends_at)}"
    late = f"; told on this day, because: {inspection.delay_reason}" if inspection.delay_days else ""
    return f"on {inspection.basis.label}, {from_to}{late}"


def moment(when: datetime | None) -> str:
    """To the minute, in UK time."""
    return f"{when.astimezone(LONDON):%-d %B %Y, %H:%M}" if when else ""


def look_after_inspections() -> None:
    """Tell the sets that are to be told by now, write down what is over, and end what rests on a right that is gone."""
    for inspection_id in session.scalars(sa.select(Inspection.id).where(Inspection.is_due())).all():
        try:
            _look_after(inspection_id)
        except Exception:  # the others are looked after all the same, and this one with the next round
            log.exception("inspection not looked after", extra={"inspection": inspection_id})


@command
def _look_after(inspection_id: int) -> None:
    place = session.get_one(Inspection, inspection_id)
    lock_people([place.asker_id])
    lock(Space, place.space_id)
    inspection = lock(Inspection, inspection_id)
    asker = policy.load_actor(inspection.asker_id)
    if inspection.closed_at is None and not (inspection.is_open() and policy.can_see_inspections(asker)):
        close(inspection)
    if inspection.told_at is None and inspection.tells_at is not None and inspection.tells_at <= clock.now():
        tell(inspection)
