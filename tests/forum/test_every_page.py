"""No page of the forum needs more than eight queries, however much there is: every address is asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cop.chat import commands as chat
from cop.forum import commands
from cop.models import Person, Post, Space
from tests.attachments import attach
from tests.people import World, key, newcomer

MOST = 8
OF_FORUM = "forum."


@pytest.fixture
def ids(world: World, ann: Person, bob: Person, start: Callable[..., Post]) -> dict[str, Any]:
    """A topic with whatever a topic can have, by many; and the names of everything in it, as addresses name them."""
    opening = start(ann, "Costing", "**How?**")
    tag = commands.add_tag(actor_id=ann.id, space_id=world.cohort.id, name="Money")
    commands.tag_topic(actor_id=ann.id, topic_id=opening.topic_id, tag_ids=[tag.id])
    commands.write_summary(actor_id=ann.id, topic_id=opening.topic_id, text="In short", version=0)
    file = attach(ann, world.cohort, "plan.txt")
    last = opening
    for number in range(25):
        last = _reply(newcomer(f"n{number}", world.cohort), opening, number, world.cohort)
    commands.choose_answer(actor_id=ann.id, post_id=last.id)
    commands.edit_post(actor_id=ann.id, post_id=opening.id, text="How then?", version=1, files={file.id: ""})
    for person in (ann, bob):
        commands.mark_post(actor_id=person.id, post_id=last.id, word="thanks")
        commands.bookmark_post(actor_id=person.id, post_id=last.id)
        chat.send_message(actor_id=person.id, slug="cohort-1", text="A line", key=key())
    return {
        "slug": "cohort-1",
        "topic_id": opening.topic_id,
        "post_id": opening.id,
        "attachment_id": file.id,
        "tag_id": tag.id,
        "word": "thanks",
    }


def _reply(person: Person, opening: Post, number: int, space: Space) -> Post:
    quoted = f"[Ann](/posts/{opening.id}):\n\n> How?\n\n@Ann, number {number}."
    file = attach(person, space, f"{number}.txt")
    return commands.post_reply(
        actor_id=person.id, topic_id=opening.topic_id, text=quoted, key=key(), files={file.id: "A file"}
    )


def test_every_page_of_the_forum(
    app: Flask,
    ids: dict[str, Any],
    ann: Person,
    client_for: Callable[[Person], FlaskClient],
    count_queries: Callable[[], Any],
) -> None:
    client = client_for(ann)
    asked: dict[str, int] = {}
    for path in _pages(app, ids):
        client.get(path, buffered=True)  # what is found out once is found out
        with count_queries() as queries:
            answer = client.get(path, buffered=True)
        if answer.status_code == 200:
            asked[path] = len(queries)
    assert len(asked) >= 20
    assert {path: number for path, number in asked.items() if number > MOST} == {}


def _pages(app: Flask, ids: dict[str, Any]) -> list[str]:
    with app.test_request_context() as context:
        adapter = context.url_adapter
        assert adapter is not None
        rules = [each for each in app.url_map.iter_rules() if each.endpoint.startswith(OF_FORUM)]
        return [
            adapter.build(rule.endpoint, {name: ids[name] for name in rule.arguments})
            for rule in rules
            if "GET" in (rule.methods or ()) and rule.arguments <= ids.keys()
        ]
