"""Who does what with a topic as a whole: its name, tags, answer and summary, and where it stands."""

from cop.models import Post, RoleName, Space, SpaceKind, State, Topic, TopicState
from cop.policy.actors import Actor
from cop.policy.forum import can_read_topic
from cop.policy.holding import is_held, stays_as_released
from cop.policy.spaces import moderates, writes_in

SEALED = (SpaceKind.SET, SpaceKind.PAIR, SpaceKind.DIRECT)
"""What is said here stays here: no topic leaves such a space, whoever asks."""


def can_rename_topic(actor: Actor, topic: Topic) -> bool:
    """Its moderators, and its author as long as they may edit what they wrote there."""
    if topic.state is not TopicState.OPEN:
        return False
    may_edit = not stays_as_released(actor, topic.space)
    return moderates(actor, topic.space) or (_keeps(actor, topic) and may_edit)


def can_tag_topic(actor: Actor, topic: Topic) -> bool:
    """Sort it by the tags of its space."""
    if topic.state is not TopicState.OPEN:
        return False
    return moderates(actor, topic.space) or _keeps(actor, topic)


def can_manage_tags(actor: Actor, space: Space) -> bool:
    """Keep the list of tags of a space."""
    return moderates(actor, space) and space.kind is not SpaceKind.DIRECT


def can_choose_answer(actor: Actor, topic: Topic) -> bool:
    """Say which post answers it: who asked, who facilitates, who moderates."""
    if topic.state is not TopicState.OPEN or topic.is_archived:
        return False
    return _began(actor, topic) or _looks_after(actor, topic.space)


def can_be_answer(post: Post) -> bool:
    """Whether this post can be the answer of its topic."""
    return post.state is State.RELEASED and not post.is_opening


def can_edit_summary(actor: Actor, topic: Topic) -> bool:
    """Who facilitates or moderates; members too where the space lets them, as long as they may reply."""
    if topic.state is not TopicState.OPEN or topic.is_archived:
        return False
    members = topic.space.members_summarise and not stays_as_released(actor, topic.space)
    is_member = members and writes_in(actor, topic.space) and not topic.is_locked
    return is_member or _looks_after(actor, topic.space)


def is_summary_held(actor: Actor, topic: Topic) -> bool:
    """Whether what `actor` writes there would have to wait, which a summary can't: then they do not write it yet."""
    return not _looks_after(actor, topic.space) and is_held(actor, topic.space)


def can_see_summary_revisions(actor: Actor, topic: Topic) -> bool:
    """What its summary said before: who may edit it, and all readers where the space shows what posts said."""
    return can_read_topic(actor, topic) and (
        topic.space.shows_revisions or can_see_all_summary_revisions(actor, topic)
    )


def can_see_all_summary_revisions(actor: Actor, topic: Topic) -> bool:
    """Those that other readers do not see (any more) as well."""
    return can_edit_summary(actor, topic) or moderates(actor, topic.space)


def can_leave_space(topic: Topic) -> bool:
    """Whether a topic of this space may ever be taken to another one."""
    return topic.space.kind not in SEALED


def can_move_topic(actor: Actor, topic: Topic, space: Space) -> bool:
    """Take it to `space`, with all who may read it there and nobody else: whoever moderates both (S36)."""
    if topic.state is not TopicState.OPEN or not can_leave_space(topic):
        return False
    is_elsewhere = space.id != topic.space_id and space.kind is not SpaceKind.DIRECT
    return is_elsewhere and moderates(actor, topic.space) and moderates(actor, space)


def _began(actor: Actor, topic: Topic) -> bool:
    return topic.author_id == actor.id and writes_in(actor, topic.space)


def _keeps(actor: Actor, topic: Topic) -> bool:
    """Whether they began it, and it is still added to."""
    return _began(actor, topic) and not topic.is_locked and not topic.is_archived


def _looks_after(actor: Actor, space: Space) -> bool:
    facilitates = RoleName.FACILITATOR in actor.roles_in(space.id) and space.kind is not SpaceKind.DIRECT
    return facilitates or moderates(actor, space)
