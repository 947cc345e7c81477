"""What the log of decisions says of topics: why, if somebody said so, and no name of a space that one does not read."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop import db
from cop.forum import commands
from cop.models import Person, Policy, Post, Review, RoleName, Space
from cop.moderation import commands as moderation
from tests.people import World, a_group, join, newcomer, post, set_policy

Write = Callable[..., Post]
Read = Callable[..., str]
Browser = Callable[[Person | None], FlaskClient]


@pytest.fixture
def group(world: World) -> Space:
    """A group that Ann moderates, and Nora with her, who does not read the cohort."""
    made = a_group(world.ann)
    db.command(join)(newcomer("nora"), made, RoleName.MODERATOR)
    return made


def log_of(page: str) -> str:
    return re.sub(r"\s+", " ", page.split("<table")[1])


def test_it_says_why_where_somebody_said_so(
    ann: Person, bob: Person, group: Space, start: Write, reply: Write, read: Read, client_for: Browser
) -> None:
    one, other, third = (start(bob, title).topic_id for title in ("One", "Other", "Third"))
    part, client = reply(bob, one), client_for(ann)
    for path, form in (
        (f"/topics/{one}/title", {"title": "One, better", "seen": "One"}),
        (f"/topics/{one}/split", {"title": "Part", "posts": part.id}),
        (f"/topics/{one}/merge", {"into": other}),
        (f"/topics/{third}/move", {"space": group.id}),
    ):
        why = f"Because of {path}"
        refused = post(client, path, form | {"reason": "x" * 501})
        page = refused.get_data(as_text=True)
        assert (refused.status_code, "x" * 501 in page, "at most 500" in page) == (422, True, True), path
        assert post(client, path, form | {"reason": why}).status_code == 303, path
        assert why in log_of(read(ann, "/moderation/decisions"))
    assert "optional" in read(ann, f"/topics/{other}/tools")
    assert "optional" not in read(bob, f"/topics/{other}/tools"), "what an author does stands in no log"


def test_no_reason_is_asked_for(ann: Person, bob: Person, start: Write, read: Read) -> None:
    topic_id = start(bob).topic_id
    commands.rename_topic(actor_id=ann.id, topic_id=topic_id, title="Another")
    assert "Renamed" in read(ann, "/moderation/decisions")


def test_a_decision_that_moved_with_its_post_names_the_space_where_that_is(
    ann: Person, bob: Person, world: World, group: Space, start: Write, read: Read
) -> None:
    set_policy(world.cohort, Policy.ALL_HELD)
    opening = start(bob)
    review = db.session.query(Review).filter_by(post_id=opening.id).one()
    moderation.release(actor_id=ann.id, review_id=review.id)
    assert "Cohort 1" in log_of(read(ann, "/moderation/decisions")), "the control"
    commands.move_topic(actor_id=ann.id, topic_id=opening.topic_id, space_id=group.id)
    nora = db.session.query(Person).filter_by(name="Nora").one()
    log = log_of(read(nora, "/moderation/decisions"))
    assert ("Released" in log, "A group" in log, "Cohort 1" in log) == (True, True, False)
