"""Who reacted to a post with which word, for whoever asks."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from cop.db import session
from cop.models import Person, Post, PostMark
from cop.models.post_marks import POST_MARKS


def people_by_mark(post: Post) -> list[tuple[str, list[Person]]]:
    """The words said to `post`, as the page shows them, each with the people who did, the first of them first."""
    query = (
        sa.select(PostMark)
        .options(joinedload(PostMark.person, innerjoin=True).options(lazyload(Person.organisation)))
        .where(PostMark.post_id == post.id)
        .order_by(PostMark.created_at, PostMark.person_id)
    )
    found: dict[str, list[Person]] = {word: [] for word in POST_MARKS}
    for mark in session.scalars(query):
        found[mark.word].append(mark.person)
    return [(POST_MARKS[word], people) for word, people in found.items() if people]
