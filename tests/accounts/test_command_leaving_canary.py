"""Whoever leaves is in no table, index, file or log any more, as far as they chose, and threads still read (S25)."""

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine

from cop import clock, db, jobs
from cop.config import Settings
from cop.models import Message, Person, Poll, Post, PostQuote, State, Topic, TopicState, Way
from cop.models.departures import FORMER
from cop.models.posts import UNTITLED
from tests.accounts.leaver import (
    ADDRESS,
    CALLED,
    GONE,
    KEPT,
    NAME,
    PROFILE,
    SAYS,
    gone,
    leave,
    work_off,
)
from tests.accounts.leavings import everything
from tests.conftest import NOON, _filling, _made
from tests.databases import Peopled, W, apart
from tests.moderation import remains
from tests.moderation.things import again
from tests.people import words

pytestmark = pytest.mark.no_cover  # what it goes through is measured by what tests each part

STAY = {"post", "post_revision", "topic", "attachment", "message", "message_revision", "poll", "poll_option",
        "poll_outcome", "topic_summary", "forum_draft"}  # fmt: skip
"""Where words stand that stay."""

CALL = {
    "person",
    "post",
    "post_revision",
    "message",
    "message_revision",
    "forum_draft",
    "room_draft",
    "decision",
}
"""Where a name stands that stays."""

INDEX = {"search_entry", "search_word", "search_key", "search_fts", "search_gone"}


@dataclass(frozen=True)
class Furnished(Peopled[W]):
    """A world in which all is that she could leave behind; and the files of that."""

    left: bytes
    files: Path

    @classmethod
    def with_all(cls, where: W, engine: Engine, settings: Settings, files: Path) -> "Furnished[W]":
        """To put it all there takes much longer than most of what is looked at here."""
        peopled = Peopled.of(where, built_in=engine)
        jobs.connect(replace(settings, uploads=settings.uploads / "unused"), ())
        left = pickle.dumps(everything(peopled.world()))
        db.session.remove()
        shutil.copytree(settings.uploads / "kept", files)
        return cls(where, peopled.rows, left, files)


@pytest.fixture(scope="module")
def peopled_postgresql(
    postgresql_server: Engine, app: Flask, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Furnished[Engine]]:
    with _made(postgresql_server, "furnished") as engine, clock.at(NOON):
        apart(engine)
        yield Furnished.with_all(engine, engine, settings, tmp_path_factory.mktemp("furnished") / "kept")


