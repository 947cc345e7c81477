"""Naming somebody in a line: whom it names, whom it does not, and what becomes of it when the line changes."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.chat import commands
from cop.models import Mention, Message, Person, Policy, Review
from cop.models.mentions import MOST_NAMED, bold_names
from cop.moderation import commands as moderation
from tests import people
from tests.chat.conftest import evict, let_moderator
from tests.people import World


def named(message: Message) -> set[int]:
    return set(db.session.scalars(sa.select(Mention.person_id).where(Mention.message_id == message.id)))


def edit(message: Message, text: str) -> Message:
    return commands.edit_message(
        actor_id=message.author_id, message_id=message.id, text=text, changed=message.changed
    )


def test_who_may_read_the_space_is_named_in_bold_and_in_rows(say, ann: Person, bob: Person):
    said = say(bob, "Could you look at this, @ann?")

    assert said.html == "<p>Could you look at this, <strong>@Ann</strong>?</p>"
    assert said.mentions == [ann.id]
    assert named(said) == {ann.id}


def test_who_may_not_read_it_is_text_like_any_other(world: World, say, ann: Person, bob: Person, mallory):
    said = say(bob, "@Mallory and @Nobody and @Ann")

    assert said.html == "<p>@Mallory and @Nobody and <strong>@Ann</strong></p>"
    assert (said.mentions, named(said)) == ([ann.id], {ann.id})
    evict(ann, world.cohort)
    assert named(say(bob, "@Ann again")) == set()


def test_staff_read_a_cohort_and_no_set(world: World, say, bob: Person):
    assert named(say(bob, "@Sam")) == {world.staff.id}
    assert named(say(bob, "@Sam", space=world.set_a)) == set()


def test_the_longest_name_is_meant_and_two_people_of_one_name_are_both(world: World, say, bob: Person):
    @db.command
    def join(name: str) -> Person:
        person = people.add_person(name.lower().replace(" ", ".") + people.key())
        person.name = name
        people.join(person, world.cohort)
        return person

    lee, o_neil = join("Ann Lee"), join("Mary O'Neil")
    one, two = join("Rowan & Daughter"), join("Rowan & Daughter")

    assert named(say(bob, "@Ann Lee, hello")) == {lee.id}
    assert named(say(bob, "@Mary O'Neil: hello")) == {o_neil.id}
    assert named(say(bob, "Hello @Rowan & Daughter.")) == {one.id, two.id}


@pytest.mark.parametrize(
    "text", ["Ann", "x@Ann", "@@Ann", "@Anna", "@ Ann", "`@Ann`", "[@Ann](https://example.org)", "@\nAnn"]
)
def test_a_name_is_called_by_an_at_sign_and_as_a_whole(say, ann: Person, bob: Person, text: str):
    assert named(say(bob, text)) == set()
    assert named(say(bob, f"{text}\n\n(@Ann)")) == {ann.id}


def test_naming_oneself_tells_nobody(say, bob: Person):
    said = say(bob, "I, @Bob, agree")

    assert "<strong>@Bob</strong>" in said.html
    assert (said.mentions, named(said)) == ([], set())


def test_an_edit_names_whom_the_new_text_names(say, ann: Person, bob: Person, world: World):
    said = edit(say(bob, "@Ann"), "@Sam")
    assert (said.mentions, named(said)) == ([world.staff.id], {world.staff.id})
    said = edit(said, "@Ann and @Sam")
    assert named(said) == {ann.id, world.staff.id}
    said = edit(said, "Nobody")
    assert (said.mentions, named(said)) == ([], set())


def test_a_tombstone_names_nobody(say, ann: Person, bob: Person):
    said = say(bob, "@Ann")
    assert said.mentions == [ann.id]
    let_moderator("hide", said)
    assert db.get(Message, said.id).mentions == []
    let_moderator("release", said)
    assert db.get(Message, said.id).mentions == [ann.id]


def test_what_a_moderator_changed_before_release_names_whom_it_names_then(
    world: World, say, ann: Person, bob: Person
):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = say(bob, "@Sam")
    assert (held.mentions, named(held)) == ([], {world.staff.id})
    review = db.session.scalars(sa.select(Review).where(Review.message_id == held.id)).one()
    moderation.release_edited(actor_id=ann.id, review_id=review.id, text="@Ann", note="Not them")

    released = db.get(Message, held.id)
    assert (released.mentions, named(released)) == ([ann.id], {ann.id})


def test_a_line_without_a_call_costs_no_query_more(say, bob: Person, count_queries):
    say(bob, "warm")
    with count_queries() as plain:
        say(bob, "A line without, by mail to x@y.example")
    with count_queries() as calling:
        say(bob, "A line with @Ann")

    assert not [each for each in plain if "mention" in each and "INSERT INTO message" not in each]
    # who may be named, the mention, the notice; and after the commit what whom it names has not seen
    assert len(calling) - len(plain) == 5


def test_names_are_text_in_markup_and_attributes_stay_alone():
    html, found = bold_names(
        '<p title="@Ann">a @R&amp;D <em>@Ann</em></p><pre><code>@Ann</code></pre><p>@<b>Ann</b></p>',
        [(1, "Ann"), (2, "R&D")],
    )

    assert found == [2, 1]
    assert html == (
        '<p title="@Ann">a <strong>@R&amp;D</strong> <em><strong>@Ann</strong></em></p>'
        "<pre><code>@Ann</code></pre><p>@<b>Ann</b></p>"
    )


def test_a_line_names_so_many_and_no_more():
    everybody = [(number, f"P{number}") for number in range(MOST_NAMED + 5)]
    html, found = bold_names(" ".join(f"@{name}" for _, name in everybody), everybody)

    assert len(found) == html.count("<strong>") == MOST_NAMED


def test_a_message_that_is_deleted_takes_its_mentions_with_it(say, ann: Person, bob: Person):
    said, other = say(bob, "@Ann"), say(bob, "@Ann too")

    @db.command
    def delete() -> None:
        db.session.execute(sa.delete(Message).where(Message.id == said.id))

    delete()
    assert (named(said), named(other)) == (set(), {ann.id})
