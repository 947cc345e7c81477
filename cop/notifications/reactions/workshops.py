"""What a cohort is told about its workshops: by a notice and by a letter (domain.md CL1)."""

from datetime import timedelta

import sqlalchemy as sa

from cop.db import get, session
from cop.events import WorkshopMoved
from cop.models import Letter, LetterKind, Membership, NoticeKind, Person, Workshop
from cop.notifications.commands import notify, wanting

A_WHILE = timedelta(minutes=15)
"""What changes within it is told in one letter, which says how things are when it is sent."""


def tell_of_workshop(fact: WorkshopMoved) -> None:
    """WITH: when and where a workshop is concerns all who are in its cohort, but for who has changed it."""
    workshop = get(Workshop, fact.workshop_id)
    here = (Membership.space_id == workshop.space_id, Membership.reads())
    is_other = Membership.person_id.is_distinct_from(fact.actor_id)
    cohort = sa.select(Membership.person_id).where(*here, is_other)
    notify(cohort, NoticeKind.WORKSHOP, workshop)
    _write_letters(cohort, workshop)


def _write_letters(cohort: sa.Select[int], workshop: Workshop) -> None:
    is_written = sa.exists().where(
        Letter.workshop_id == workshop.id, Letter.person_id == Person.id, Letter.is_untouched()
    )
    wanted = wanting(cohort, NoticeKind.WORKSHOP, workshop).where(~is_written).order_by(Person.id)
    for person in session.scalars(wanted).all():
        about = {"person_id": person.id, "workshop_id": workshop.id}
        Letter.write_after(A_WHILE, LetterKind.WORKSHOP, address=person.email, **about)
