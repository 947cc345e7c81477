"""What a topic is called and how it is sorted; the list of tags of its space."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands
from cop.models import Decision, Person, Policy, Post, Tag, Topic, TopicTag, Verdict
from cop.models.tags import MOST_IN_A_SPACE
from tests.people import World, set_policy

Write = Callable[..., Post]


@pytest.fixture
def tag(ann: Person, world: World) -> Callable[..., int]:
    """Put a tag into a list: `tag("Costing")`, that of cohort one unless a space is named."""
    return lambda name, space=None: (
        commands.add_tag(actor_id=ann.id, space_id=(space or world.cohort).id, name=name).id
    )


def rename(person: Person, topic_id: int, title: str) -> str:
    return commands.rename_topic(actor_id=person.id, topic_id=topic_id, title=title).title


def verdicts() -> list[Verdict]:
    """What was decided about topics."""
    query = sa.select(Decision.verdict).where(Decision.topic_id.is_not(None))
    return list(db.session.scalars(query.order_by(Decision.id)))


def test_author_and_moderator_rename(ann: Person, bob: Person, start: Write) -> None:
    topic_id = start(bob).topic_id
    assert rename(bob, topic_id, "  Costing\n a trial ") == "Costing a trial"
    assert verdicts() == [], "what its author does is no decision"
    assert rename(ann, topic_id, "Costing trials") == rename(ann, topic_id, "Costing trials")
    assert verdicts() == [Verdict.RENAME]
    for wrong in ("", " ", "x" * 151):
        with pytest.raises(Invalid):
            rename(bob, topic_id, wrong)


def test_others_do_not(ann: Person, bob: Person, mallory: Person, world: World, start: Write, change) -> None:
    theirs, mine = start(ann), start(bob)
    with pytest.raises(Forbidden):
        rename(bob, theirs.topic_id, "Mine now")
    with pytest.raises(NotFound):
        rename(mallory, theirs.topic_id, "Mine now")
    assert rename(bob, mine.topic_id, "Mine")
    commands.lock_topic(actor_id=ann.id, topic_id=mine.topic_id)
    with pytest.raises(Forbidden):
        rename(bob, mine.topic_id, "Still mine")
    commands.unlock_topic(actor_id=ann.id, topic_id=mine.topic_id)
    set_policy(world.cohort, Policy.ALL_HELD)
    with pytest.raises(Forbidden):
        rename(bob, mine.topic_id, "What no moderator has read")
    assert rename(ann, mine.topic_id, "What one has")
    change(mine, "hide")
    with pytest.raises(Forbidden):
        rename(ann, mine.topic_id, "Hidden")


def test_a_topic_has_at_most_five_tags_of_its_space(
    ann: Person, bob: Person, mallory: Person, world: World, start: Write, tag
) -> None:
    topic_id = start(bob).topic_id
    ids = [tag(f"Tag {number}") for number in range(6)]
    elsewhere = tag("Elsewhere", world.set_a)

    def sort(person: Person, *tag_ids: int) -> list[int]:
        about = {"actor_id": person.id, "topic_id": topic_id, "tag_ids": tag_ids}
        return [each.id for each in commands.tag_topic(**about).tags]

    assert sorted(sort(bob, *ids[:5], ids[0])) == ids[:5]
    assert verdicts() == []
    assert sort(ann, ids[5]) == sort(ann, ids[5]) == [ids[5]]
    assert verdicts() == [Verdict.SET_TAGS]
    for wrong in (ids, [elsewhere], [999_999_999_999]):
        with pytest.raises(Invalid):
            sort(bob, *wrong)
    with pytest.raises(NotFound):
        sort(mallory, ids[0])
    other = start(ann).topic_id
    with pytest.raises(Forbidden):
        commands.tag_topic(actor_id=bob.id, topic_id=other, tag_ids=ids[:1])
    assert sort(bob) == []


def test_the_list_is_kept_by_moderators(
    ann: Person, bob: Person, mallory: Person, world: World, start: Write, tag
) -> None:
    topic_id, tag_id = start(bob).topic_id, tag(" Costing ")
    commands.tag_topic(actor_id=bob.id, topic_id=topic_id, tag_ids=[tag_id])
    with pytest.raises(Conflict):
        tag("COSTING")
    for wrong in ("", "x" * 31):
        with pytest.raises(Invalid):
            tag(wrong)
    for person, refused in ((bob, Forbidden), (mallory, NotFound)):
        for verb, about in (
            (commands.add_tag, {"space_id": world.cohort.id, "name": "x"}),
            (commands.rename_tag, {"tag_id": tag_id, "name": "x"}),
            (commands.remove_tag, {"tag_id": tag_id}),
        ):
            with pytest.raises(refused):
                verb(actor_id=person.id, **about)
    renamed = commands.rename_tag(actor_id=ann.id, tag_id=tag_id, name="costing")
    assert (renamed.name, renamed.folded) == ("costing", "costing"), "its own name is not taken"
    commands.remove_tag(actor_id=ann.id, tag_id=tag_id)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TopicTag)) == 0
    assert db.session.get(Topic, topic_id, populate_existing=True).tags == []


def test_a_list_ends(ann: Person, tag) -> None:
    for number in range(MOST_IN_A_SPACE):
        tag(f"Tag {number}")
    with pytest.raises(Invalid, match="at most"):
        tag("One more")
    assert db.session.scalar(sa.select(sa.func.count(Tag.id))) == MOST_IN_A_SPACE
