"""A file goes where its post goes: a right to it is read at each download and written nowhere (S16, S36)."""

from collections.abc import Callable

import pytest

from cop import db
from cop.forum import commands as forum
from cop.models import Attachment, Person, Post, Space
from cop.moderation import commands as moderation
from tests import people
from tests.attachments import picture, put_file
from tests.people import World


@pytest.fixture
def plan(world: World) -> Attachment:
    """A picture in a reply of Bob's in the cohort."""
    return _put(world.bob, world.cohort)


@db.command
def _put(person: Person, space: Space) -> Attachment:
    topic = people.put_topic(db.get(Space, space.id), person, "Plans")
    people.put_post(topic, person, "See the file")
    return put_file(person, people.put_post(topic, person, "Here"), "plan.png", picture())


@pytest.fixture
def opens(client_for, plan: Attachment) -> Callable[[Person], bool]:
    """Whether somebody gets the file by any of the ways to it: each tells the same."""

    def opened(person: Person) -> bool:
        browser, path = client_for(person), f"/attachments/{plan.id}"
        tag = {"If-None-Match": f'"{plan.digest}"', "If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT"}
        asked = [
            browser.open(address, headers=headers, buffered=True, method=method)
            for address in (path, f"{path}/thumbnail")
            for method in ("GET", "HEAD")
            for headers in ({}, {"Range": "bytes=0-9"}, tag)
        ]
        shut = {each.status_code == 404 for each in asked}
        assert len(shut) == 1, [each.status_code for each in asked]
        assert shut == {False} or not any(b"\x89PNG" in each.data or "ETag" in each.headers for each in asked)
        return shut == {False}

    return opened


def _topic_of(plan: Attachment) -> int:
    found = db.session.get_one(Post, plan.post_id).topic_id
    db.session.remove()
    return found


def test_it_goes_with_a_topic_that_is_moved(world: World, plan: Attachment, opens) -> None:
    carol, dora = people.newcomer("carol", world.cohort), people.newcomer("dora")
    group = people.a_group(world.ann, dora)
    assert (opens(carol), opens(dora)) == (True, False)

    forum.move_topic(actor_id=world.ann.id, topic_id=_topic_of(plan), space_id=group.id)
    assert (opens(carol), opens(dora)) == (False, True)


def test_it_goes_with_a_part_that_is_split_off_and_moved(world: World, plan: Attachment, opens) -> None:
    carol, group = people.newcomer("carol", world.cohort), people.a_group(world.ann)
    about = {"actor_id": world.ann.id, "topic_id": _topic_of(plan)}
    part = forum.split_topic(**about, post_ids=[plan.post_id], title="A part")
    assert opens(carol)

    forum.move_topic(actor_id=world.ann.id, topic_id=part.id, space_id=group.id)
    assert not opens(carol)


def test_it_goes_with_a_topic_that_is_hidden_whatever_its_own_post_is(
    world: World, plan: Attachment, opens
) -> None:
    carol = people.newcomer("carol", world.cohort)
    opening = db.session.query(Post).filter_by(topic_id=_topic_of(plan), is_opening=True).one().id
    db.session.remove()
    assert opens(carol)

    moderation.hide(actor_id=world.ann.id, post_id=opening, reason="because")
    assert not opens(carol)
    moderation.restore(actor_id=world.ann.id, post_id=opening)
    assert opens(carol), "the control: it comes back with it"
