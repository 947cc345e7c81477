"""Where a draft is kept: on nothing that its person can't read, or may not write on, or that is not there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from cop import db
from cop.errors import Forbidden, NotFound
from cop.forum import commands, queries
from cop.forum.commands import Begun
from cop.models import ForumDraft, Person, Policy, Post, Sheet
from cop.policy import load_actor
from tests.people import World, set_policy

Write = Callable[..., Post]
Change = Callable[[Post, str], None]


def keep(person: Person, sheet: Sheet, text: str) -> ForumDraft | None:
    return commands.keep_draft(actor_id=person.id, sheet=sheet, begun=Begun(text))


@contextmanager
def kept_nowhere(person: Person, sheet: Sheet, because: type[Exception] = NotFound) -> Iterator[None]:
    """The control first: before what the block does a draft is kept there. Afterwards none is, nor is it emptied."""
    draft = keep(person, sheet, "Before")
    assert draft
    yield
    for text in ("After", ""):
        with pytest.raises(because):
            keep(person, sheet, text)
    db.session.remove()
    assert db.session.get_one(ForumDraft, draft.id).text == "Before"


def in_topic(post: Post) -> Sheet:
    return Sheet("topic_id", post.topic_id)


@pytest.mark.parametrize("kind", ["space_id", "topic_id", "post_id"])
@pytest.mark.parametrize("number", [0, -1, 999_999, 10**15])
def test_what_is_not_there(bob: Person, kind: str, number: int) -> None:
    with pytest.raises(NotFound):
        keep(bob, Sheet(kind, number), "Nowhere")  # type: ignore[arg-type]
    assert db.session.query(ForumDraft).count() == 0


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_a_topic_that_was_taken_from_readers(
    start: Write, change: Change, ann: Person, bob: Person, verb: str
) -> None:
    opening = start(ann)
    with kept_nowhere(bob, in_topic(opening)):
        change(opening, verb)


def test_a_topic_that_still_waits(world: World, start: Write, ann: Person, bob: Person) -> None:
    assert keep(ann, in_topic(start(bob)), "A reply"), "the control: on one that does not wait"
    set_policy(world.cohort, Policy.ALL_HELD)
    waits = start(bob)
    with pytest.raises(Forbidden):
        keep(ann, in_topic(waits), "She moderates, and reads it, but nobody replies yet")
    assert queries.draft_on(load_actor(ann.id), in_topic(waits)) is None


def test_a_topic_that_was_merged_or_moved_away(
    world: World, start: Write, ann: Person, bob: Person, mallory: Person
) -> None:
    opening, into = start(ann), start(ann, "Pricing")
    with pytest.raises(NotFound):
        keep(mallory, in_topic(into), "Never")
    keep(bob, in_topic(opening), "Before")
    commands.merge_topics(actor_id=ann.id, topic_id=opening.topic_id, into_id=into.topic_id)
    with pytest.raises(NotFound):
        keep(bob, in_topic(opening), "After")
    draft = queries.draft_on(load_actor(bob.id), in_topic(into))
    assert draft
    assert draft.text == "Before", "it went along"


@pytest.mark.parametrize("tool", [commands.lock_topic, commands.archive_topic])
def test_a_topic_that_takes_no_replies(start: Write, ann: Person, bob: Person, tool: Callable) -> None:
    opening = start(bob)
    with kept_nowhere(bob, in_topic(opening), Forbidden):
        tool(actor_id=ann.id, topic_id=opening.topic_id)


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_a_post_of_ones_own_that_was_taken_from_readers(
    start: Write, reply: Write, change: Change, bob: Person, verb: str
) -> None:
    post = reply(bob, start(bob).topic_id)
    with kept_nowhere(bob, Sheet("post_id", post.id), Forbidden):
        change(post, verb)


def test_a_post_by_somebody_else_whoever_reads_it(
    world: World, start: Write, ann: Person, bob: Person, mallory: Person
) -> None:
    sheet = Sheet("post_id", start(bob).id)
    assert keep(bob, sheet, "Mine")
    with pytest.raises(Forbidden):
        keep(ann, sheet, "Hers to moderate, not to edit so")
    with pytest.raises(NotFound):
        keep(mallory, sheet, "Not hers to know of")


def test_one_that_was_kept_is_read_only_while_its_place_is(
    start: Write, change: Change, ann: Person, bob: Person
) -> None:
    opening = start(ann)
    draft = keep(bob, in_topic(opening), "Begun")
    assert draft
    change(opening, "hide")
    assert queries.drafts_of(load_actor(bob.id)) == []
    for verb in (commands.discard_draft, commands.take_back_draft):
        with pytest.raises(NotFound):
            verb(actor_id=bob.id, draft_id=draft.id)
    change(opening, "release")
    assert [each.text for each in queries.drafts_of(load_actor(bob.id))] == ["Begun"]
