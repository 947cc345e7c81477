"""Words that come later than what they stand in are known to who mistypes them: of polls, of files, of edits (S22)."""

from collections.abc import Callable
from pathlib import Path
from runpy import run_path

import pytest
import sqlalchemy as sa

from cop import db, migrations
from cop.db import session
from cop.forum import commands as forum
from cop.models import Person, Post, SearchGained, SearchKey, SearchWord
from cop.search import commands, tasks
from tests.attachments import attach
from tests.forum.test_command_polls import ask, paper
from tests.people import World
from tests.search.conftest import asked, caught_up, found, ids

(MIGRATION,) = (Path(migrations.__file__).parent / "versions").glob("*_mistyped_words_*.py")
SCRIPT = run_path(str(MIGRATION))

Start = Callable[..., Post]
PLACES = paper("Leeds", "Sheffield", question="Where is the summit?")


def count_of(word: str) -> int:
    row = session.get(SearchWord, word, populate_existing=True)
    return row.count if row else 0


@pytest.fixture
def costing(start: Start, bob: Person) -> Post:
    """Bob's topic, whose words were counted before anything else was said in it."""
    post = start(bob, "Costing", "How?")
    caught_up()
    return post


def test_what_a_poll_asks_and_offers_is_found_mistyped(costing: Post, ann, bob, mallory):
    ask(bob, costing.topic_id, PLACES)
    assert ids(ann, "sumit") == set(), "the control: it is not known yet"
    caught_up()
    for typed in ("sumit", "shefield"):
        assert ids(ann, typed) == {("post", costing.id)}, typed
        assert found(ann, typed).is_guessed
        assert not found(mallory, typed)
    assert (count_of("summit"), count_of("costing")) == (1, 1), "what was counted is not counted again"


def test_what_a_file_is_called_is_found_mistyped(world: World, costing: Post, ann, bob, mallory):
    file = attach(bob, world.cohort, "winter-timetable.txt")
    edit = {"actor_id": bob.id, "post_id": costing.id, "text": "How?", "version": 1}
    forum.edit_post(**edit, files={file.id: "When"})
    caught_up()
    assert ids(ann, "timetible") == {("post", costing.id)}
    (result,) = asked(ann, "timetible")
    assert "".join(part for part, _ in result.excerpt) == "How? Attached: winter-timetable.txt When"
    assert result.hits == ["timetable"], "what was found is shown, and marked"
    assert not found(mallory, "timetible")


def test_what_was_edited_in_is_found_mistyped(costing: Post, ann, bob):
    forum.edit_post(actor_id=bob.id, post_id=costing.id, text="How much, pharmacies?", version=1)
    caught_up()
    assert ids(ann, "pharmcies") == {("post", costing.id)}


def test_a_word_of_a_poll_that_only_others_may_read_is_answered_as_one_that_there_is_not(
    world: World, start: Start, ann, bob, mallory
):
    start(bob, "Costing", "pharmacy")
    theirs = start(mallory, "Secrets", space=world.other)
    caught_up()
    ask(mallory, theirs.topic_id, paper("pharmaca", "b", question="Which?"))
    caught_up()
    answers = [
        [(each.post.id, tuple(each.hits)) for each in asked(bob, word)] for word in ("pharmaca", "pharmacx")
    ]
    assert answers[0] == answers[1] != []
    assert [hit for each in asked(mallory, "pharmacx") for hit in each.hits] == ["pharmaca"]


def test_what_is_gone_again_before_it_was_counted_is_never_known(costing: Post, ann, bob):
    poll = ask(bob, costing.topic_id, PLACES)
    forum.remove_poll(actor_id=bob.id, poll_id=poll.id)
    caught_up()
    assert count_of("summit") == 0
    assert session.scalars(sa.select(SearchKey.word).where(SearchKey.word == "summit")).all() == []
    assert session.scalars(sa.select(SearchGained.id)).all() == []


def test_what_is_counted_with_the_rest_is_not_counted_twice(start: Start, bob):
    ask(bob, start(bob).topic_id, PLACES)
    caught_up()
    assert count_of("summit") == 1
    commands.start_over()
    tasks.index_everything(lambda _what: None)
    assert count_of("summit") == 1
    assert db.command(lambda: session.scalars(sa.select(SearchGained.id)).all())() == []


def test_polls_of_before_are_known_once_the_migration_has_noted_them(costing: Post, start: Start, ann, bob):
    ask(bob, costing.topic_id, PLACES)

    @db.command
    def upgrade() -> None:
        session.execute(sa.delete(SearchGained))
        stems = SCRIPT["STEMS"][session.get_bind().dialect.name]
        session.execute(sa.text(SCRIPT["NOTED"].format(stems=stems)))

    upgrade()
    caught_up()
    assert ids(ann, "sumit") == {("post", costing.id)}
