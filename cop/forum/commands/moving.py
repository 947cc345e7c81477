"""A topic is taken to another space: at that moment it is there for those who read that one, and for nobody else."""

import sqlalchemy as sa

from cop import policy
from cop.db import command, record, session
from cop.errors import Conflict, NotFound
from cop.events import TopicMoved
from cop.forum.commands.locks import topic_between_spaces
from cop.forum.commands.steered import reason_of, tell_author
from cop.models import Attachment, Decision, Post, Review, Space, Tag, Topic, Verdict
from cop.models.holds import is_space_held, wait_for_holds
from cop.models.places import carry_over, seal
from cop.models.posts import show_last
from cop.models.sources import let_lines_go
from cop.models.tags import keep_common_tags
from cop.policy import require

STAYS_HERE = "What is said in a set or a pair stays there. Write about it anew where others should read it."
BOTH = "Only who moderates both spaces can move a topic from one to the other."
WAITS = "Something in this topic waits for a moderator. Decide about it first, then move the topic."
HELD = "This space is under a legal hold, so nothing can be moved out of it for now."


@command
def move_topic(*, actor_id: int, topic_id: int, space_id: int, reason: str = "") -> Topic:
    """Take a topic with all its posts to another space, where it is new to everybody. There already: nothing changes.

    Raises Invalid (the reason), NotFound (a topic or a space that the actor doesn't read), Forbidden (no moderator of
    both; a set or a pair, which nothing leaves), Conflict (something in it waits for a moderator, or where it stands is
    under a legal hold, which is not to be evaded).
    """
    wait_for_holds()
    topic, space = topic_between_spaces(topic_id, space_id)
    actor = policy.load_actor(actor_id)
    if not (policy.can_read_topic(actor, topic) and policy.can_read_space(actor, space)):
        raise NotFound
    if topic.space_id == space.id and policy.can_steer_topic(actor, topic):
        return topic
    require(policy.can_leave_space(topic), STAYS_HERE)
    require(policy.can_move_topic(actor, topic, space), BOTH)
    if _waits(topic):
        raise Conflict(WAITS)
    if is_space_held(topic.space_id):
        raise Conflict(HELD)
    _carry(topic, space, actor_id=actor_id, reason=reason_of(reason))
    return topic


def _waits(topic: Topic) -> bool:
    ids = sa.select(Post.id).where(Post.topic_id == topic.id)
    appealed = sa.select(Decision.id).where(Decision.post_id.in_(ids))
    about = sa.or_(Review.post_id.in_(ids), Review.appealed_id.in_(appealed))
    query = sa.select(Review.id).where(about, Review.decided_at.is_(None)).limit(1)
    return session.scalar(query) is not None


def _carry(topic: Topic, space: Space, *, actor_id: int, reason: str) -> None:
    left = topic.space_id
    let_lines_go(topic)
    _cut_splits(topic)
    _take_reviews_and_files(topic, space)
    keep_common_tags(topic, list(session.scalars(sa.select(Tag).where(Tag.space_id == space.id))))
    topic.is_pinned, topic.pinned_until = False, None
    if space.shows_revisions and not topic.space.shows_revisions:
        seal(topic)
    carry_over(topic, into=space)
    show_last(topic)
    about = {"actor_id": actor_id, "person_id": topic.author_id, "topic_id": topic.id}
    for verdict, place in ((Verdict.MOVE_AWAY, left), (Verdict.MOVE_HERE, space.id)):
        tell_author(Decision.log(verdict, space_id=place, reason=reason, **about))
    record(TopicMoved(topic.id, left))


def _cut_splits(topic: Topic) -> None:
    """Topics that were split from one another name each other only within one space."""
    topic.split_from_id = None
    away = sa.update(Topic).where(Topic.split_from_id == topic.id).values(split_from_id=None)
    session.execute(away.execution_options(synchronize_session=False))


def _take_reviews_and_files(topic: Topic, space: Space) -> None:
    """What was decided about its posts is for the moderators of the space where they stand; their files count there."""
    posts = sa.select(Post.id).where(Post.topic_id == topic.id)
    for row in (Review, Attachment):
        there = sa.update(row).where(row.post_id.in_(posts)).values(space_id=space.id)
        session.execute(there.execution_options(synchronize_session=False))
