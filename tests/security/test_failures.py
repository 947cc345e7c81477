"""A failure is one plain page with a reference, and a log line that says neither words nor addresses (S39, S40)."""

import logging
import traceback

import pytest
import sqlalchemy as sa
from flask import Flask

from cop import db, logs
from cop.accounts.commands import tokens
from cop.chat import queries as chat
from cop.forum import commands as forum
from cop.models import Person
from cop.web import refusals
from tests import people

SECRET = "canaryfailurezz"
TELLING = ("Traceback", "sqlalchemy", "psycopg", ".py", "site-packages", "SELECT", "RuntimeError", SECRET)

pytestmark = pytest.mark.logs_errors


def fail(*_: object, **__: object) -> None:
    raise RuntimeError(f"{SECRET} in SELECT password FROM person")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    """What a server would have written: every record as it is formatted."""
    caplog.set_level(logging.INFO)
    return lambda: [logs.JsonLine().format(record) for record in caplog.records]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_failure_says_a_sentence_and_a_reference(client_for, bob, monkeypatch, lines, headers):
    browser = client_for(bob)
    monkeypatch.setattr("cop.shell.queries.topics", fail)
    response = browser.get("/", headers=headers)
    page = response.get_data(as_text=True)

    assert response.status_code == 500
    assert refusals.FAILED in page
    assert not [word for word in TELLING if word in page]
    assert headers or response.headers["X-Request-Id"] in page
    (line,) = [line for line in lines() if "request failed" in line]
    assert "RuntimeError at" in line
    assert response.headers["X-Request-Id"] in line
    assert SECRET not in "".join(lines())


def test_a_failure_in_a_socket_event_is_an_ack_and_the_connection_stays(
    world, socket_for, monkeypatch, lines
):
    bobs = socket_for(world.bob)
    monkeypatch.setattr(chat, "newest", fail)
    ack = bobs.ask("room:open", space="cohort-1")

    assert ack["error"] == {"code": "failed", "message": "Something went wrong here. Try again."}
    assert bobs.ask("live:ping")["ok"]
    assert SECRET not in "".join(lines())


def addresses(person: Person) -> list[str]:
    reset = tokens.of_reset(db.session.get_one(Person, person.id))
    return [
        "/",
        "/sign-in",
        "/nothing",
        f"/reset-password/{reset}",
        "/invitations/a-token",
        "/static/none.css",
    ]


def test_while_the_database_is_away_everybody_gets_the_sentence_and_no_log_names_the_address(
    app: Flask, client_for, bob, lines
):
    browser, paths = client_for(bob), addresses(bob)
    away = sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    db.bind(away)
    for path in paths:
        for asking in (browser, app.test_client()):
            response = asking.get(path, buffered=True)
            page = response.get_data(as_text=True)
            assert response.status_code in {200, 303, 404, 500}
            assert not [word for word in TELLING if word in page]
            assert "X-Request-Id" in response.headers
    written = "".join(lines())
    assert "OperationalError at" in written
    assert not [path for path in paths[3:] if path in written]
    assert browser.get("/readyz").status_code == 503


def test_what_fails_after_the_response_is_logged_without_words_and_disturbs_nobody(
    client_for, world, monkeypatch, lines
):
    topic_id = _topic(world)
    monkeypatch.setattr(forum, "mark_read", fail)
    response = client_for(world.bob).get(f"/topics/{topic_id}", buffered=True)

    assert response.status_code == 200
    assert [line for line in lines() if "failed after the response" in line]
    assert SECRET not in "".join(lines())


def test_who_was_removed_while_reading_is_no_failure(client_for, world, monkeypatch, lines):
    topic_id = _topic(world)
    real = forum.mark_read

    def removed_first(**about: int) -> None:
        _evict(world)
        real(**about)

    monkeypatch.setattr(forum, "mark_read", removed_first)
    assert client_for(world.bob).get(f"/topics/{topic_id}", buffered=True).status_code == 200
    assert not [line for line in lines() if '"ERROR"' in line]


def test_a_log_line_holds_no_text_of_an_error():
    with pytest.raises(RuntimeError) as failed:
        fail()
    error = failed.value
    assert SECRET in "".join(traceback.format_exception(error))
    record = logging.makeLogRecord({"msg": "failed", "exc_info": (type(error), error, error.__traceback__)})
    assert SECRET not in logs.JsonLine().format(record)


@db.command
def _topic(world) -> int:
    topic = people.put_topic(world.cohort, world.ann, "T")
    people.put_post(topic, world.ann, "x")
    return topic.id


@db.command
def _evict(world) -> None:
    from cop.models import Membership

    membership = Membership.of(world.bob.id, world.cohort.id)
    assert membership is not None
    membership.leave()
