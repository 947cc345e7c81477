"""What people say about themselves, and where they work, since when."""

from datetime import datetime

import sqlalchemy as sa

from cop import clock
from cop.db import command, get, lock, record, session
from cop.errors import Invalid, NotFound
from cop.events import PersonChanged
from cop.models import Affiliation, Measure, Organisation, Person, ProfessionalRole
from cop.models.confirmations import note_confirmed
from cop.models.people import written_name
from cop.policy import require
from cop.typed import one_line

ABOUT_LIMIT = 600


HELD_BACK = "While you are held back everywhere your profile stays as it is."


@command
def update_profile(
    *,
    actor_id: int,
    name: str,
    professional_role: ProfessionalRole,
    about: str,
    shares_email: bool,
    shares_about: bool,
    is_listed: bool,
) -> Person:
    """Say anew who one is and what of it others see."""
    person = _self(actor_id)
    require(not Measure.holds_back(actor_id), HELD_BACK)
    person.name = written_name(name)
    person.professional_role = professional_role
    person.about = one_line(about, limit=ABOUT_LIMIT, field="about") if about.strip() else ""
    person.shares_email, person.shares_about = shares_email, shares_about
    person.is_listed = is_listed
    record(PersonChanged(person.id))
    note_confirmed(person, by_id=person.id)
    return person


@command
def change_affiliation(
    *, actor_id: int, organisation_id: int | None, since: datetime | None = None
) -> Affiliation | None:
    """Move to an organisation (None: to none) since then (aware; now unless given). What was, is kept.

    Posts keep the organisation they were written at. The same organisation again changes nothing.
    """
    person = _self(actor_id)
    if organisation_id is not None:
        get(Organisation, organisation_id)
    current = _open(person)
    if person.organisation_id == organisation_id and (current is not None or organisation_id is None):
        return current
    moment = since or clock.now()
    _follows(person, moment)
    if current is not None:
        current.ended_at = moment
        session.flush()
    person.organisation_id = organisation_id
    record(PersonChanged(person.id))
    return _begin(person, organisation_id, moment) if organisation_id is not None else None


def _self(actor_id: int) -> Person:
    person = lock(Person, actor_id)
    if person.deactivated_at is not None:
        raise NotFound
    return person


def _open(person: Person) -> Affiliation | None:
    query = sa.select(Affiliation).where(Affiliation.person_id == person.id, Affiliation.ended_at.is_(None))
    return session.scalars(query).one_or_none()


def _follows(person: Person, moment: datetime) -> None:
    """Invalid unless `moment` is past and after what is known of the person."""
    if moment > clock.now():
        raise Invalid("Choose today or a day in the past.", field="since")
    known = sa.select(Affiliation.started_at, Affiliation.ended_at).where(Affiliation.person_id == person.id)
    moments = [each for row in session.execute(known) for each in row if each is not None]
    if moments and moment < max(moments):
        raise Invalid("You were elsewhere on that day. Choose a later one.", field="since")


def _begin(person: Person, organisation_id: int, moment: datetime) -> Affiliation:
    affiliation = Affiliation(person_id=person.id, organisation_id=organisation_id, started_at=moment)
    session.add(affiliation)
    session.flush()
    return affiliation
