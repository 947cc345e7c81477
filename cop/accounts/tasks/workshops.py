"""The letter about a workshop that is at another time or place: how that is when the letter is sent."""

from cop import policy
from cop.accounts.tasks.contents import Contents, active, in_lines
from cop.db import session
from cop.models import Letter, NoticeKind, Person, Unwanted, Workshop


def moved(letter: Letter) -> Contents | None:
    """Nothing for who reads the cohort no more or wants no such letters, and of a day that has been."""
    person, found = active(Person.id == letter.person_id), session.get(Workshop, letter.workshop_id)
    if person is None or found is None or found.has_been or NoticeKind.WORKSHOP in Unwanted.of(person.id):
        return None
    if not policy.can_read_workshop(policy.load_actor(person.id), found):
        return None
    words = {
        "title": found.title,
        "space": found.space.name,
        "venue": found.venue,
        "workshop_id": found.id,
        "day": found.day,
        "begins": found.begins,
        "ends": found.ends,
        "is_cancelled": found.cancelled_at is not None,
    }
    happened = "is cancelled" if found.cancelled_at else "has changed"
    return Contents(person.email, f"Day {found.number} of {found.space.name} {happened}", in_lines(words))
