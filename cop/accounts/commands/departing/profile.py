"""Somebody's profile: of it stays what is shown beside what they wrote, as far as that is to stay."""

import sqlalchemy as sa

from cop.accounts.commands.departing.under_way import locked
from cop.db import command, lock, session
from cop.models import Affiliation, Departure, Person, Post, ProfessionalRole
from cop.models.departures import FORMER
from cop.models.indexed import forget_lost
from cop.offload import give_way

AT_ONCE = 100
"""Rows of which only a column or two is emptied."""


def empty(departure: Departure) -> bool:
    """Leave of a person what is shown beside what they wrote, and no more."""
    _empty_profile(person_id=departure.person_id)
    if not departure.keeps_name:
        while _forget_standing(person_id=departure.person_id):
            give_way()
    return True


@command
def _empty_profile(*, person_id: int) -> None:
    departure, person = locked(person_id), lock(Person, person_id)
    said = [person.name, person.about]
    person.about = ""
    person.shares_about = False
    if not departure.keeps_name:
        person.name = FORMER
        person.professional_role, person.organisation_id = ProfessionalRole.OTHER, None
    session.execute(sa.delete(Affiliation).where(Affiliation.person_id == person_id))
    session.flush()
    forget_lost(said)


@command
def _forget_standing(*, person_id: int) -> bool:
    """What they were when they wrote would tell who they are."""
    locked(person_id)
    told = sa.or_(Post.organisation_id.is_not(None), Post.professional_role != ProfessionalRole.OTHER)
    some = sa.select(Post.id).where(Post.author_id == person_id, told).order_by(Post.id).limit(AT_ONCE)
    post_ids = session.scalars(some).all()
    emptied = sa.update(Post).where(Post.id.in_(post_ids))
    values = {"organisation_id": None, "professional_role": ProfessionalRole.OTHER}
    session.execute(emptied.values(**values).execution_options(synchronize_session=False))
    return bool(post_ids)