@pytest.fixture(scope="module")
def peopled_sqlite(
    sqlite: Path, app: Flask, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Furnished[Path]:
    folder = tmp_path_factory.mktemp("furnished")
    path = Path(shutil.copy(sqlite, folder / "furnished.sqlite"))
    with _filling(path) as engine, clock.at(NOON):
        return Furnished.with_all(path, engine, settings, folder / "kept")


@pytest.fixture
def left(world, peopled, settings):
    made = pickle.loads(peopled.left)
    shutil.copytree(peopled.files, settings.uploads / "kept", dirs_exist_ok=True)
    for word in (KEPT, GONE, NAME, ADDRESS, PROFILE):
        assert remains.tables_with(word), "control: it is somewhere"
    assert len(remains.kept(made.stored)) == 4, "control: two files, a thumbnail, and one that was not posted"
    return made


@pytest.mark.parametrize("way", Way)
def test_nothing_is_left_but_what_was_chosen(left, way, caplog):
    caplog.clear()
    with caplog.at_level("DEBUG", logger="cop"):
        leave(left.person, way)
        work_off()
    assert gone(left.person.id).done_at is not None
    kept = STAY if way is not Way.REMOVED else set()
    named = CALL if way is Way.NAMED else set()
    assert remains.tables_with(KEPT) - (INDEX if kept else set()) == kept
    assert remains.tables_with(NAME) - (INDEX if named else set()) == named
    assert remains.tables_with(GONE) == remains.tables_with(PROFILE) == remains.tables_with(ADDRESS) == set()
    assert len(remains.kept(left.stored)) == (3 if kept else 0)
    for word in (KEPT, GONE, NAME, ADDRESS):
        assert not [record for record in caplog.records if word in str(vars(record)).lower()], word


@pytest.mark.parametrize("way", Way)
def test_the_index_brings_nothing_back(left, way):
    leave(left.person, way)
    work_off()
    for _ in range(3):
        remains.index()
    assert not remains.tables_with(GONE) | remains.tables_with(ADDRESS)
    if way is not Way.NAMED:
        assert not remains.tables_with(NAME)
    if way is Way.REMOVED:
        assert not remains.tables_with(KEPT)


@pytest.mark.parametrize("way", [Way.NAMED, Way.UNNAMED])
def test_what_stays_says_what_it_said(left, way):
    leave(left.person, way)
    work_off()
    for post in (left.opening, left.reply, left.line):
        assert SAYS in again(post).text
        assert again(post).state is State.RELEASED
    assert again(left.opening).topic.title == f"Costing {KEPT} trials"
    assert KEPT in again(left.answers["quoting 1"]).html
    assert db.session.scalar(sa.select(sa.func.count(PostQuote.post_id))) == 2
    name = CALLED if way is Way.NAMED else FORMER
    assert f"{name} wrote" in again(left.answers["quoting 0"]).html
    assert again(left.opening).author.name == name
    person = db.session.get_one(Person, left.person.id)
    assert bool(again(left.opening).standing) is bool(person.standing) is (way is Way.NAMED)


def test_others_call_a_former_member(left):
    leave(left.person, Way.UNNAMED)
    work_off()
    calling, line = again(left.answers["calling"]), again(left.answers["line"])
    assert calling.text == "Hear, hear, a former member!"
    assert calling.revisions[0].text == "Hear, a former member, hear"
    assert (line.text, line.html) == ("Oh yes, a former member", "<p>Oh yes, a former member</p>")
    assert (calling.named, line.named, line.mentioned) == ("", "", [])
    assert calling.edited_at == left.answers["calling"].edited_at, "nobody has edited it"
    room = again(left.answers["from the room"])
    assert room.text.startswith(f"**{FORMER}** wrote on 2 Mar")


def test_what_goes_leaves_its_place(left):
    leave(left.person, Way.REMOVED)
    work_off()
    opening, line = again(left.opening), again(left.line)
    assert (opening.state, opening.text, opening.position) == (State.REMOVED, "", 1)
    assert (opening.topic.state, opening.topic.title) == (TopicState.OPEN, UNTITLED)
    assert (line.state, line.text, line.seq, line.pinned_at) == (State.REMOVED, "", left.line.seq, None)
    quoting = again(left.answers["quoting 0"])
    assert "was taken back or hidden" in quoting.html
    assert quoting.text.endswith("I see, a former member.")
    assert again(left.answers["line"]).reply_to_id == left.line.id
    assert again(left.answers["from the room"]).text.endswith("removed for good.*\n\nWhat now?")
    assert opening.topic.poll_count == 0


@pytest.mark.parametrize("way", Way)
def test_what_was_confidential_goes_in_any_case(left, way):
    leave(left.person, way)
    work_off()
    in_set = again(left.in_set)
    assert (in_set.text, in_set.topic.title, in_set.topic.poll_count) == ("", UNTITLED, 0)
    assert again(left.answers["in the set"]).text.endswith("Go on.")
    assert again(left.answers["in private"]).text == "I keep it to myself"
    said = sa.select(Message.state).where(Message.author_id == left.person.id, Message.text == "")
    assert set(db.session.scalars(said)) == {State.REMOVED}


@pytest.mark.parametrize("way", Way)
def test_votes_and_reactions_are_taken_out_where_they_can_be_told(left, way):
    asked = sa.select(Poll).where(Poll.author_id != left.person.id).order_by(Poll.id)
    assert [poll.voted for poll in db.session.scalars(asked)] == [2, 2], "control"
    leave(left.person, way)
    work_off()
    assert [poll.voted for poll in db.session.scalars(asked)] == [1, 1]
    asked_first = db.session.scalars(sa.select(Post).where(Post.text == "Who knows?")).one()
    assert asked_first.marked == ""
    assert again(left.answers["line"]).marks == []


@pytest.mark.parametrize("way", Way)
def test_the_others_read_on(left, way, world, client_for):
    leave(left.person, way)
    work_off()
    bob, topics = client_for(world.bob), db.session.scalars(sa.select(Topic.id)).all()
    shown = ""
    for path in [
        *(f"/topics/{topic_id}" for topic_id in topics),
        *(f"/spaces/{space.slug}{page}" for space in (world.cohort, world.set_a) for page in ("", "/chat", "/members")),
        "/", "/directory", "/notifications", "/unread", "/conversations/new", f"/search?q={KEPT}", f"/search?q={NAME}",
    ]:  # fmt: skip
        answer = bob.get(path)
        assert answer.status_code in (200, 404), path
        shown += words(answer).lower().replace(f"q={KEPT}", "").replace(f"q={NAME}", "")
    assert GONE not in shown
    assert ADDRESS not in shown
    assert "hear, hear" in shown, "control"
    for word, stays in ((KEPT, way is not Way.REMOVED), (NAME, way is Way.NAMED)):
        said = shown.replace(f'value="{word}"', "").replace(f"“{word}”", "").replace(f'"{word}"', "")
        assert (word in said) is stays, word


def test_only_what_nobody_answered_goes_as_a_topic(left):
    alone = sa.select(Topic).where(Topic.author_id == left.person.id)
    before = {topic.id: topic.posts for topic in db.session.scalars(alone)}
    leave(left.person, Way.REMOVED)
    work_off()
    db.session.expire_all()
    states = {topic.id: topic.state for topic in db.session.scalars(alone)}
    assert {states[each] for each, posts in before.items() if posts > 1} == {TopicState.OPEN}
    assert {states[each] for each, posts in before.items() if posts <= 1} == {TopicState.REMOVED}
