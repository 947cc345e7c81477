"""The end of a poll: closed, taken away, and said what it has come to."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop.forum import commands
from cop.models import Person
from tests.people import World, newcomer, post
from tests.polls import ask

Browser = Callable[[Person | None], FlaskClient]
Read = Callable[..., str]


@pytest.fixture
def topic_id(start, bob: Person) -> int:
    return start(bob, "Our next day").topic_id


def test_it_is_closed_and_taken_away_only_when_asked_twice(
    topic_id: int, ann: Person, bob: Person, world: World, client_for: Browser, read: Read
) -> None:
    poll, nora = ask(bob, topic_id), newcomer("nora", world.cohort)
    for page in ("closing", "removal"):
        assert "You can’t undo this." in read(bob, f"/polls/{poll.id}/{page}")
        read(nora, f"/polls/{poll.id}/{page}", 403)
        assert post(client_for(nora), f"/polls/{poll.id}/{page}").status_code == 403
    assert post(client_for(bob), f"/polls/{poll.id}/closing").status_code == 303
    assert "/vote" not in read(nora, f"/polls/{poll.id}")
    gone = post(client_for(ann), f"/polls/{poll.id}/removal")
    assert gone.headers["Location"] == f"/topics/{topic_id}"
    read(bob, f"/polls/{poll.id}", 404)
    assert "cop-poll" not in read(bob, f"/topics/{topic_id}")


def test_what_it_has_come_to_stands_with_it(
    topic_id: int, ann: Person, bob: Person, client_for: Browser, read: Read
) -> None:
    poll = ask(bob, topic_id)
    address = f"/polls/{poll.id}/outcome"
    read(bob, address, 409)
    commands.close_poll(actor_id=bob.id, poll_id=poll.id)
    assert "Say what it has come to" in read(bob, f"/polls/{poll.id}")
    client, form = (
        client_for(bob),
        {"text": "We meet in **Leeds**.", "version": "0", "review_on": "2026-09-01"},
    )
    for wrong in ({"review_on": "soon"}, {"review_on": "2026-01-01"}, {"text": ""}):
        assert post(client, address, form | wrong).status_code == 422
    assert post(client, address, form).status_code == 303
    for page in (f"/polls/{poll.id}", f"/topics/{topic_id}"):
        assert "We meet in <strong>Leeds</strong>." in read(ann, page)
    assert "1 Sep 2026" in read(ann, f"/polls/{poll.id}")
    assert "We meet in **Leeds**." in read(bob, address)


def test_two_who_write_it_are_shown_both_texts(
    topic_id: int, ann: Person, bob: Person, client_for: Browser, read: Read
) -> None:
    poll = ask(bob, topic_id)
    commands.close_poll(actor_id=bob.id, poll_id=poll.id)
    commands.write_outcome(actor_id=ann.id, poll_id=poll.id, text="Hers", version=0)
    client, address = client_for(bob), f"/polls/{poll.id}/outcome"
    answer = post(client, address, {"text": "His", "version": "0"})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "Hers" in page, "His" in page) == (409, True, True)
    assert post(client, address, {"text": "His", "version": "1"}).status_code == 303
    assert "His" in read(ann, f"/polls/{poll.id}")
