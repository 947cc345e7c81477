"""Twenty at once, on databases that really commit: every reaction counts, none twice; one bookmark of one post."""

import sqlalchemy as sa

from cop import db
from cop.errors import Conflict
from cop.forum import commands
from cop.models import Bookmark, Post, PostMark
from tests.at_once import MANY, many_at_once
from tests.people import World, key, newcomer


def opened(world: World) -> int:
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T", "text": "x"}
    return commands.open_topic(**about, key=key()).id


def test_every_reaction_counts(committed: World) -> None:
    post_id = opened(committed)
    people = [newcomer(f"n{number}", committed.cohort).id for number in range(MANY)]
    many_at_once(lambda number: commands.mark_post(actor_id=people[number], post_id=post_id, word="helped"))
    marks = {word: said for word, _, said in db.session.get(Post, post_id).marks}
    assert sorted(marks["helped"]) == sorted(people)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PostMark)) == MANY


def test_one_person_counts_once(committed: World) -> None:
    post_id = opened(committed)
    about = {"actor_id": committed.ann.id, "post_id": post_id, "word": "agree"}
    many_at_once(lambda _: commands.mark_post(**about))
    assert db.session.get(Post, post_id).marked == f"agree:{committed.ann.id}"


def test_one_bookmark_of_one_post(committed: World) -> None:
    post_id = opened(committed)
    results = many_at_once(lambda _: commands.bookmark_post(actor_id=committed.ann.id, post_id=post_id).id)
    assert len({each for each in results if not isinstance(each, Conflict)}) == 1
    assert db.session.scalar(sa.select(sa.func.count(Bookmark.id))) == 1


def test_writing_and_bookmarking_wait_for_nobody(committed: World) -> None:
    """Their locks are taken in an order in which neither waits for ever."""
    post_id = opened(committed)
    people = [newcomer(f"n{number}", committed.cohort).id for number in range(MANY)]
    verbs = (
        lambda each: commands.bookmark_post(actor_id=each, post_id=post_id),
        lambda each: commands.mark_post(actor_id=each, post_id=post_id, word="used"),
    )
    results = many_at_once(lambda number: verbs[number % 2](people[number]))
    assert not [each for each in results if isinstance(each, Conflict)]
