"""Who is asked to accept something, and what is noted when they do."""

import pytest

from cop import db
from cop.accounts import commands as accounts
from cop.models import Acceptance, Person, ProfessionalRole, RoleName, StatementVersion
from cop.statements import queries
from tests.statements.publishing import COOKIES, PRIVACY, accept, must_accept, publish


def accepted(person) -> list[int]:
    return sorted(each.version_id for each in Acceptance.of(person.id))


def test_nobody_is_asked_before_anything_is_published(world):
    assert not must_accept(world.bob)


def test_what_is_material_is_asked_and_what_is_not_is_not(world):
    publish(world.staff, "No seling.", is_material=False)
    publish(world.staff, "There are two.", COOKIES)
    assert not must_accept(world.bob)
    publish(world.staff, "No selling at all.")
    assert must_accept(world.bob)
    accept(world.bob)
    publish(world.staff, "No selling at all!", is_material=False)
    assert not must_accept(world.bob)


def test_it_is_noted_once_for_each_version_however_often_it_is_sent(world):
    rules, privacy = publish(world.staff, "No selling."), publish(world.staff, "Of privacy.", PRIVACY)
    for _ in range(2):
        accept(world.bob)
    assert accepted(world.bob) == [rules.id, privacy.id]
    assert accepted(world.ann) == []


def test_only_what_the_page_showed_is_accepted(world):
    first = publish(world.staff, "No selling.")
    publish(world.staff, "No selling at all.")
    accept(world.bob, up_to=first.id)
    assert accepted(world.bob) == [first.id]
    assert must_accept(world.bob)


def test_nobody_accepts_what_is_yet_to_be_published(world):
    publish(world.staff, "No selling.")
    accept(world.bob, up_to=2**40)
    assert not must_accept(world.bob)
    publish(world.staff, "No selling at all.")
    assert must_accept(world.bob)


def test_an_old_page_takes_nothing_back(world):
    first = publish(world.staff, "No selling.")
    publish(world.staff, "No selling at all.")
    accept(world.bob)
    accept(world.bob, up_to=first.id)
    assert not must_accept(world.bob)


def test_they_are_told_what_has_changed_since_they_last_did(world):
    publish(world.staff, "No selling.", change="The first")
    accept(world.bob)
    publish(world.staff, "No selling at all.", change="Not even books")
    publish(world.staff, "No selling at all!", change="Louder", is_material=False)
    (question,), newest = queries.questions_for(world.bob.id)
    assert (question.version.number, newest) == (3, 3)
    assert question.changes == ["Not even books", "Louder"]
    assert [piece.text for piece in question.pieces if piece.change.value == "added"] == [" at all!"]

    (first,), _ = queries.questions_for(world.ann.id)
    assert first.pieces is None
    assert first.changes == ["The first", "Not even books", "Louder"]


@pytest.fixture
def token(world):
    invitation = accounts.invite(
        actor_id=world.ann.id, email="new@example.org", places=[(world.cohort.id, RoleName.MEMBER)]
    )
    return accounts.invitation_link(invitation).rpartition("/")[2]


def join(token, up_to):
    newcomer = accounts.Newcomer("Newcomer", None, ProfessionalRole.OTHER, "seven purple otters", up_to)
    return db.get(Person, accounts.join_as_newcomer(token=token, newcomer=newcomer).person_id)


def test_whoever_joins_accepts_what_their_page_led_to(world, token):
    rules, _, privacy = (
        publish(world.staff, "No selling."),
        publish(world.staff, "There are two.", COOKIES),
        publish(world.staff, "Of privacy.", PRIVACY, is_material=False),
    )
    person = join(token, StatementVersion.newest_id())
    assert accepted(person) == [rules.id, privacy.id]
    assert not must_accept(person)


def test_what_is_published_while_they_fill_in_the_form_they_are_asked_about(world, token):
    first = publish(world.staff, "No selling.")
    publish(world.staff, "No selling at all.")
    person = join(token, first.id)
    assert accepted(person) == [first.id]
    assert must_accept(person)


def test_a_page_that_does_not_say_what_it_showed_accepts_nothing(world, token):
    publish(world.staff, "No selling.")
    person = join(token, 0)
    assert accepted(person) == []
    assert must_accept(person)


def test_whoever_has_an_account_accepts_when_they_join_something_else(world):
    rules = publish(world.staff, "No selling.")
    invitation = accounts.invite(
        actor_id=world.ann.id, email=world.mallory.email, places=[(world.cohort.id, RoleName.MEMBER)]
    )
    token = accounts.invitation_link(invitation).rpartition("/")[2]
    accounts.join(actor_id=world.mallory.id, token=token, accepted_up_to=rules.id)
    assert accepted(world.mallory) == [rules.id]


def test_who_has_not_accepted_anything_yet_is_told_what_changed_in_what_they_read(world):
    publish(world.staff, "No selling.", change="The first", is_material=False)
    publish(world.staff, "No selling at all.", change="Not even books")
    (question,), _ = queries.questions_for(world.bob.id)
    assert question.changes == ["Not even books"]
    assert [piece.text for piece in question.pieces if piece.change.value == "added"] == [" at all"]
