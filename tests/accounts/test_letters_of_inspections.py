"""Letters about inspections: what each is told, and that nothing of why stands in any."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.accounts.tasks.wording import word
from cop.models import Basis, Letter, Person
from cop.spaces import commands
from tests.conftest import NOON
from tests.inspections import WHY, approve, ask, letters_to, opened, report, say
from tests.people import World, a_steward


@pytest.fixture
def steward(world: World) -> Person:
    return a_steward()


def text_of(person: Person) -> str:
    """The newest letter, as it would be sent now."""
    mail = word(letters_to(person)[-1])
    assert mail is not None
    assert mail["To"] == person.email
    return f"{mail['Subject']}\n{mail.get_content()}"


def test_who_may_approve_is_asked_to(world: World, steward: Person) -> None:
    inspection = ask(world, world.staff)
    text = text_of(steward)
    assert "Sam asks to read Set A" in text
    assert f"/inspections/{inspection.id}" in text
    assert WHY not in text
    approve(steward, inspection)
    assert word(db.get(Letter, letters_to(steward)[0].id)) is None, "it asks for nothing any more"


def test_who_asked_hears_what_came_of_it(world: World, steward: Person) -> None:
    first = ask(world, world.staff)
    commands.refuse_inspection(actor_id=steward.id, inspection_id=first.id, answer="Ask the facilitator")
    text = text_of(world.staff)
    assert "Steward has refused" in text
    assert "Ask the facilitator" not in text
    opened(world, steward)
    assert "You can read Set A until 3 March 2026, 12:00" in text_of(world.staff)


def test_the_set_hears_who_reads_and_not_who_reported(
    world: World, steward: Person, ann: Person, bob: Person
) -> None:
    made = report(world, bob, say(world.set_a, ann).id)
    opened(world, steward, basis=Basis.REPORT, report=f"R-{made.id}")
    for person in (ann, bob):
        text = text_of(person)
        assert "Sam, who is not a member of Set A, is let in to read it until 3 March 2026, 12:00" in text
        assert "on the basis of a report from a member of the set. Steward approved it" in text
        assert "/spaces/cohort-1-set-a/about#inspections" in text
        assert not any(secret in text for secret in (WHY, f"R-{made.id}", "Bob", "It frightens me"))


def test_who_has_left_the_set_since_hears_nothing_of_it(world: World, steward: Person, bob: Person) -> None:
    opened(world, steward, delay_days=2, delay_reason="Not yet")
    with clock.at(NOON + timedelta(days=2)):
        commands.look_after_inspections()
        assert "was let in to read it" in text_of(bob)
        commands.leave(actor_id=bob.id, space_id=world.set_a.id)
        assert word(db.get(Letter, letters_to(bob)[-1].id)) is None
