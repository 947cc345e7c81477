"""What a topic is called, and how it is sorted."""

from collections.abc import Sequence

from cop import policy
from cop.db import command
from cop.forum.commands.steered import keep, steered
from cop.forum.commands.tags import chosen_tags
from cop.forum.commands.writing import TITLE_LIMIT
from cop.markup import one_line
from cop.models import Topic, Verdict

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
    tags = chosen_tags(topic.space_id, tag_ids)
    if set(topic.tags) != set(tags):
        topic.tags = tags
        keep(Verdict.SET_TAGS, actor, topic)
    return topic
