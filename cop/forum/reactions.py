"""What open pages are told when a forum has changed. Whoever misses it sees it on the next page they load."""

from typing import Any

import sqlalchemy as sa

from cop import live, policy, web
from cop.db import get, record, session
from cop.events import (
    EveryoneMentioned,
    PeopleMentioned,
    PeopleQuoted,
    PollChanged,
    PostAnnounced,
    PostChanged,
    PostMarked,
    PostReleased,
    PostsMoved,
    PostsRequoted,
    ReviewDecided,
    RosterChanged,
    TopicChanged,
    TopicMoved,
)
from cop.forum import payloads, queries
from cop.forum.payloads import Placed
from cop.forum.queries import Entry, Head, News, Stamp
from cop.models import ForumDraft, Person, Post, PostMention, Review, Space, State, Topic, TopicState


def forget_drafts(fact: RosterChanged) -> None:
    """What was begun to be written here by who has left goes with their membership."""
    ForumDraft.forget_of_former(fact.space_id, fact.person_ids)


def keep_mentions(fact: PostReleased | PostChanged) -> None:
    """Rows of whom a post names: of those who may read it now, for as long as it can be read."""
    post = session.get_one(Post, fact.post_id)
    if isinstance(fact, PostReleased) and not post.named:
        return
    named: list[int] = []
    if post.mentions:
        readers = policy.readers_of(post.space)
        named = list(session.scalars(readers.where(Person.id.in_(post.mentions))))
    new = PostMention.renew(post.id, named)
    if new:
        record(PeopleMentioned(post.id, new))


def tell_others(fact: PostReleased) -> None:
    """Whom a post concerns from its release on beside those whom it names: everybody, and whom it quotes."""
    post = session.get_one(Post, fact.post_id)
    if post.names_everyone:
        record(EveryoneMentioned(post.id))
    if post.quoted_ids:
        authors = sa.select(Post.author_id).where(
            Post.id.in_(post.quoted_ids), Post.author_id != post.author_id
        )
        readers = policy.readers_of(post.space).where(Person.id.in_(authors)).order_by(Person.id)
        if quoted := tuple(session.scalars(readers)):
            record(PeopleQuoted(post.id, quoted))
    record(PostAnnounced(post.id))


def show_post(fact: PostReleased | PostChanged | PostMarked) -> None:
    """Give the space's readers a post as it is now, tombstones included, and its topic's row with it."""
    news = queries.news_of(fact.post_id)
    if news.is_known():
        _show(news, payloads.placed(news.stamp))
        if isinstance(fact, PostReleased):
            others = news.readers() - {news.stamp.author_id}
            live.push("badge", {"space": news.entry.space.slug}, to=others)


def show_requoted(fact: PostsRequoted) -> None:
    """Give the readers of each space the posts in which something is quoted no longer, or again."""
    for shown in queries.posts_shown(fact.post_ids):
        news = News.of(shown.post)
        if news.is_known():
            _show(news, Placed(news.stamp, payloads.fragment(shown)))


def _show(news: News, post: Placed) -> None:
    """Tell who may read it how a post stands; of one that was changed since, whoever changed it tells."""
    if post.stamp == news.stamp:
        live.push("topic:changed", _described(news.entry) | _post(post), to=news.readers())


def show_topic(fact: TopicChanged | PollChanged) -> None:
    """Tell the space's readers what a topic is as a whole: its name, tags, lock, pin, answer, summary and polls."""
    topic = session.get(Topic, fact.topic_id)
    if topic is not None and topic.state is TopicState.OPEN:
        _tell(topic)


def renew_quotations(fact: TopicMoved) -> None:
    """What was quoted from a topic that stands in another space now is not to be read in the one it has left."""
    Post.renew_topic(fact.topic_id)


def show_move(fact: TopicMoved) -> None:
    """Let a topic leave the pages of those who read the space that it has left, and appear where it stands now. No word
    of it goes to the former: their pages ask, and find it or not (S36).
    """
    left, topic = get(Space, fact.space_id), get(Topic, fact.topic_id)
    former = policy.load_reader_ids(left.id, kind=left.kind)
    live.push("topic:gone", {"topic": topic.id, "space": left.slug}, to=former)
    live.push("badge", {"space": left.slug}, to=former)
    _tell(topic)
    live.push("badge", {"space": topic.space.slug}, to=_readers(topic))


def show_posts_moved(fact: PostsMoved) -> None:
    """Tell the readers of both topics that places were given anew, or that the first is no more."""
    topic, into = get(Topic, fact.topic_id), get(Topic, fact.into_id)
    for each in (topic, into):
        if each.state is TopicState.OPEN:
            _tell(each)
        else:
            live.push("topic:gone", {"topic": each.id, "space": each.space.slug}, to=_readers(each))
    live.push("badge", {"space": into.space.slug}, to=_readers(into))


def _tell(topic: Topic) -> None:
    queries.load_polls(topic)
    head = web.fragment("forum/_topic_head.html", topic=topic, head=Head.of(topic))
    live.push("topic:changed", _described(Entry.of(topic)) | {"head_html": head}, to=_readers(topic))


def show_decline(fact: ReviewDecided) -> None:
    """Give the author of a held post that was declined its fragment with the moderator's reason; nobody else, and not
    an author who has left the space.
    """
    post_id = session.scalar(sa.select(Review.post_id).where(Review.id == fact.review_id))
    if post_id is None:
        return
    shown = queries.post_shown(post_id)
    author = policy.load_actor(shown.post.author_id)
    if shown.post.state is State.DECLINED and policy.can_read_post(author, shown.post):
        about = {"topic": shown.post.topic_id, "space": shown.post.topic.space.slug}
        post = Placed(Stamp.of(shown.post), payloads.fragment(shown))
        live.push("topic:changed", about | _post(post), to=[shown.post.author_id])


def _readers(topic: Topic) -> list[int]:
    """Ids of who may read the topic's space at this moment, read anew: topics change seldom, and replies often."""
    return policy.load_reader_ids(topic.space_id, kind=topic.space.kind)


def _described(topic: Entry) -> dict[str, Any]:
    """The topic for pages that list it; no row, and no title, where it stands in no list."""
    is_open = topic.state is TopicState.OPEN and not topic.is_archived
    return {
        "topic": topic.id,
        "space": topic.space.slug,
        "posts": topic.posts,
        "is_locked": topic.is_locked,
        "is_pinned": topic.is_pinned,
        "layout": topic.layout,
        "row_html": str(web.piece("forum/_topic_row.html", topic=topic)) if is_open else "",
    }


def _post(placed: Placed) -> dict[str, Any]:
    post = placed.stamp
    return {
        "post": post.id,
        "author": post.author_id,
        "position": post.position,
        "state": str(post.state),
        "html": placed.html,
    }
