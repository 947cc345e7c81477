"""The list of tags of a space, which its moderators keep."""

from collections.abc import Collection

import sqlalchemy as sa

from cop import db, policy
from cop.db import command, record, session
from cop.errors import Conflict, Invalid, NotFound
from cop.events import TopicChanged
from cop.forum.commands.pace import pace_change
from cop.forum.commands.steered import MODERATORS_ONLY
from cop.models import Decision, Space, Tag, TopicTag, Verdict
from cop.models.tags import LONGEST, MOST_IN_A_SPACE, MOST_ON_A_TOPIC
from cop.policy import require
from cop.typed import one_line

TAKEN = "There is a tag of that name already."


def chosen_tags(space_id: int, tag_ids: Collection[int]) -> list[Tag]:
    """The tags with these ids out of a space's list, for one topic. Raises Invalid (too many, or not in the list)."""
    wanted = set(tag_ids)
    if len(wanted) > MOST_ON_A_TOPIC:
        raise Invalid(f"Choose at most {MOST_ON_A_TOPIC} tags.", field="tags")
    if not wanted:
        return []
    tags = list(session.scalars(sa.select(Tag).where(Tag.space_id == space_id, Tag.id.in_(wanted))))
    if len(tags) < len(wanted):
        raise Invalid("A tag that you chose is not in the list any more. Choose again.", field="tags")
    return tags


@command
def add_tag(*, actor_id: int, space_id: int, name: str) -> Tag:
    """Put a tag into the list of a space. Raises Invalid, NotFound, Forbidden, TooFast, Conflict (it is taken)."""
    space = _kept_by(actor_id, space_id)
    tag = Tag(space_id=space.id)
    _call(tag, name)
    if len(session.scalars(sa.select(Tag.id).where(Tag.space_id == space.id)).all()) >= MOST_IN_A_SPACE:
        raise Invalid(f"A space has at most {MOST_IN_A_SPACE} tags. Remove one first.", field="name")
    session.add(tag)
    _log(Verdict.ADD_TAG, tag, actor_id=actor_id, said=f"“{tag.name}”")
    return tag


@command
def rename_tag(*, actor_id: int, tag_id: int, name: str) -> Tag:
    """Call a tag otherwise, on every topic that has it. Raises as `add_tag` does."""
    tag = _kept_tag(actor_id, tag_id)
    former = tag.name
    _call(tag, name)
    if tag.name != former:
        _tell(tag)
        _log(Verdict.RENAME_TAG, tag, actor_id=actor_id, said=f"“{former}” is called “{tag.name}” now.")
    return tag


@command
def remove_tag(*, actor_id: int, tag_id: int) -> None:
    """Take a tag out of the list, and off every topic that has it. Raises NotFound, Forbidden, TooFast."""
    tag = _kept_tag(actor_id, tag_id)
    _tell(tag)
    _log(Verdict.REMOVE_TAG, tag, actor_id=actor_id, said=f"“{tag.name}”")
    session.execute(sa.delete(TopicTag).where(TopicTag.tag_id == tag.id))
    session.delete(tag)


def _kept_tag(actor_id: int, tag_id: int) -> Tag:
    tag = db.get(Tag, tag_id)
    _kept_by(actor_id, tag.space_id)
    return db.lock(Tag, tag_id)


def _kept_by(actor_id: int, space_id: int) -> Space:
    space = db.lock(Space, space_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_space(actor, space):
        raise NotFound
    require(policy.can_manage_tags(actor, space), MODERATORS_ONLY)
    pace_change(actor.id)
    return space


def _log(verdict: Verdict, tag: Tag, *, actor_id: int, said: str) -> None:
    Decision.log(verdict, space_id=tag.space_id, actor_id=actor_id, reason=said)


def _call(tag: Tag, name: str) -> None:
    line = one_line(name, limit=LONGEST, field="name", missing="Give the tag a name.")
    same = sa.select(Tag.id).where(Tag.space_id == tag.space_id, Tag.folded == line.casefold())
    if session.scalar(same.where(Tag.id.is_distinct_from(tag.id))) is not None:
        error = Conflict(TAKEN)
        error.field = "name"
        raise error
    tag.call(line)


MOST_TOLD = 50
"""Topics whose open pages are told at once that a tag is called otherwise; others show it when they are next loaded."""


def _tell(tag: Tag) -> None:
    newest = sa.select(TopicTag.topic_id).where(TopicTag.tag_id == tag.id)
    for topic_id in session.scalars(newest.order_by(TopicTag.topic_id.desc()).limit(MOST_TOLD)):
        record(TopicChanged(topic_id))
