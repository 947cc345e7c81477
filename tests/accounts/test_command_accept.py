"""Accepting an invitation."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import Newcomer
from cop.errors import Conflict, Invalid, NotFound
from cop.models import (
    Affiliation,
    Appointment,
    AppointmentRole,
    Invitation,
    Membership,
    Organisation,
    Person,
    ProfessionalRole,
    RoleName,
    SignIn,
    Space,
)
from cop.policy import load_actor
from tests.accounts.letterbox import NEW, invitation
from tests.conftest import NOON
from tests.people import World

ROWAN = Newcomer(
    name="Rowan Ashdown", organisation_id=None, professional_role=ProfessionalRole.RD_DIRECTOR, password=NEW
)


def token_of(sent: Invitation) -> str:
    return commands.invitation_link(sent).rpartition("/")[2]


def offer(world: World, *places: tuple[Space, RoleName], inviter: Person | None = None) -> str:
    chosen = places or ((world.cohort, RoleName.MEMBER),)
    return token_of(invitation("rowan@example.org", *chosen, inviter=inviter or world.ann))


def accept(token: str, **different: Any) -> commands.SignedIn:
    return commands.join_as_newcomer(
        token=token, newcomer=replace(ROWAN, **different), device="Firefox on Linux"
    )


def rowan() -> Person | None:
    return db.session.scalars(sa.select(Person).where(Person.email == "rowan@example.org")).one_or_none()


def roles(person_id: int) -> dict[int, set[RoleName]]:
    return {space_id: set(names) for space_id, names in load_actor(person_id).roles.items()}


@db.command
def take_roles(person: Person, space: Space) -> None:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.set_roles({RoleName.MEMBER})


def test_a_newcomer_gets_an_account_memberships_and_a_sign_in(world: World) -> None:
    trust = db.session.scalars(sa.select(Organisation)).one()
    signed_in = accept(
        offer(world, (world.cohort, RoleName.OBSERVER), (world.set_a, RoleName.FACILITATOR)),
        organisation_id=trust.id,
    )
    person = rowan()
    assert person is not None
    assert SignIn.find(signed_in.token).person_id == person.id  # type: ignore[union-attr]
    assert (person.name, person.standing) == ("Rowan Ashdown", "R&D director, Invented Trust")
    assert roles(person.id) == {
        world.cohort.id: {RoleName.OBSERVER},
        world.set_a.id: {RoleName.FACILITATOR},
        world.network.id: {RoleName.MEMBER},
    }
    affiliation = db.session.scalars(sa.select(Affiliation).where(Affiliation.person_id == person.id)).one()
    assert (affiliation.organisation_id, affiliation.ended_at) == (trust.id, None)
    assert commands.sign_in(email=person.email, password=NEW, address=None, device="")


def test_a_link_works_once(world: World) -> None:
    token = offer(world)
    accept(token)
    with pytest.raises(NotFound):
        accept(token)
    with pytest.raises(NotFound):
        commands.open_offer(token)


def test_a_link_expires_after_28_days(world: World) -> None:
    token = offer(world)
    with clock.at(NOON + timedelta(days=27, hours=23)):
        assert commands.open_offer(token)
    with clock.at(NOON + timedelta(days=28)), pytest.raises(NotFound):
        accept(token)
    assert rowan() is None


@pytest.mark.parametrize("forged", ["", "1", "WzEsMV0.aKERg.x", "a.b.c", "[1,1]"])
def test_a_forged_link_is_nothing(world: World, forged: str) -> None:
    assert commands.open_offer(offer(world)), "the control: a real one is something"
    for verb in (commands.open_offer, accept):
        with pytest.raises(NotFound):
            verb(forged)
    with pytest.raises(NotFound):
        commands.join(actor_id=world.mallory.id, token=forged)


@pytest.mark.parametrize(
    ("field", "different"),
    [
        ("name", {"name": "   "}),
        ("name", {"name": "..."}),
        ("name", {"name": "x" * 81}),
        ("name", {"name": "Rowan\u202eAshdown"}),
        ("name", {"name": "Rowan\u200bAshdown"}),
        ("password", {"password": "short"}),
        ("password", {"password": "rowanashdown1"}),
        ("organisation", {"organisation_id": 10**9}),
    ],
)
def test_what_has_no_meaning_is_said_beside_its_field(
    world: World, field: str, different: dict[str, Any]
) -> None:
    token = offer(world)
    with pytest.raises(Invalid) as refusal:
        accept(token, **different)
    assert refusal.value.field == field
    assert rowan() is None
    accept(token)


def test_a_name_is_kept_in_one_line_and_one_form(world: World) -> None:
    accept(offer(world), name="  \uff32owan \r\n Ashdown ")
    assert rowan().name == "Rowan Ashdown"  # type: ignore[union-attr]


def test_a_merged_organisation_is_not_chosen(world: World) -> None:
    @db.command
    def merge() -> int:
        trust = db.session.scalars(sa.select(Organisation)).one()
        old = Organisation(code="OLD", name="Older Trust", successor_id=trust.id)
        db.session.add(old)
        db.session.flush()
        return old.id

    with pytest.raises(Invalid):
        accept(offer(world), organisation_id=merge())


def test_it_grants_no_more_than_the_inviter_can_still_give(world: World, ann: Person) -> None:
    token = offer(world, (world.cohort, RoleName.MODERATOR), (world.set_a, RoleName.MEMBER))
    take_roles(ann, world.cohort)
    assert [place.space_id for place in commands.open_offer(token).places] == [world.set_a.id]
    accept(token)
    person = rowan()
    assert person is not None
    assert world.cohort.id not in roles(person.id)
    assert roles(person.id)[world.set_a.id] == {RoleName.MEMBER}


def test_it_is_void_when_the_inviter_can_give_nothing_any_more(world: World, ann: Person) -> None:
    token = offer(world)
    assert commands.open_offer(token)
    take_roles(ann, world.cohort)
    with pytest.raises(NotFound):
        accept(token)
    assert rowan() is None


def test_an_operators_invitation_may_offer_an_appointment(world: World) -> None:
    accept(
        token_of(commands.invite_as_operator(email="rowan@example.org", appointment=AppointmentRole.STAFF))
    )
    person = rowan()
    assert person is not None
    assert load_actor(person.id).is_staff
    assert roles(person.id) == {}


def test_whoever_has_an_account_joins_with_it(world: World, mallory: Person) -> None:
    token = token_of(invitation(mallory.email, (world.cohort, RoleName.MEMBER), inviter=world.ann))
    assert commands.open_offer(token).person_id == mallory.id
    with pytest.raises(Conflict):
        accept(token)
    commands.join(actor_id=mallory.id, token=token)
    assert roles(mallory.id)[world.cohort.id] == {RoleName.MEMBER}
    with pytest.raises(Conflict):
        commands.join(actor_id=mallory.id, token=token)


def test_nobody_joins_with_somebody_elses_invitation(world: World, mallory: Person) -> None:
    token = offer(world)
    with pytest.raises(NotFound):
        commands.join(actor_id=mallory.id, token=token)
    assert world.cohort.id not in roles(mallory.id)
    accept(token)


def test_an_inviter_does_not_raise_themselves_by_their_own_invitation(world: World) -> None:
    token = token_of(invitation(world.staff.email, (world.set_a, RoleName.MODERATOR), inviter=world.staff))
    with pytest.raises(Conflict):
        commands.join(actor_id=world.staff.id, token=token)
    assert roles(world.staff.id) == {}


def test_joining_again_lifts_no_suspension(world: World, mallory: Person) -> None:
    @db.command
    def suspend() -> None:
        membership = Membership.of(mallory.id, world.other.id)
        assert membership is not None
        membership.suspend(NOON + timedelta(days=7))

    suspend()
    token = token_of(invitation(mallory.email, (world.other, RoleName.OBSERVER), inviter=world.staff))
    commands.join(actor_id=mallory.id, token=token)
    assert world.other.id not in roles(mallory.id)
    with clock.at(NOON + timedelta(days=8)):
        assert RoleName.OBSERVER in roles(mallory.id)[world.other.id]


def test_an_appointment_is_given_once(world: World, bob: Person) -> None:
    for _ in range(2):
        sent = commands.invite_as_operator(email=bob.email, appointment=AppointmentRole.STEWARD)
        commands.join(actor_id=bob.id, token=token_of(sent))
    assert len(db.session.scalars(sa.select(Appointment).where(Appointment.person_id == bob.id)).all()) == 1
