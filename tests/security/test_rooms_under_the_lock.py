"""What is done to a room, and what may be done in it, is decided under its lock, as it is by then (F17)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock
from cop.chat import commands as chat
from cop.errors import Forbidden, NotFound
from cop.models import Message, RoomState, Space, State
from cop.moderation import commands as moderation
from cop.moderation import queries
from cop.policy import load_actor
from cop.spaces import commands as spaces
from tests.databases import written
from tests.people import World
from tests.security.test_under_the_lock import MEMBERS, ON_POSTGRESQL, Scene, _refused, ending, meanwhile


def _close(on: Scene) -> object:
    return spaces.set_room_state(
        actor_id=on.ann, space_id=on.cohort, state=RoomState.CLOSED, reason="Because"
    )


def _undo_closing(on: Scene) -> object:
    (newest, *_) = queries.decisions(load_actor(on.ann)).rows
    return moderation.undo(actor_id=on.ann, decision_id=newest.id)


STEWARDS: dict[str, Callable[[Scene], object]] = {
    "set the room": _close,
    "say what it keeps": lambda on: spaces.set_keeping(actor_id=on.ann, space_id=on.cohort, days=30),
    "pin a line": lambda on: chat.pin_message(actor_id=on.ann, message_id=on.anns.id),
    "unpin a line": lambda on: chat.unpin_message(actor_id=on.ann, message_id=on.anns.id),
}


@ON_POSTGRESQL
def test_who_no_longer_moderates_does_nothing_to_a_room(committed: World):
    for name, work in STEWARDS.items():
        _refused(committed, name, work, committed.ann.id)


@ON_POSTGRESQL
@pytest.mark.parametrize("verb", ["say", "edit a line"])
def test_who_waited_while_the_room_was_closed_says_nothing(committed: World, verb: str):
    scene = Scene(committed)
    written(sa.update(Message).where(Message.id == scene.line.id).values(state=State.RELEASED))
    closing = sa.update(Space).where(Space.id == scene.cohort).values(room_state=RoomState.CLOSED)
    came = meanwhile(scene.cohort, lambda: MEMBERS[verb](scene), closing)
    assert isinstance(came, Forbidden), came


@ON_POSTGRESQL
def test_a_closing_is_undone_only_by_who_still_moderates(committed: World):
    scene = Scene(committed)
    _close(scene)
    came = meanwhile(scene.cohort, lambda: _undo_closing(scene), ending(scene.ann, scene.cohort))
    assert isinstance(came, NotFound), came


@ON_POSTGRESQL
def test_what_is_reported_while_its_letting_go_waits_stays(committed: World):
    scene = Scene(committed)
    spaces.set_keeping(actor_id=scene.ann, space_id=scene.cohort, days=30)

    def let_go() -> bool:
        with clock.at(clock.now() + timedelta(days=31)):
            return chat.expire_message(message_id=scene.anns.id)

    reported = sa.text(
        "INSERT INTO review (space_id, kind, message_id, author_id, opened_at) "
        "VALUES (:space, 'report', :message, :author, now())"
    ).bindparams(space=scene.cohort, message=scene.anns.id, author=scene.ann)
    assert meanwhile(scene.cohort, let_go, reported) is False
    written(sa.text("UPDATE review SET decided_at = now()"))
    assert let_go() is True, "control: once it is decided"
