"""Every address that changes something wants the token of this browser's pages (S5)."""

import pytest
from flask import Flask, url_for

from cop import db
from cop.models import Decision, Message, Post, SignIn, Topic
from tests import people

FILLED = {"slug": "cohort-1", "token": "x", "filename": "x", "page": "privacy"}


def changing(app: Flask) -> list[str]:
    """Every address that takes a POST, filled in."""
    taking = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    with app.test_request_context():
        return [
            url_for(rule.endpoint, **{name: FILLED.get(name, 1) for name in rule.arguments})
            for rule in taking
        ]


def counted() -> list[int]:
    counts = [db.session.query(each).count() for each in (Post, Topic, Message, Decision)]
    standing = db.session.query(SignIn).filter(SignIn.ended_at.is_(None)).count()
    db.session.remove()
    return [*counts, standing]


@pytest.mark.parametrize("kind", ["none", "empty", "made up", "another person's", "in the address"])
def test_no_address_changes_anything_without_the_token(app: Flask, client_for, world, kind: str):
    browser = client_for(world.ann)
    tokens = {
        "none": {},
        "empty": {"csrf_token": ""},
        "made up": {"csrf_token": "a" * 91},
        "another person's": {"csrf_token": people.csrf_token(client_for(world.bob))},
        "in the address": {},
    }
    query = f"?csrf_token={people.csrf_token(browser)}" if kind == "in the address" else ""
    form = {"text": "x", "title": "x", "key": people.key(), "reason": "x"} | tokens[kind]
    before = counted()
    paths = changing(app)

    assert len(paths) > 30
    for path in paths:
        assert browser.post(path + query, data=form, buffered=True).status_code == 400, path
    assert counted() == before


@pytest.mark.parametrize("content", ["application/json", "text/plain"])
def test_no_address_takes_a_body_of_another_kind(app: Flask, client_for, world, content: str):
    browser = client_for(world.ann)
    for path in changing(app):
        response = browser.post(path, data='{"text": "x"}', content_type=content, buffered=True)
        assert response.status_code == 400, path


def test_the_token_of_the_page_is_taken(client_for, world):
    browser = client_for(world.bob)
    line = {"text": "x", "key": people.key()}
    assert people.post(browser, "/spaces/cohort-1/chat", line).status_code == 303


def test_nothing_that_is_asked_for_with_get_changes_a_thing(app: Flask, client_for, world):
    browser = client_for(world.ann)
    before = counted()
    for path in changing(app):
        browser.get(path, buffered=True)
        browser.head(path, buffered=True)
    assert counted() == before
