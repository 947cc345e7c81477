"""Whom a text would reach if it were posted now."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.forum.queries.referring import references
from cop.markup import POST_LIMIT, Words
from cop.models import Space
from cop.models.mentions import calls_somebody
from cop.models.quotations import quotes_something
from cop.models.references import References
from cop.policy import Actor


def told(actor: Actor, space: Space, found: References) -> int:
    """How many people, the actor apart, would be told of what refers to these: whom it names, and whom it quotes.

    The one place that counts them: who follows a space or a topic belongs here too.
    """
    if found.names_everyone:
        readers = session.scalar(sa.select(policy.reader_count(space))) or 0
        return readers - policy.can_read_space(actor, space)
    quoted = {each.author_id for each in found.quoted if each.is_shown}
    return len({*found.people, *quoted} - {actor.id})


def told_of(actor: Actor, space: Space, text: str) -> int:
    """The same for a text that is still being written; one that refers to nothing costs nothing."""
    if not calls_somebody(text) and not quotes_something(text):
        return 0
    return told(actor, space, references(actor, space, Words.of(text, limit=POST_LIMIT)))
