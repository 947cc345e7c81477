"""Whom a text would reach if it were posted now."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.forum.queries.referring import references
from cop.markup import Words
from cop.models import Membership, Sheet, Space, Stance, TopicReading
from cop.models.mentions import calls_somebody
from cop.models.quotations import quotes_something
from cop.models.references import References
from cop.policy import Actor


def told(actor: Actor, space: Space, found: References, *, sheet: Sheet) -> int:
    """How many people, the actor apart, would be told of what refers to these if it were posted from `sheet`: whom it
    names, whom it quotes, and who follows what it would stand in. The one place that counts them.
    """
    if found.names_everyone:
        readers = session.scalar(sa.select(policy.reader_count(space))) or 0
        return readers - policy.can_read_space(actor, space)
    quoted = {each.author_id for each in found.quoted if each.is_shown}
    return len({*found.people, *quoted, *_followers(space, sheet)} - {actor.id})


def told_of(actor: Actor, space: Space, text: str, *, sheet: Sheet) -> int:
    """The same for a text that is still being written; one that refers to nothing need not be rendered."""
    if not calls_somebody(text) and not quotes_something(text):
        return len(_followers(space, sheet) - {actor.id})
    return told(actor, space, references(actor, space, Words.again(text)), sheet=sheet)


def _followers(space: Space, sheet: Sheet) -> set[int]:
    """Ids of the readers who follow the topic or the space that is written in and have not muted the space. An edit is
    news to nobody.
    """
    here = (Membership.space_id == space.id, Membership.reads())
    query = sa.select(Membership.person_id).where(*here)
    if sheet.kind == "space_id":
        query = query.where(Membership.stance == Stance.FOLLOWED)
    else:
        following = sa.select(TopicReading.person_id).where(
            TopicReading.topic_id == sheet.id, TopicReading.stance == Stance.FOLLOWED
        )
        query = query.where(Membership.is_loud(), Membership.person_id.in_(following))
    return set() if sheet.kind == "post_id" else set(session.scalars(query))
