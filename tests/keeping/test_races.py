"""A hold that is placed while things go, in real transactions: who was told that it stands loses nothing more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.chat import commands as chat
from cop.engines import WRITES
from cop.errors import CopError
from cop.forum import commands as forum
from cop.forum.commands import Begun
from cop.keeping import commands, tasks
from cop.keeping.commands import letting_go
from cop.models import ForumDraft, Hold, Kept, Letter, Message, Post, Sheet
from cop.models.gates import Gate
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from tests.at_once import at_once
from tests.conftest import NOON
from tests.keeping.things import place, write_letters
from tests.people import World, key

ON_POSTGRESQL = pytest.mark.parametrize("committed", ["postgresql"], indirect=True)
"""SQLite has one writer at a time."""

PATIENCE = 20
WAITS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
HOLD_ON_BOB = (
    "INSERT INTO decision (actor_id, verdict, reason, decided_at) VALUES (:staff, 'place_hold', 'x', now())",
    "INSERT INTO hold (person_id, reference, placing_id) SELECT :bob, 'x', max(id) FROM decision",
)
LATER = timedelta(days=4_000)


def left() -> int:
    db.session.rollback()
    return db.session.query(Letter).count()


def while_it_is_placed(world: World, remove: Callable[[], object]) -> object:
    """What `remove` comes to that begins while a hold on Bob is being placed, and goes on once it stands."""
    bound: Any = db.session.get_bind()
    about = {"staff": world.staff.id, "bob": world.bob.id}
    db.session.remove()

    def run() -> object:
        try:
            return remove()
        except CopError as refused:
            return refused
        finally:
            db.session.remove()

    with ThreadPoolExecutor(1) as pool, bound.connect() as connection:
        writing = connection.execution_options(**WRITES)
        with writing.begin():
            writing.execute(sa.select(sa.func.pg_advisory_xact_lock(Gate.HOLDS)))
            for statement in HOLD_ON_BOB:
                writing.execute(sa.text(statement), about)
            begun = pool.submit(copy_context().run, run)
            _until_it_waits(bound)
            assert not begun.done()
        return begun.result(PATIENCE)


def _until_it_waits(bound: Any) -> None:
    ends = monotonic() + PATIENCE
    with bound.connect() as watching:
        while not watching.scalar(WAITS):
            assert monotonic() < ends, "it never came to wait"
            sleep(0.02)


@ON_POSTGRESQL
def test_rows_that_a_run_was_about_to_take_stay(committed: World):
    write_letters(committed, 3)

    def let_go() -> int:
        with clock.at(NOON + LATER):
            return commands.let_go(kind=Kept.LETTERS)

    assert (while_it_is_placed(committed, let_go), left()) == (0, 3)
    (hold,) = db.session.query(Hold).all()
    commands.lift_hold(actor_id=committed.staff.id, hold_id=hold.id, reason="x")
    assert (let_go(), left()) == (3, 0), "control: once it is lifted"


@ON_POSTGRESQL
def test_a_line_that_its_room_was_about_to_lose_stays(committed: World):
    about = {"actor_id": committed.bob.id, "slug": committed.cohort.slug, "text": "Kept"}
    line = chat.send_message(**about, key=key())
    spaces.set_keeping(actor_id=committed.ann.id, space_id=committed.cohort.id, days=30)

    def expire() -> bool:
        with clock.at(NOON + LATER):
            return chat.expire_message(message_id=line.id)

    assert while_it_is_placed(committed, expire) is False
    assert db.session.get_one(Message, line.id).text == "Kept"


@ON_POSTGRESQL
@pytest.mark.parametrize("verb", ["purge", "redact"])
def test_a_post_that_a_moderator_was_about_to_remove_stays(committed: World, verb: str):
    about = {"actor_id": committed.bob.id, "space_id": committed.cohort.id, "title": "T", "text": "Two words"}
    post = forum.open_topic(**about, key=key())
    given = {"actor_id": committed.ann.id, "post_id": post.id, "ground": "patient"}
    more = {"words": "Two"} if verb == "redact" else {}

    came = while_it_is_placed(committed, lambda: getattr(moderation, verb)(**given, **more))

    assert "legal hold" in str(getattr(came, "message", came))
    assert db.session.get_one(Post, post.id).text == "Two words"


@ON_POSTGRESQL
def test_what_its_author_was_about_to_throw_away_stays(committed: World):
    sheet = Sheet("space_id", committed.cohort.id)
    forum.keep_draft(actor_id=committed.bob.id, sheet=sheet, begun=Begun(title="T", text="Two words"))

    def throw_away() -> object:
        return forum.keep_draft(actor_id=committed.bob.id, sheet=sheet, begun=Begun("", turn=1))

    assert while_it_is_placed(committed, throw_away) is None
    (kept,) = db.session.query(ForumDraft).all()
    assert (kept.text, kept.discarded_at) == ("Two words", NOON)


@ON_POSTGRESQL
def test_what_its_author_was_about_to_give_a_post_that_they_take_back_stays(committed: World):
    about = {"actor_id": committed.bob.id, "space_id": committed.cohort.id, "title": "T", "text": "Two words"}
    post = forum.open_topic(**about, key=key())
    begun = Begun(text="Three words now", seen_version=post.version)
    forum.keep_draft(actor_id=committed.bob.id, sheet=Sheet("post_id", post.id), begun=begun)

    while_it_is_placed(committed, lambda: forum.remove_post(actor_id=committed.bob.id, post_id=post.id))

    (kept,) = db.session.query(ForumDraft).all()
    assert (kept.text, kept.discarded_at) == ("Three words now", NOON)


def test_whoever_places_it_in_the_midst_of_a_run_finds_the_same_ever_after(
    committed: World, monkeypatch: pytest.MonkeyPatch
):
    """Whether it comes before the first batch, between two or after the last is a matter of luck."""
    monkeypatch.setattr(letting_go, "AT_ONCE", 5)
    write_letters(committed, 100)

    def run() -> None:
        with clock.at(NOON + LATER):
            while commands.let_go(kind=Kept.LETTERS):
                pass

    def stand() -> int:
        place(committed, person_id=committed.bob.id)
        return left()

    then = at_once([run, run, stand, run])[2]
    assert left() == then
    with clock.at(NOON + LATER):
        tasks.let_go.run()
    assert left() == then
