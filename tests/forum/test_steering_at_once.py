"""Several commands at once on one topic, on databases that really commit: each is refused or whole, and none waits for
another in a circle.
"""

import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, NotFound
from cop.forum import commands
from cop.models import Person, Post, Space, Tag, Topic, TopicTag
from tests.at_once import at_once, many_at_once
from tests.people import World, a_group, key


def test_a_topic_is_moved_or_replied_to(committed: World) -> None:
    """A reply has its place in the space that it was written in, or was refused with its text (F17)."""
    topic_id, group = opened(committed), a_group(committed.ann, committed.bob)

    def write_or_move(number: int) -> int | None:
        if number != 10:
            about = {"actor_id": committed.bob.id, "topic_id": topic_id}
            return commands.post_reply(**about, text=f"{number}", key=key()).id
        commands.move_topic(actor_id=committed.ann.id, topic_id=topic_id, space_id=group.id)
        return None

    results = many_at_once(write_or_move)
    assert all(isinstance(each, int | None | Conflict | NotFound) for each in results)
    topic = db.session.get(Topic, topic_id)
    assert topic.space_id == group.id
    assert_places(topic_id)
    newest = db.session.scalar(sa.select(sa.func.max(Post.activity)).where(Post.topic_id == topic_id))
    assert newest == topic.activity <= db.session.get(Space, group.id).activity


def test_a_topic_goes_to_one_of_two_spaces_at_a_time(committed: World) -> None:
    topics, group = [opened(committed) for _ in range(4)], a_group(committed.ann, committed.bob)

    def swap(number: int) -> int:
        place = group.id if number % 2 else committed.cohort.id
        about = {"actor_id": committed.ann.id, "topic_id": topics[number % 4]}
        return commands.move_topic(**about, space_id=place).space_id

    results = many_at_once(swap)
    assert all(isinstance(each, int | Conflict) for each in results)
    for topic_id in topics:
        assert_places(topic_id)


def test_two_merged_into_one_another(committed: World) -> None:
    """Whoever is first decides; the other finds a topic that is no more."""
    one, other = opened(committed), opened(committed)
    pairs = [(one, other), (other, one)]
    results = at_once([lambda pair=pair: merged(committed.ann, *pair) for pair in pairs * 5])
    kept = {each for each in results if isinstance(each, int)}
    assert len(kept) == 1
    assert all(isinstance(each, int | NotFound | Conflict) for each in results)
    assert db.session.get(Topic, kept.pop()).posts == 2
    assert db.session.scalar(sa.select(sa.func.count(Post.id)).where(Post.is_opening)) == 1


def merged(person: Person, topic_id: int, into_id: int) -> int:
    return commands.merge_topics(actor_id=person.id, topic_id=topic_id, into_id=into_id).id


def test_split_while_others_reply_and_edit(committed: World) -> None:
    topic_id, bob = opened(committed), committed.bob.id
    posts = [commands.post_reply(actor_id=bob, topic_id=topic_id, text="x", key=key()).id for _ in range(6)]

    def work(number: int) -> int:
        if number % 4 == 0:
            about = {"actor_id": committed.ann.id, "topic_id": topic_id}
            return commands.split_topic(**about, post_ids=[posts[number // 4]], title=f"Part {number}").id
        if number % 4 == 1:
            commands.edit_post(actor_id=bob, post_id=posts[number // 4], text=f"{number}", version=1)
            return 0
        return commands.post_reply(actor_id=bob, topic_id=topic_id, text=f"{number}", key=key()).id

    results = many_at_once(work)
    parts = [each for number, each in enumerate(results) if number % 4 == 0]
    assert all(isinstance(each, int) for each in parts), "splits of different posts are all done"
    assert all(isinstance(each, int | Conflict) for each in results)
    for each in (topic_id, *parts):
        assert_places(each)


def test_two_answers_at_once_leave_one(committed: World) -> None:
    topic_id, bob = opened(committed), committed.bob.id
    posts = [commands.post_reply(actor_id=bob, topic_id=topic_id, text="x", key=key()).id for _ in range(4)]
    chosen = many_at_once(lambda number: commands.choose_answer(actor_id=bob, post_id=posts[number % 4]).id)
    assert all(isinstance(each, int) for each in chosen)
    [answer] = db.session.scalars(sa.select(Post.id).where(Post.is_answer))
    assert db.session.get(Topic, topic_id).answer_id == answer


def test_a_tag_is_made_once(committed: World) -> None:
    about = {"actor_id": committed.ann.id, "space_id": committed.cohort.id}
    made = many_at_once(lambda number: commands.add_tag(**about, name=("Costing", "COSTING")[number % 2]).id)
    assert [type(each) for each in made].count(int) == 1
    assert all(isinstance(each, int | Conflict) for each in made)
    assert db.session.scalar(sa.select(sa.func.count(Tag.id))) == 1


def test_a_topic_gets_a_tag_once(committed: World) -> None:
    about = {"actor_id": committed.ann.id, "space_id": committed.cohort.id}
    tags = [commands.add_tag(**about, name=name).id for name in ("Costing", "Consent")]
    topic_id = opened(committed)

    def sort(number: int) -> int:
        who = (committed.ann, committed.bob)[number % 2]
        return commands.tag_topic(actor_id=who.id, topic_id=topic_id, tag_ids=tags, seen=[]).id

    assert all(each == topic_id for each in many_at_once(sort)), "who wants the same loses nothing"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TopicTag)) == 2


def test_of_two_titles_one_is_refused(committed: World) -> None:
    topic_id = opened(committed)

    def rename(number: int) -> str:
        about = {"actor_id": committed.ann.id, "topic_id": topic_id}
        return commands.rename_topic(**about, title=f"Title {number}", seen="T").title

    results = many_at_once(rename)
    [kept] = [each for each in results if isinstance(each, str)]
    assert all(isinstance(each, Conflict) for each in results if each != kept)
    assert db.session.get(Topic, topic_id).title == kept


def assert_places(topic_id: int) -> None:
    """No gaps, and activity follows the places."""
    query = sa.select(Post.position, Post.activity).where(Post.topic_id == topic_id).order_by(Post.position)
    rows = db.session.execute(query).all()
    assert [place for place, _ in rows] == list(range(1, len(rows) + 1))
    assert db.session.get(Topic, topic_id).posts == len(rows)
    assert [activity for _, activity in rows] == sorted({activity for _, activity in rows})


def opened(world: World) -> int:
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T", "text": "x", "key": key()}
    return commands.open_topic(**about).topic_id
