"""Who reads what has come of it, and who writes it.

| | who |
|---|---|
| reads an impact | whoever wrote it, and the two of the pair of whose intention it is |
| reads one that is shared | whoever reads that intention, or, where there is none, belongs to the network |
| reads a story | whoever wrote it; if it is published, whoever belongs to the network |
| reads a story for evaluation | whoever is an evaluator, if its author agrees to that |
| writes | whoever belongs to the network and writes somewhere; of an intention its two |
"""

import sqlalchemy as sa

from cop.models import AppointmentRole, Impact, Intention, Pair, RoleName, ValueStory
from cop.policy.actors import Actor
from cop.policy.intentions import can_read_intention, is_half, shared_intentions, writes_somewhere
from cop.policy.people import can_see_directory

__all__ = [
    "can_note_impact",
    "can_read_impact",
    "can_read_story",
    "can_read_story_for_evaluation",
    "can_remove_impact",
    "can_tell_story",
    "evaluated_stories",
    "is_author",
    "visible_impacts",
    "visible_stories",
]


def is_author(actor: Actor, written: Impact | ValueStory) -> bool:
    return written.person_id == actor.id


def can_tell_story(actor: Actor) -> bool:
    return can_see_directory(actor) and writes_somewhere(actor)


def can_note_impact(actor: Actor, intention: Intention | None) -> bool:
    return can_tell_story(actor) if intention is None else is_half(actor, intention.pair)


def can_read_impact(actor: Actor, impact: Impact) -> bool:
    if is_author(actor, impact):
        return True
    if impact.intention is not None and is_half(actor, impact.intention.pair):
        return True
    if not impact.is_shared or impact.is_taken:
        return False
    return (
        can_see_directory(actor) if impact.intention is None else can_read_intention(actor, impact.intention)
    )


def visible_impacts(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select of Impact that joins its intention and that one's pair, where there is one."""
    mine = sa.or_(Impact.person_id == actor.id, Pair.space_id.in_(actor.spaces_as(RoleName.MEMBER)))
    alone = sa.and_(Impact.intention_id.is_(None), sa.true() if can_see_directory(actor) else sa.false())
    shared = sa.and_(Impact.is_shared, Impact.stands(), sa.or_(alone, shared_intentions(actor)))
    return sa.or_(mine, shared)


def can_remove_impact(actor: Actor, impact: Impact) -> bool:
    """Whoever wrote it, and of an intention its two: they say who reads it, too."""
    is_pairs = impact.intention is not None and is_half(actor, impact.intention.pair)
    return is_author(actor, impact) if impact.intention is None else is_pairs


def can_read_story(actor: Actor, story: ValueStory) -> bool:
    if is_author(actor, story):
        return True
    return story.published_at is not None and not story.is_taken and can_see_directory(actor)


def visible_stories(actor: Actor) -> sa.ColumnElement[bool]:
    mine = ValueStory.person_id == actor.id
    if not can_see_directory(actor):
        return mine
    return sa.or_(mine, sa.and_(ValueStory.published_at.is_not(None), ValueStory.stands()))


def can_read_story_for_evaluation(actor: Actor, story: ValueStory) -> bool:
    return actor.has(AppointmentRole.EVALUATOR) and story.for_evaluation and not story.is_taken


def evaluated_stories(actor: Actor) -> sa.ColumnElement[bool]:
    """What an evaluator reads: only what its author has agreed to (domain.md EV5)."""
    if not actor.has(AppointmentRole.EVALUATOR):
        return sa.false()
    return sa.and_(ValueStory.for_evaluation, ValueStory.stands())
