"""Whom a text would reach if it were posted now."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.markup import POST_LIMIT, Words
from cop.models import Person, Space
from cop.models.mentions import bold_names, calls_somebody
from cop.policy import Actor


def told(actor: Actor, space: Space, text: str) -> int:
    """How many people, the actor apart, would be told of `text` if it were posted in `space`: the readers it names.

    The one place that counts them: who follows a space or a topic belongs here too.
    """
    if not calls_somebody(text):
        return 0
    readers = sa.select(Person.id, Person.name).where(Person.id.in_(policy.readers_of(space)))
    _, named = bold_names(Words.of(text, limit=POST_LIMIT).html, session.execute(readers).all())
    return len(set(named) - {actor.id})
