"""What a topic is called, and how it is sorted."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import policy
from cop.db import command, session
from cop.errors import Invalid
from cop.forum.commands.steered import keep, steered
from cop.forum.commands.writing import TITLE_LIMIT
from cop.markup import one_line
from cop.models import Tag, Topic, Verdict
from cop.models.tags import MOST_ON_A_TOPIC

NOT_YOURS = (
    "Only the moderators of this space and who started the topic can do that, and not once it is closed."
)


def rename_topic(*, actor_id: int, topic_id: int, title: str) -> Topic:
    """Call a topic `title`. The one it has already changes nothing. Raises Invalid, NotFound, Forbidden."""
    line = one_line(title, limit=TITLE_LIMIT, field="title", missing="Give the topic a title.")
    return _rename_topic(actor_id, topic_id, line)


@command
def _rename_topic(actor_id: int, topic_id: int, title: str) -> Topic:
    topic, actor = steered(actor_id, topic_id, may=policy.can_rename_topic, why_not=NOT_YOURS)
    if topic.title != title:
        topic.rename(title)
        keep(Verdict.RENAME, actor, topic)
    return topic


@command
def tag_topic(*, actor_id: int, topic_id: int, tag_ids: Sequence[int]) -> Topic:
    """Let a topic have these tags of its space, at most five, and no others. Raises Invalid, NotFound, Forbidden."""
    topic, actor = steered(actor_id, topic_id, may=policy.can_tag_topic, why_not=NOT_YOURS)
    wanted = set(tag_ids)
    if len(wanted) > MOST_ON_A_TOPIC:
        raise Invalid(f"Choose at most {MOST_ON_A_TOPIC} tags.", field="tags")
    tags = list(session.scalars(sa.select(Tag).where(Tag.space_id == topic.space_id, Tag.id.in_(wanted))))
    if len(tags) < len(wanted):
        raise Invalid("A tag that you chose is not in the list any more. Choose again.", field="tags")
    if {tag.id for tag in topic.tags} != wanted:
        topic.tags = tags
        keep(Verdict.SET_TAGS, actor, topic)
    return topic
