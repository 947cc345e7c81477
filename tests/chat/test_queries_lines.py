"""Pages of a room and what changed since: in order, without gaps, without what others must not read."""

import pytest

from cop import policy
from cop.chat import commands, queries
from cop.errors import NotFound
from cop.models import Person, Policy, Space
from tests import people
from tests.chat.conftest import let_moderator
from tests.people import World


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of 3 lines and gaps of 4 changes at most, so that a test needs few of them."""
    monkeypatch.setattr(queries.lines, "PAGE", 3)
    monkeypatch.setattr(queries.lines, "SYNC_LIMIT", 4)


def room(person: Person, slug: str = "cohort-1") -> Space:
    return queries.room(policy.load_actor(person.id), slug)


def test_a_page_is_the_newest_lines_in_order_and_an_older_one_ends_before_it(few, say, bob: Person):
    for _ in range(5):
        say(bob)
    space = room(bob)

    assert [line.seq for line in queries.latest(space)] == [3, 4, 5]
    assert [line.seq for line in queries.older(space, before=3)] == [1, 2]
    assert queries.older(space, before=1) == queries.older(space, before=-7) == []


def test_changes_come_in_the_order_of_the_pulse_each_as_it_is_now(few, say, ann: Person, bob: Person):
    first, second, _ = say(bob, "First"), say(bob, "Second"), say(bob, "Third")
    edited = first
    for text in ("Better", "Best"):
        edited = commands.edit_message(
            actor_id=bob.id, message_id=first.id, text=text, changed=edited.changed
        )
    commands.remove_message(actor_id=bob.id, message_id=second.id, changed=second.changed)
    space = room(ann)
    found, reset = queries.changes(space, after=2)

    assert edited.changed == 5
    assert [(line.seq, line.changed) for line in found] == [(3, 3), (1, 5), (2, 6)]
    assert [line.text for line in queries.hydrated(space, [found[1].id])] == ["Best"]
    assert not reset
    assert queries.changes(space, after=space.pulse) == ([], False)


@pytest.mark.parametrize("after", [0, -1, 6, 2**52])
def test_too_far_behind_or_ahead_starts_over(few, say, bob: Person, after: int):
    for _ in range(5):
        say(bob)
    found, reset = queries.changes(room(bob), after=after)

    assert reset
    assert [line.seq for line in found] == [3, 4, 5]
    assert queries.changes(room(bob), after=1)[1] is False


def test_what_waits_is_in_no_page_and_no_change_of_anybody(world: World, say, ann: Person, bob: Person):
    say(ann, "Control")
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    held = say(bob, "Held")

    for person in (ann, bob):
        space = room(person)
        pages = (queries.latest(space), queries.older(space, before=99))
        assert [[line.text for line in page] for page in pages] == [["Control"]] * 2
        stamps = (queries.newest(space), queries.before(space, 99), queries.changes(space, after=0)[0])
        assert [[stamp.id for stamp in page] for page in stamps] == [[pages[0][0].id]] * 3
        assert queries.hydrated(space, [held.id]) == []
    assert [line.id for line in queries.waiting(policy.load_actor(bob.id), room(bob))] == [held.id]
    assert queries.waiting(policy.load_actor(ann.id), room(ann)) == []
    assert queries.standing(policy.load_actor(bob.id), room(bob)).waiting == 1


def test_a_declined_line_waits_no_more(world: World, say, bob: Person):
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    held = say(bob, "Held")
    let_moderator("decline", held)

    assert queries.waiting(policy.load_actor(bob.id), room(bob)) == []


def test_mallory_opens_no_room_of_others(mallory: Person, world: World):
    assert room(mallory, "cohort-2").id == world.other.id
    for slug in ("cohort-1", "cohort-1-set-a", "no-such-room", ""):
        with pytest.raises(NotFound):
            room(mallory, slug)


def test_staff_read_cohorts_and_no_sets(world: World):
    assert room(world.staff).id == world.cohort.id
    with pytest.raises(NotFound):
        room(world.staff, "cohort-1-set-a")


def test_a_page_of_any_length_costs_two_queries(say, ann: Person, bob: Person, count_queries):
    base = say(bob)
    for number in range(12):
        line = say(bob if number % 2 else ann, f"Line {number}", reply_to=base.id)
        commands.mark_message(actor_id=bob.id, message_id=line.id, word="agree", on=True)
    space = room(ann)
    with count_queries() as queries_sent:
        for line in queries.latest(space):
            assert line.author.standing
            assert line.reply_to is None or line.reply_to.author.name == "Bob"
            assert [mark.person.name for mark in line.marks] in ([], ["Bob"])

    assert len(queries_sent) == 2


def test_how_a_room_stands_for_its_viewers(world: World, say, ann: Person, bob: Person):
    say(ann), say(ann)
    commands.see_room(actor_id=ann.id, slug="cohort-1")
    commands.read_room(actor_id=bob.id, slug="cohort-1", upto=1)
    stands = queries.standing(policy.load_actor(bob.id), room(bob))

    assert (stands.audience, stands.here, stands.waiting, stands.read_seq) == (3, 1, 0, 1)
    assert queries.standing(policy.load_actor(world.staff.id), room(world.staff)).read_seq == 2
