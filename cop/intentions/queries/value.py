"""What has come of it: impacts by level, and stories, as far as somebody reads them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import Impact, ImpactLevel, Intention, ValueStory
from cop.policy import Actor

PAGE = 20


def impacts(actor: Actor, *, page: int = 1) -> Sequence[Impact]:
    """A page of those that `actor` reads, the latest first, and one more where another page follows."""
    query = _impacts(actor).order_by(Impact.happened_on.desc(), Impact.id.desc())
    return session.scalars(query.limit(PAGE + 1).offset((page - 1) * PAGE)).unique().all()


def impacts_of(actor: Actor, intention: Intention) -> Sequence[Impact]:
    """Those of one intention, the latest first."""
    query = _impacts(actor).where(Impact.intention_id == intention.id)
    return session.scalars(query.order_by(Impact.happened_on.desc(), Impact.id.desc())).unique().all()


def by_level(actor: Actor) -> dict[ImpactLevel, int]:
    """How many of those that `actor` reads there are of each level."""
    query: sa.Select[Any] = _joined(sa.select(Impact.level, sa.func.count(Impact.id)))
    query = query.where(policy.visible_impacts(actor)).group_by(Impact.level)
    counted = {row[0]: row[1] for row in session.execute(query)}
    return {level: counted.get(level, 0) for level in ImpactLevel}


def _impacts(actor: Actor) -> sa.Select[Impact]:
    query: sa.Select[Impact] = _joined(sa.select(Impact)).where(policy.visible_impacts(actor))
    return query.options(
        joinedload(Impact.person),
        joinedload(Impact.intention).options(joinedload(Intention.wording), joinedload(Intention.pair)),
    )


def _joined(query: Any) -> Any:
    return query.outerjoin(Impact.intention).outerjoin(Intention.pair)


def stories(actor: Actor, *, page: int = 1) -> Sequence[ValueStory]:
    """A page of what is published, the newest first, and one more where another page follows."""
    query = sa.select(ValueStory).where(policy.visible_stories(actor), ValueStory.published_at.is_not(None))
    query = query.options(joinedload(ValueStory.person))
    query = query.order_by(ValueStory.published_at.desc(), ValueStory.id.desc())
    return session.scalars(query.limit(PAGE + 1).offset((page - 1) * PAGE)).unique().all()


def own_stories(actor: Actor) -> Sequence[ValueStory]:
    """All that one has written, the newest first."""
    query = sa.select(ValueStory).where(ValueStory.person_id == actor.id)
    return session.scalars(query.order_by(ValueStory.id.desc())).unique().all()


def stories_to_evaluate(actor: Actor) -> Sequence[ValueStory]:
    """What their authors have agreed to show evaluators, the newest first."""
    query = sa.select(ValueStory).where(policy.evaluated_stories(actor))
    return session.scalars(query.order_by(ValueStory.id.desc())).unique().all()
