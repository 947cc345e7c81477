"""What a topic is called, and how it is sorted."""

from collections.abc import Sequence
from functools import partial

from cop import policy
from cop.db import command
from cop.forum.commands.openings import fitting_title, one_title
from cop.forum.commands.pace import count_try, pace_change
from cop.forum.commands.steered import keep, reason_of, require_seen, steered
from cop.forum.commands.tags import chosen_tags
from cop.models import Topic, TopicState, Verdict
from cop.models.confirmations import note_confirmed
from cop.models.wording import Part, heed, note_listed, settled

NOT_YOURS = (
    "Only the moderators of this space and who started the topic can do that, and not once it is closed."
)
NOT_OPEN = {
    TopicState.HELD: "This topic waits for a moderator. Nothing else can be done with it until it is released.",
    TopicState.DECLINED: "A moderator declined this topic. Nothing can be done with it unless that is undone.",
    TopicState.HIDDEN: "This topic is hidden. Nothing can be done with it until it is restored.",
    TopicState.REMOVED: "This topic was removed by who started it. Nothing can be done with it any more.",
}
LOCKED = "This topic is locked, so its title and tags stay as they are."
ARCHIVED = "This topic is in the archive, so its title and tags stay as they are."


def why_nothing(topic: Topic) -> str:
    """Why nothing can be done with a topic as a whole by somebody who may do nothing with it, as a sentence."""
    if topic.state in NOT_OPEN:
        return NOT_OPEN[topic.state]
    return ARCHIVED if topic.is_archived else LOCKED


def rename_topic(
    *, actor_id: int, topic_id: int, title: str, seen: str | None = None, reason: str = ""
) -> Topic:
    """Call a topic `title`. The one it has already changes nothing. `seen` is the one that a page showed.
    A moderator may give a `reason`.

    Raises Invalid, NotFound, Forbidden, Changed, TooFast.
    """
    count_try(actor_id)
    sent = one_title(title)
    write = partial(_rename_topic, actor_id, topic_id, sent=sent, seen=seen, reason=reason_of(reason))
    return settled(
        lambda called: write(title=called), sent, reword=lambda _, parts: fitting_title(parts["title"])
    )


@command
def _rename_topic(
    actor_id: int, topic_id: int, *, title: str, sent: str, seen: str | None, reason: str
) -> Topic:
    topic, actor = steered(actor_id, topic_id, may=policy.can_rename_topic, why_not=NOT_YOURS)
    if topic.title != title:
        require_seen(seen, topic.title)
        pace_change(actor.id)
        part, heeds = Part("title", sent, title, before=topic.title), policy.heeds_rules(actor, topic.space)
        listed = heed(topic.space, [part], heeds=heeds, can_wait=False)
        topic.rename(title)
        keep(Verdict.RENAME, actor, topic, reason=reason)
        note_confirmed(topic, by_id=actor.id)
        note_listed(topic, listed)
    return topic


@command
def tag_topic(
    *, actor_id: int, topic_id: int, tag_ids: Sequence[int], seen: Sequence[int] | None = None
) -> Topic:
    """Let a topic have these tags of its space, at most five, and no others. `seen` are the ids of those that a page
    showed. Raises Invalid, NotFound, Forbidden, Changed, TooFast.
    """
    topic, actor = steered(actor_id, topic_id, may=policy.can_tag_topic, why_not=NOT_YOURS)
    tags = chosen_tags(topic.space_id, tag_ids)
    if set(topic.tags) != set(tags):
        require_seen(None if seen is None else set(seen), {tag.id for tag in topic.tags})
        pace_change(actor.id)
        topic.tags = tags
        keep(Verdict.SET_TAGS, actor, topic)
    return topic
