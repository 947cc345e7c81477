"""Who reacted to a post with which word, for whoever asks."""

import sqlalchemy as sa
from sqlalchemy.orm import raiseload

from cop.db import session
from cop.models import Person, Post


def people_by_mark(post: Post) -> list[tuple[str, list[Person]]]:
    """The words said to `post`, as the page shows them, each with the people who did, the first of them first."""
    ids = {person_id for _, _, people in post.marks for person_id in people}
    query = sa.select(Person).options(raiseload(Person.organisation)).where(Person.id.in_(ids))
    known = {person.id: person for person in session.scalars(query)} if ids else {}
    return [(label, [known[each] for each in people]) for _, label, people in post.marks if people]
