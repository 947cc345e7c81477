"""Letters to whom something was decided about, and to those who look after something."""

import sqlalchemy as sa

from cop import clock, policy
from cop.accounts.tasks import inspections, offices
from cop.accounts.tasks.contents import Contents, active, in_a_line, in_lines
from cop.accounts.tasks.decisions import sentence_of
from cop.db import session
from cop.models import (
    Appointment,
    Decision,
    Inspection,
    Letter,
    Person,
    Review,
    Role,
    StatementKind,
    StatementVersion,
    Succession,
)
from cop.models.publishing import A_YEAR
from cop.models.spaces import Space, SpaceKind
from cop.models.successions import Office


def decision(letter: Letter) -> Contents | None:
    decision, person = session.get(Decision, letter.decision_id), active(Person.id == letter.person_id)
    if decision is None or person is None:
        return None
    space = session.get(Space, decision.space_id) if decision.space_id else None
    name = _name_of(space)
    words = {
        "decision": decision,
        "sentence": sentence_of(decision, name),
        "slug": space.slug if space else "",
    }
    return Contents(person.email, f"A moderator’s decision in {name}", words)


def _name_of(space: Space | None) -> str:
    if space is None:
        return "all spaces"
    return "a conversation" if space.kind is SpaceKind.DIRECT else in_a_line(space.name)


def waiting(letter: Letter) -> Contents | None:
    """What waits for them as this is sent: others may have decided it meanwhile."""
    person = active(Person.id == letter.person_id)
    if person is None:
        return None
    query = sa.select(sa.func.count(Review.id).label("number"), sa.func.min(Review.opened_at).label("oldest"))
    waits = session.execute(
        query.where(Review.decided_at.is_(None), policy.visible_reviews(policy.load_actor(person.id)))
    ).one()
    if not waits.number:
        return None
    hours = round((clock.now() - waits.oldest).total_seconds() / 3600)
    return Contents(person.email, "Something waits for a moderator", {"number": waits.number, "hours": hours})


def term(letter: Letter) -> Contents | None:
    person = active(Person.id == letter.person_id)
    office = _office_of(letter)
    said = offices.term(office) if office else None
    if person is None or office is None or said is None:
        return None
    subject = "A role of yours is over" if said["is_over"] else "A role of yours ends soon"
    return Contents(person.email, subject, said | {"called": in_a_line(offices.called(office))})


def _office_of(letter: Letter) -> Office | None:
    if letter.role_id is not None:
        return session.get(Role, letter.role_id)
    return session.get(Appointment, letter.appointment_id) if letter.appointment_id is not None else None


def succession(letter: Letter) -> Contents | None:
    person, found = active(Person.id == letter.person_id), session.get(Succession, letter.succession_id)
    said = offices.succession(letter, found) if found else None
    if person is None or found is None or said is None:
        return None
    called = in_a_line(offices.called(found.office))
    subject = "You are asked to take over a role" if said["to_nominee"] else "Who takes over from you"
    return Contents(person.email, subject, in_lines(said) | {"called": called})


def statement(letter: Letter) -> Contents | None:
    """Nothing once another was published."""
    person, published = (
        active(Person.id == letter.person_id),
        StatementVersion.newest(StatementKind.ACCESSIBILITY),
    )
    if person is None or published is None or published.published_at > letter.written_at - A_YEAR:
        return None
    words = {"page": published.kind.page, "published_at": published.published_at}
    return Contents(person.email, "Look at the accessibility statement again", words)


def inspection(letter: Letter) -> Contents | None:
    person, found = active(Person.id == letter.person_id), session.get(Inspection, letter.inspection_id)
    said = inspections.inspection(letter, found) if found else None
    if person is None or said is None:
        return None
    return Contents(person.email, inspections.SUBJECTS[said["said"]], in_lines(said))
