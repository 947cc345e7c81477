"""Twenty at once, on databases that really commit: one key gives one post, and no place is given twice (F10)."""

import sqlalchemy as sa

from cop import db, policy
from cop.errors import Conflict
from cop.forum import commands, queries
from cop.forum.commands import Begun, Retitling
from cop.models import ForumDraft, Post, PostRevision, Sheet, Topic
from tests.at_once import MANY, many_at_once
from tests.people import World, key, newcomer


def test_one_key_gives_one_reply(committed: World) -> None:
    topic_id = opened(committed)
    sent = {"actor_id": committed.bob.id, "topic_id": topic_id, "text": "Once", "key": key()}
    ids = many_at_once(lambda _: commands.post_reply(**sent).id)
    assert len(set(ids)) == 1
    assert db.session.scalar(sa.select(sa.func.count(Post.id))) == 2


def test_one_key_gives_one_topic(committed: World) -> None:
    sent = {
        "actor_id": committed.bob.id,
        "space_id": committed.cohort.id,
        "title": "T",
        "text": "x",
        "key": key(),
    }
    ids = many_at_once(lambda _: commands.open_topic(**sent).id)
    assert len(set(ids)) == 1
    assert db.session.scalar(sa.select(sa.func.count(Topic.id))) == 1


def test_one_key_in_two_spaces_gives_one_and_a_conflict(committed: World) -> None:
    spaces, same = (committed.cohort.id, committed.network.id), key()
    about = {"actor_id": committed.bob.id, "title": "T", "text": "x", "key": same}
    results = many_at_once(lambda number: commands.open_topic(**about, space_id=spaces[number % 2]).id)
    assert len({each for each in results if isinstance(each, int)}) == 1
    assert sum(isinstance(each, Conflict) for each in results) == MANY // 2


def test_each_gets_a_place_of_their_own(committed: World) -> None:
    topic_id = opened(committed)
    people = [newcomer(f"n{number}", committed.cohort).id for number in range(MANY)]
    places = many_at_once(
        lambda number: (
            commands.post_reply(
                actor_id=people[number], topic_id=topic_id, text=f"{number}", key=key()
            ).position
        )
    )
    assert sorted(places) == list(range(2, MANY + 2))
    assert db.session.get(Topic, topic_id).posts == MANY + 1


def test_no_edit_is_lost(committed: World) -> None:
    topic_id = opened(committed)
    post_id = db.session.scalars(sa.select(Post.id).where(Post.topic_id == topic_id)).one()
    about = {"actor_id": committed.bob.id, "post_id": post_id, "version": 1}
    results = many_at_once(lambda number: commands.edit_post(**about, text=f"Text {number}").version)
    saved = [each for each in results if not isinstance(each, Conflict)]
    assert len(saved) == db.session.scalar(sa.select(sa.func.count(PostRevision.id))) == 1


def test_no_title_is_lost(committed: World) -> None:
    topic_id = opened(committed)
    post_id = db.session.scalars(sa.select(Post.id).where(Post.topic_id == topic_id)).one()
    about = {"actor_id": committed.bob.id, "post_id": post_id, "version": 1, "text": "x"}
    results = many_at_once(
        lambda number: commands.edit_post(**about, retitling=Retitling(f"Title {number}", "T")).topic.title
    )
    saved = [each for each in results if isinstance(each, str)]
    assert [db.session.get(Topic, topic_id).title] == saved
    assert sum(isinstance(each, Conflict) for each in results) == MANY - 1
    assert db.session.scalars(sa.select(PostRevision.title)).all() == ["T"]


def test_each_save_was_of_what_its_author_had_seen(committed: World) -> None:
    """Editors that read, save and are told of each other: as many revisions as savings, in a chain without a gap."""
    topic_id = opened(committed)
    post_id = db.session.scalars(sa.select(Post.id).where(Post.topic_id == topic_id)).one()

    def edit(number: int) -> list[int]:
        saved = []
        for round_ in range(3):
            seen = db.session.get_one(Post, post_id, populate_existing=True).version
            db.session.rollback()
            about = {"actor_id": committed.bob.id, "post_id": post_id, "version": seen}
            try:
                saved.append(commands.edit_post(**about, text=f"Text {number}, {round_}").version)
            except Conflict:
                continue
        return saved

    results = many_at_once(edit)
    versions = sorted(version for saved in results if isinstance(saved, list) for version in saved)
    assert versions == list(range(2, len(versions) + 2))
    assert len(versions) == db.session.scalar(sa.select(sa.func.count(PostRevision.id)))


def test_of_many_pages_that_keep_a_draft_at_once_one_does(committed: World) -> None:
    sheet = Sheet("topic_id", opened(committed))
    results = many_at_once(
        lambda number: commands.keep_draft(
            actor_id=committed.bob.id, sheet=sheet, begun=Begun(f"Tab {number}")
        )
    )
    kept = [each for each in results if isinstance(each, ForumDraft)]
    assert len(kept) == 1
    assert db.session.scalars(sa.select(ForumDraft.text)).all() == [kept[0].text]
    assert sum(isinstance(each, Conflict) for each in results) == MANY - 1


def test_a_draft_that_is_kept_while_it_is_posted_is_offered_no_more(committed: World) -> None:
    topic_id, bob = opened(committed), committed.bob.id
    sheet, same = Sheet("topic_id", topic_id), key()

    def write(number: int) -> None:
        if number == 7:
            commands.post_reply(actor_id=bob, topic_id=topic_id, text="Words", key=same)
        else:
            commands.keep_draft(actor_id=bob, sheet=sheet, begun=Begun("Words", key=same))

    many_at_once(write)
    assert queries.draft_on(policy.load_actor(bob), sheet) is None


def test_two_tabs_may_read_at_once_while_one_writes(committed: World) -> None:
    topic_id, bob = opened(committed), committed.bob.id

    def read_or_write(number: int) -> None:
        if number % 4:
            commands.mark_read(actor_id=bob, topic_id=topic_id, position=number)
        else:
            commands.post_reply(actor_id=bob, topic_id=topic_id, text=f"{number}", key=key())

    assert many_at_once(read_or_write) == [None] * MANY


def opened(world: World) -> int:
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T", "text": "x", "key": key()}
    return commands.open_topic(**about).topic_id
