"""The list of a space's tags: what is taken out is asked about first, and what is done to it is in the log."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from cop import db
from cop.forum import commands
from cop.models import Person, Post, Tag
from tests.people import World, post

Write = Callable[..., Post]
Read = Callable[..., str]
Browser = Callable[[Person | None], FlaskClient]


def test_it_is_said_first_off_how_many_topics_a_tag_goes(
    ann: Person, bob: Person, mallory: Person, world: World, start: Write, read: Read, client_for: Browser
) -> None:
    tag = commands.add_tag(actor_id=ann.id, space_id=world.cohort.id, name="Costing")
    path = f"/spaces/cohort-1/tags/{tag.id}/removal"
    assert "No topic has it" in read(ann, path)
    one, archived = start(bob).topic_id, start(bob).topic_id
    for topic_id in (one, archived):
        commands.tag_topic(actor_id=bob.id, topic_id=topic_id, tag_ids=[tag.id])
    commands.archive_topic(actor_id=ann.id, topic_id=archived)
    assert f'href="{path}"' in read(ann, "/spaces/cohort-1/tags")
    page = read(ann, path)
    assert ("2 topics have it" in page, "You can’t undo this" in page) == (True, True)
    assert db.session.query(Tag).count() == 1, "asked, and nothing done"
    read(bob, path, 403)
    read(mallory, path, 404)
    assert post(client_for(ann), path).status_code == 303
    assert db.session.query(Tag).count() == 0


def test_what_is_done_to_the_list_stands_in_the_log(ann: Person, world: World, read: Read) -> None:
    tag = commands.add_tag(actor_id=ann.id, space_id=world.cohort.id, name="Costing")
    for name in ("Money", "Money"):
        commands.rename_tag(actor_id=ann.id, tag_id=tag.id, name=name)
    commands.remove_tag(actor_id=ann.id, tag_id=tag.id)
    page = re.sub(r"\s+", " ", read(ann, "/moderation/decisions"))
    log = re.sub(r"<option.*?</option>", "", page)
    for words in ("Tag added", "Tag renamed", "“Costing” is called “Money” now.", "Tag removed"):
        assert log.count(words) == 1, words
