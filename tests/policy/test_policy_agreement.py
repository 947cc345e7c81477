"""`can_*` and `visible_*` say the same, for everybody, about everything, in every state."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import (
    Bookmark,
    Deciders,
    Decision,
    ForumDraft,
    Hold,
    Message,
    Post,
    Review,
    ReviewKind,
    RoomDraft,
    Space,
    SpaceKind,
    State,
    Topic,
    TopicState,
    Verdict,
)
from tests.policy.cast import STANDINGS, Cast

KINDS = (SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.SET, SpaceKind.PAIR, SpaceKind.DIRECT)


@pytest.fixture(params=KINDS)
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    return made[0]


def filled(cast: Cast, put: Callable[[Cast], object]) -> None:
    db.session.add_all([cast.space, cast.another, *cast.people.values()])
    put(cast)
    db.session.flush()


def seen(query: sa.Select) -> set[int]:
    return set(db.session.scalars(query))


def test_spaces(cast: Cast) -> None:
    spaces = db.session.scalars(sa.select(Space)).all()
    for standing, actor in cast.actors.items():
        listed = seen(sa.select(Space.id).where(policy.visible_spaces(actor)))
        assert listed == {s.id for s in spaces if policy.can_read_space(actor, s)}, standing
        named = seen(sa.select(Space.id).where(policy.nameable_spaces(actor)))
        assert named == {s.id for s in spaces if policy.can_name_space(actor, s)}, standing
        assert listed <= named
        steered = seen(sa.select(Space.id).where(policy.moderated_spaces(actor)))
        assert steered == {s.id for s in spaces if policy.moderates(actor, s)}, standing


def test_holds(cast: Cast) -> None:
    """Of whom it is on nobody tells them, not even where they run the network."""
    filled(cast, _put_holds)
    holds = db.session.scalars(sa.select(Hold)).all()
    for standing, actor in cast.actors.items():
        listed = seen(sa.select(Hold.id).where(policy.visible_holds(actor)))
        assert listed == {each.id for each in holds if policy.can_read_hold(actor, each)}, standing
        assert len(listed) == (len(holds) - 1 if standing in ("staff", "steward") else 0), standing


def _put_holds(cast: Cast) -> None:
    db.session.flush()
    placing = Decision.log(Verdict.PLACE_HOLD, space_id=None, actor_id=None)
    on = [{"person_id": person.id} for person in cast.people.values()] + [{"space_id": cast.space.id}, {}]
    db.session.add_all(Hold(reference="x", placing_id=placing.id, **each) for each in on)


def test_readers_are_those_who_can_read(cast: Cast) -> None:
    for space in (cast.space, cast.another):
        readers = seen(policy.readers_of(space))
        expected = {actor.id for actor in cast.actors.values() if policy.can_read_space(actor, space)}
        assert readers == expected
        assert readers


def test_readers_as_actors_may_what_each_of_them_may(cast: Cast) -> None:
    rules = (policy.can_read_space, policy.can_say, policy.can_mark_in, policy.moderates)
    for space in (cast.space, cast.another):
        readers = policy.load_readers(space)
        assert [reader.id for reader in readers] == sorted(seen(policy.readers_of(space)))
        for reader in readers:
            alone = policy.load_actor(reader.id)
            assert [rule(reader, space) for rule in rules] == [rule(alone, space) for rule in rules]
    asked = {cast.people["member"].id, cast.people["outsider"].id}
    among = policy.load_readers(cast.space, among=asked)
    assert [reader.id for reader in among] == [cast.people["member"].id]


def test_topics(cast: Cast) -> None:
    def put(cast: Cast) -> None:
        for state in TopicState:
            for person in cast.people.values():
                cast.topic(person, state)

    filled(cast, put)
    topics = db.session.scalars(sa.select(Topic)).all()
    for standing, actor in cast.actors.items():
        listed = seen(sa.select(Topic.id).where(policy.visible_topics(actor)))
        assert listed == {topic.id for topic in topics if policy.can_read_topic(actor, topic)}, standing


def test_posts(cast: Cast) -> None:
    def put(cast: Cast) -> None:
        for topic_state in (TopicState.OPEN, TopicState.HELD, TopicState.HIDDEN):
            topic = cast.topic(cast.people["member"], topic_state)
            for state in State:
                for person in cast.people.values():
                    cast.post(topic, person, state)

    filled(cast, put)
    posts = db.session.scalars(sa.select(Post)).all()
    for standing, actor in cast.actors.items():
        listed = seen(sa.select(Post.id).join(Post.topic).where(policy.visible_posts(actor)))
        assert listed == {post.id for post in posts if policy.can_read_post(actor, post)}, standing


def test_bookmarks(cast: Cast) -> None:
    def put(cast: Cast) -> None:
        for topic_state in (TopicState.OPEN, TopicState.HELD, TopicState.HIDDEN):
            topic = cast.topic(cast.people["member"], topic_state)
            for state in State:
                post = cast.post(topic, cast.people["member"], state)
                for person in cast.people.values():
                    db.session.add(Bookmark(person_id=person.id, post_id=post.id))

    filled(cast, put)
    bookmarks = db.session.scalars(sa.select(Bookmark)).all()
    read = 0
    for standing, actor in cast.actors.items():
        query = sa.select(Bookmark.id).join(Bookmark.post).join(Post.topic)
        listed = seen(query.where(policy.visible_bookmarks(actor)))
        assert listed == {each.id for each in bookmarks if policy.can_read_bookmark(actor, each)}, standing
        read += len(listed)
        for each in bookmarks:
            can_keep = policy.can_bookmark(actor, each.post)
            assert not (policy.can_react(actor, each.post) and not can_keep)
            assert (each.id in listed) == (can_keep and each.person_id == actor.id)
    assert 0 < read < len(bookmarks)


def test_messages(cast: Cast) -> None:
    def put(cast: Cast) -> None:
        for state in State:
            for person in cast.people.values():
                cast.message(person, state)

    filled(cast, put)
    messages = db.session.scalars(sa.select(Message)).all()
    for standing, actor in cast.actors.items():
        listed = seen(sa.select(Message.id).where(policy.visible_messages(actor)))
        assert listed == {m.id for m in messages if policy.can_read_message(actor, m)}, standing


def test_drafts(cast: Cast) -> None:
    def put(cast: Cast) -> None:
        for person in cast.people.values():
            for space in (cast.space, cast.another):
                db.session.add(RoomDraft(person_id=person.id, space_id=space.id, text="t"))

    filled(cast, put)
    drafts = db.session.scalars(sa.select(RoomDraft)).all()
    read = 0
    for standing, actor in cast.actors.items():
        listed = set(db.session.scalars(sa.select(RoomDraft).where(policy.visible_drafts(actor))))
        assert listed == {draft for draft in drafts if policy.can_read_draft(actor, draft)}, standing
        assert {draft.person_id for draft in listed} <= {actor.id}
        read += len(listed)
    assert 0 < read < len(drafts)


def test_forum_drafts(cast: Cast) -> None:
    def put(cast: Cast) -> None:
        places = [cast.topic(cast.people["member"], state) for state in TopicState]
        posts = [cast.post(places[1], cast.people["member"], state) for state in State]
        for person in cast.people.values():
            begun = [ForumDraft(space=space, text="t") for space in (cast.space, cast.another)]
            begun += [ForumDraft(topic=topic, text="t") for topic in places]
            begun += [ForumDraft(post=post, text="t") for post in posts]
            for draft in begun:
                draft.person_id = person.id
            db.session.add_all(begun)

    filled(cast, put)
    drafts = db.session.scalars(sa.select(ForumDraft)).all()
    read = 0
    for standing, actor in cast.actors.items():
        listed = set(db.session.scalars(sa.select(ForumDraft).where(policy.visible_forum_drafts(actor))))
        assert listed == {draft for draft in drafts if policy.can_read_forum_draft(actor, draft)}, standing
        assert {draft.person_id for draft in listed} <= {actor.id}
        read += len(listed)
    assert 0 < read < len(drafts)


def test_reviews(cast: Cast) -> None:
    made: list[Review] = []

    def put(cast: Cast) -> None:
        topic = cast.topic(cast.people["member"], TopicState.OPEN)
        for person in cast.people.values():
            for falls_to in Deciders:
                post = cast.post(topic, person, State.RELEASED)
                review = Review(
                    space=cast.space, kind=ReviewKind.REPORT, author_id=person.id, falls_to=falls_to
                )
                review.post = post
                db.session.add(review)
                made.append(review)

    filled(cast, put)
    for standing, actor in cast.actors.items():
        listed = seen(sa.select(Review.id).where(policy.visible_reviews(actor)))
        assert listed == {review.id for review in made if policy.can_decide(actor, review)}, standing
    for review in made:
        deciders = seen(policy.deciders_of(review))
        assert deciders == {actor.id for actor in cast.actors.values() if policy.can_decide(actor, review)}
    assert len(cast.actors) == len(STANDINGS)
