"""Two topics become one, or one becomes two. Posts keep their ids, so every permanent address leads on."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import policy
from cop.db import command, record, session
from cop.errors import Conflict, Invalid, NotFound
from cop.events import PostsMoved
from cop.forum.commands.locks import topics_under_lock
from cop.forum.commands.openings import TITLE_LIMIT
from cop.forum.commands.steered import MODERATORS_ONLY, reason_of, steered, tell_author
from cop.models import Decision, ForumDraft, Post, State, Topic, TopicState, Verdict
from cop.models.confirmations import note_confirmed
from cop.models.places import put_behind, take_out
from cop.models.polls import hand_over_polls
from cop.models.posts import show_last
from cop.models.sources import let_lines_go
from cop.models.summaries import hand_over_summary
from cop.policy import require
from cop.typed import one_line

MOST_POSTS = 100
"""Posts that can be taken out of a topic at once."""

BOTH_OPEN = "Only topics that can be read can be merged. Decide about the one that waits or is hidden first."
ITSELF = "A topic can't be merged with itself. Choose another one."
KEEPS_FIRST = "A topic keeps its first post. Choose others, or rename the topic."
READABLE_FIRST = (
    "The first of the posts that you choose begins the new topic, so it must be one that can be read."
)
CHOOSE = "Choose the posts that the new topic begins with."
GONE = "A post that you chose stands elsewhere by now. Choose again from the topic as it is."


@command
def merge_topics(*, actor_id: int, topic_id: int, into_id: int, reason: str = "") -> Topic:
    """Put all posts of a topic behind those of another of the same space, and let its address lead there; the other is
    returned. Its tags, pin and lock are what they were; it takes over the polls, and answer and summary if it has none.

    Raises Invalid (the reason), NotFound, Forbidden, Conflict (one of the two can't be read by all, they stand in two
    spaces, or are one).
    """
    if topic_id == into_id:
        raise Conflict(ITSELF)
    if _is_merged(topic_id, into_id):
        return steered(actor_id, into_id)[0]
    topic, into = topics_under_lock(topic_id, into_id)
    actor = policy.load_actor(actor_id)
    if not (policy.can_read_topic(actor, topic) and policy.can_read_topic(actor, into)):
        raise NotFound
    require(policy.can_steer_topic(actor, topic), MODERATORS_ONLY)
    if TopicState.OPEN is not topic.state or TopicState.OPEN is not into.state:
        raise Conflict(BOTH_OPEN)
    _merge(topic, into, actor_id=actor_id, reason=reason_of(reason))
    return into


def _is_merged(topic_id: int, into_id: int) -> bool:
    query = sa.select(Topic.id).where(Topic.id == topic_id, Topic.merged_into_id == into_id)
    return session.scalar(query) is not None


def _merge(topic: Topic, into: Topic, *, actor_id: int, reason: str) -> None:
    let_lines_go(topic)
    _hand_over_answer(topic, into)
    hand_over_summary(topic, into)
    hand_over_polls(topic, into=into)
    ForumDraft.hand_over(from_id=topic.id, into_id=into.id)
    put_behind(topic, into=into)
    _lead_on(topic, into)
    show_last(into)
    about = {"space_id": into.space_id, "topic_id": into.id, "person_id": topic.author_id}
    tell_author(Decision.log(Verdict.MERGE, actor_id=actor_id, reason=reason, **about))
    record(PostsMoved(topic.id, into.id))


def _hand_over_answer(topic: Topic, into: Topic) -> None:
    """There is one answer: the one that the other topic has, else this one's."""
    if topic.answer_id is not None and into.answer_id is not None:
        answers = (
            sa.update(Post)
            .where(Post.id == topic.answer_id)
            .values(is_answer=False, changed=Post.changed + 1)
        )
        session.execute(answers.execution_options(synchronize_session=False))
    into.answer_id, topic.answer_id = into.answer_id or topic.answer_id, None
    session.flush()


def _lead_on(topic: Topic, into: Topic) -> None:
    """Its address, and those of topics merged into it before, lead to the other from now on."""
    topic.state, topic.merged_into_id = TopicState.MERGED, into.id
    topic.is_pinned, topic.last_post_id, topic.split_from_id = False, None, None
    topic.pinned_until = topic.closes_at = None
    for column in (Topic.merged_into_id, Topic.split_from_id):
        others = sa.update(Topic).where(column == topic.id, Topic.id != into.id).values({column: into.id})
        session.execute(others.execution_options(synchronize_session=False))
    if into.split_from_id == topic.id:
        into.split_from_id = None


def split_topic(
    *, actor_id: int, topic_id: int, post_ids: Sequence[int], title: str, reason: str = ""
) -> Topic:
    """Let posts of a topic be a topic of their own, called `title`, which is returned. Each names the other.

    Its author is who wrote the first of them. Raises Invalid (title, reason; no posts, too many, the opening post, a
    first one that can't be read), NotFound, Forbidden, Conflict (a post stands elsewhere by now).
    """
    line = one_line(title, limit=TITLE_LIMIT, field="title", missing="Give the new topic a title.")
    chosen = sorted(set(post_ids))
    if not 0 < len(chosen) <= MOST_POSTS:
        raise Invalid(CHOOSE if not chosen else f"Choose at most {MOST_POSTS} posts at once.", field="posts")
    return _split_topic(actor_id, topic_id, post_ids=chosen, title=line, reason=reason_of(reason))


@command
def _split_topic(actor_id: int, topic_id: int, *, post_ids: list[int], title: str, reason: str) -> Topic:
    topic, actor = steered(actor_id, topic_id)
    if topic.state is not TopicState.OPEN:
        raise Conflict(BOTH_OPEN)
    earlier = _split_before(topic, post_ids, title)
    if earlier is not None:
        return earlier
    posts = _chosen(topic, post_ids)
    new = Topic(space=topic.space, author_id=posts[0].author_id, title=title, state=TopicState.OPEN)
    new.split_from_id = topic.id
    session.add(new)
    session.flush()
    _take(posts, topic, new)
    about = {"space_id": topic.space_id, "topic_id": topic.id, "person_id": topic.author_id}
    tell_author(Decision.log(Verdict.SPLIT, actor_id=actor.id, reason=reason, **about))
    record(PostsMoved(topic.id, new.id))
    note_confirmed(posts[0], by_id=actor.id)
    return new


def _split_before(topic: Topic, post_ids: list[int], title: str) -> Topic | None:
    """What the same was split into already, where this is a repeat."""
    there = sa.select(sa.func.count(Post.id)).where(Post.id.in_(post_ids), Post.topic_id == Topic.id)
    query = sa.select(Topic).where(Topic.split_from_id == topic.id, Topic.title == title)
    return session.scalars(query.where(there.scalar_subquery() == len(post_ids)).limit(1)).one_or_none()


def _take(posts: Sequence[Post], topic: Topic, new: Topic) -> None:
    for post in posts:
        if post.is_answer:
            post.stop_answering()
    take_out(topic, posts, into=new)
    show_last(new)
    show_last(topic)


def _chosen(topic: Topic, post_ids: list[int]) -> Sequence[Post]:
    query = sa.select(Post).where(Post.id.in_(post_ids), Post.topic_id == topic.id)
    posts = session.scalars(query.where(Post.position.is_not(None)).order_by(Post.position)).all()
    if len(posts) < len(post_ids):
        raise Conflict(GONE)
    if posts[0].is_opening:
        raise Invalid(KEEPS_FIRST, field="posts")
    if posts[0].state is not State.RELEASED:
        raise Invalid(READABLE_FIRST, field="posts")
    return posts
