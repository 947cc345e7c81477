"""The library: suggested by members, published by who keeps it, found by level, tag and words."""

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.errors import Forbidden, Invalid, NotFound
from cop.library import commands
from cop.library.commands import Described
from cop.library.commands.suggesting import Overtaken
from cop.library.queries import listing
from cop.library.queries.listing import Filters
from cop.models import AgendaLevel, Person, Resource, ResourceState, ResourceTag, RoleName, belongings
from tests import people
from tests.shelving import AT, suggest


def titles(person: Person, **filters: object) -> list[str]:
    found = listing.resources(policy.load_actor(person.id), Filters(**filters))
    assert found.total == len(found.rows)
    return [each.title for each in found.rows]


def waiting(person: Person) -> list[str]:
    return [each.title for each in listing.waiting(policy.load_actor(person.id))]


def now(resource: Resource) -> Resource:
    return db.session.get_one(Resource, resource.id, populate_existing=True)


def test_a05_what_a_member_suggests_waits_for_who_keeps_it(world):
    moderator = people.newcomer_as(RoleName.MODERATOR, "mo", world.network)
    made = suggest(world.bob)
    assert titles(world.bob) == titles(world.ann) == []
    assert waiting(world.bob) == waiting(world.staff) == waiting(moderator) == ["A guide"]
    assert waiting(world.ann) == [], "who moderates a cohort does not keep the library"
    with pytest.raises(NotFound):
        commands.publish(actor_id=world.ann.id, resource_id=made.id)
    with pytest.raises(Forbidden):
        commands.publish(actor_id=world.bob.id, resource_id=made.id)
    for _ in range(2):
        commands.publish(actor_id=moderator.id, resource_id=made.id)
    assert titles(world.ann) == titles(world.mallory) == ["A guide"]
    assert waiting(world.bob) == waiting(world.staff) == []


def test_who_keeps_it_adds_at_once(world):
    for person in (world.staff, people.a_steward()):
        assert suggest(person).is_published


def test_what_is_declined_says_why_to_who_suggested_it_and_to_nobody_else(world):
    made = suggest(world.bob)
    with pytest.raises(Invalid, match="Say why"):
        commands.decline(actor_id=world.staff.id, resource_id=made.id, reason=" ")
    commands.decline(actor_id=world.staff.id, resource_id=made.id, reason="It is out of date.")
    assert now(made).reason == "It is out of date."
    assert waiting(world.bob) == ["A guide"]
    assert waiting(world.ann) == waiting(world.staff) == []
    assert not policy.can_read_resource(policy.load_actor(world.ann.id), now(made))
    commands.publish(actor_id=world.staff.id, resource_id=made.id)
    assert (now(made).reason, titles(world.ann)) == ("", ["A guide"])


def test_a05_it_is_found_by_level_tag_and_words(world):
    suggest(world.staff, "Innovation", tags="Policy, Board ", text="For boards.")
    suggest(world.staff, "constitution", tags="policy", level=AgendaLevel.REGIONAL)
    suggest(world.staff, "Unit costs", level=AgendaLevel.ORGANISATIONAL)
    assert titles(world.bob) == ["constitution", "Innovation", "Unit costs"]
    assert titles(world.bob, level=AgendaLevel.REGIONAL) == ["constitution"]
    assert titles(world.bob, tag="POLICY") == ["constitution", "Innovation"]
    assert titles(world.bob, words="innov BOARD") == ["Innovation"]
    assert titles(world.bob, words="100%") == []
    assert listing.tags(policy.load_actor(world.bob.id)) == ["Board", "Policy"]
    assert titles(people.newcomer("stranger")) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"tags": "a,b,c,d,e,f,g,h,i"}, "tags"),
        ({"topic": "/topics/999999"}, "topic"),
        ({"text": "NHS number 943 476 5919"}, "text"),
    ],
)
def test_what_is_wrong_is_said(world, said, field):
    with pytest.raises(Invalid) as refused:
        suggest(world.bob, **said)
    assert refused.value.field == field


def test_it_is_changed_by_who_keeps_it_and_until_then_by_who_suggested_it(world):
    made = suggest(world.bob, tags="one, two")
    change = {
        "resource_id": made.id,
        "described": Described("A better guide", AT, AgendaLevel.NATIONAL, tags="Two, three"),
    }
    commands.edit_resource(actor_id=world.bob.id, seen=0, **change)
    assert [each.folded for each in now(made).tags] == ["three", "two"]
    with pytest.raises(Overtaken):
        commands.edit_resource(actor_id=world.staff.id, seen=0, **change)
    commands.publish(actor_id=world.staff.id, resource_id=made.id)
    with pytest.raises(Forbidden):
        commands.edit_resource(actor_id=world.bob.id, seen=1, **change)
    commands.edit_resource(actor_id=world.staff.id, seen=1, **change)


def test_a05_it_is_discussed_in_a_topic_that_each_reader_may_read(world):
    topic = put_topic(world)
    made = suggest(world.ann, topic=f"https://cop.example/topics/{topic.id}")
    shown = {
        p.name: listing.discussion(policy.load_actor(p.id), now(made)) for p in (world.bob, world.mallory)
    }
    assert shown["Bob"] is not None
    assert shown["Mallory"] is None
    with pytest.raises(Invalid, match="topic that you can read"):
        suggest(world.mallory, topic=f"/topics/{topic.id}")


@db.command
def put_topic(world):
    made = people.put_topic(db.lock(type(world.cohort), world.cohort.id), world.bob, "What we read")
    people.put_post(made, world.bob, "Say")
    return made


def test_whoever_leaves_takes_what_waits_along_and_what_is_published_stays(world):
    suggest(world.bob, "Waits", tags="one")
    commands.publish(actor_id=world.staff.id, resource_id=suggest(world.bob, "Stays", tags="two").id)
    db.command(lambda: belongings.erase(world.bob.id))()
    assert list(db.session.scalars(sa.select(Resource.title))) == ["Stays"]
    assert list(db.session.scalars(sa.select(ResourceTag.folded))) == ["two"]


def test_strangers_and_the_same_form_twice(world):
    with pytest.raises(NotFound):
        suggest(people.newcomer("stranger"))
    sent = {"actor_id": world.bob.id, "key": people.key()}
    sent["described"] = Described("A guide", AT, AgendaLevel.NATIONAL)
    assert commands.suggest(**sent).id == commands.suggest(**sent).id
    assert db.session.scalars(sa.select(Resource.state)).all() == [ResourceState.SUGGESTED]
