"""By their address, somebody comes straight into a role outside of any space, for a time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import Newcomer, tokens
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.models import (
    Appointment,
    AppointmentRole,
    Decision,
    Invitation,
    LetterKind,
    Membership,
    Organisation,
    Person,
    ProfessionalRole,
    Tenure,
    Verdict,
)
from cop.models.appointment_roles import usual_end
from cop.policy import load_actor
from tests import people
from tests.accounts.letterbox import NEW, close_account, last_mail, letters
from tests.conftest import NOON
from tests.people import World

SOON, YEAR = NOON + timedelta(days=20), NOON + timedelta(days=365)
EVALUATOR = Tenure(AppointmentRole.EVALUATOR, until=YEAR)
EVA = "eva@institute.example"


@pytest.fixture
def steward(world: World) -> Person:
    return people.a_steward()


def send(actor: Person, email: str = EVA, tenure: Tenure = EVALUATOR) -> Invitation | Appointment:
    return commands.appoint_by_address(actor_id=actor.id, email=email, tenure=tenure)


def join(invitation: Invitation | Appointment) -> int:
    assert isinstance(invitation, Invitation)
    newcomer = Newcomer("Eva Oakenlooker", None, ProfessionalRole.OTHER, NEW)
    token = tokens.of_invitation(invitation)
    return commands.join_as_newcomer(token=token, newcomer=newcomer).person_id


def appointments_of(person_id: int) -> list[Appointment]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Appointment).where(Appointment.person_id == person_id)))


def logged() -> list[tuple[Verdict, int | None, str]]:
    rows = db.session.scalars(sa.select(Decision).order_by(Decision.id))
    return [(each.verdict, each.space_id, each.reason) for each in rows]


def test_somebody_new_comes_by_one_letter_into_no_space(world: World, steward: Person) -> None:
    invitation = send(steward, EVA.upper())
    assert len(letters(LetterKind.INVITATION)) == 1
    said = last_mail(LetterKind.INVITATION).get_content()
    assert "You would be an evaluator here." in said
    assert "Until 2 March 2027." in said
    assert logged() == [(Verdict.INVITE, None, f"{EVA} as evaluator, until 2 March 2027")]

    eva = join(invitation)
    (held,) = appointments_of(eva)
    assert (held.role, held.ended_at, held.started_at) == (AppointmentRole.EVALUATOR, YEAR, NOON)
    assert db.session.query(Membership).filter_by(person_id=eva).count() == 0
    with clock.at(YEAR):
        assert not load_actor(eva).appointments


def test_it_begins_on_its_first_day_or_when_they_come(world: World, steward: Person) -> None:
    eva = join(send(steward, tenure=EVALUATOR._replace(since=SOON)))
    assert not load_actor(eva).appointments
    with clock.at(SOON):
        assert load_actor(eva).has(AppointmentRole.EVALUATOR)

    late = send(steward, "late@institute.example", EVALUATOR._replace(since=SOON))
    with clock.at(SOON + timedelta(days=2)):
        assert load_actor(join(late)).has(AppointmentRole.EVALUATOR)


def test_somebody_who_is_here_is_appointed_at_once_and_told(world: World, steward: Person) -> None:
    given = send(steward, world.bob.email)
    assert isinstance(given, Appointment)
    (held,) = appointments_of(world.bob.id)
    assert (held.role, held.ended_at) == (AppointmentRole.EVALUATOR, YEAR)
    assert letters(LetterKind.INVITATION) == []
    assert [each.person_id for each in letters(LetterKind.DECISION)] == [world.bob.id]
    assert logged() == [(Verdict.APPOINT, None, "evaluator, until 2 March 2027")]


def test_the_same_again_is_the_first_one(world: World, steward: Person) -> None:
    for email in (EVA, world.bob.email):
        assert send(steward, email).id == send(steward, email).id
    assert len(letters(LetterKind.INVITATION)) == 1
    assert len(letters(LetterKind.DECISION)) == 1


def test_for_another_time_it_is_a_conflict(world: World, steward: Person) -> None:
    other = EVALUATOR._replace(until=YEAR + timedelta(days=1))
    for email in (EVA, world.bob.email):
        send(steward, email)
        with pytest.raises(Conflict):
            send(steward, email, other)
    with pytest.raises(Conflict):
        send(world.staff)
    assert send(steward, EVA, Tenure(AppointmentRole.GUEST, until=YEAR)), "control: another role"


def test_what_is_to_come_is_given_from_no_other_day(world: World, steward: Person) -> None:
    to_come = EVALUATOR._replace(since=SOON)
    assert send(steward, world.bob.email, to_come).id == send(steward, world.bob.email, to_come).id
    with pytest.raises(Conflict):
        send(steward, world.bob.email)


def test_who_may(world: World, steward: Person) -> None:
    for actor in (world.ann, world.bob, world.mallory):
        with pytest.raises(Forbidden):
            send(actor)
    for email in (EVA, world.bob.email):
        with pytest.raises(Forbidden):
            send(steward, email, Tenure(AppointmentRole.STAFF))
        assert send(world.staff, email, Tenure(AppointmentRole.STAFF))
    with pytest.raises(Forbidden):
        send(steward, steward.email)


def test_what_is_no_role_for_a_time_is_refused(world: World, steward: Person) -> None:
    trust = db.session.scalars(sa.select(Organisation.id)).one()
    for tenure, field in (
        (Tenure(AppointmentRole.EVALUATOR), "until"),
        (Tenure(AppointmentRole.GUEST), "until"),
        (Tenure(AppointmentRole.GUEST, until=NOON), "until"),
        (EVALUATOR._replace(since=YEAR), "since"),
        (Tenure(AppointmentRole.SPONSOR), "organisation"),
        (EVALUATOR._replace(organisation_id=trust), "organisation"),
    ):
        with pytest.raises(Invalid) as refused:
            send(steward, tenure=tenure)
        assert refused.value.field == field
    with pytest.raises(Invalid) as refused:
        send(steward, "eva")
    assert refused.value.field == "email"
    with pytest.raises(NotFound):
        send(steward, tenure=Tenure(AppointmentRole.SPONSOR, 999_999))
    sponsor = join(send(steward, tenure=Tenure(AppointmentRole.SPONSOR, trust)))
    assert appointments_of(sponsor)[0].organisation_id == trust


def test_a_closed_account_gets_nothing(world: World, steward: Person) -> None:
    close_account(world.bob)
    with pytest.raises(Invalid):
        send(steward, world.bob.email)
    assert appointments_of(world.bob.id) == []


def test_it_is_sent_again_and_withdrawn_by_who_could_give_it(world: World, steward: Person) -> None:
    invitation = send(world.staff, tenure=Tenure(AppointmentRole.STAFF))
    about = {"actor_id": steward.id, "invitation_id": invitation.id}
    for verb in (commands.resend_invitation, commands.revoke_invitation):
        with pytest.raises(Forbidden):
            verb(**about)
        with pytest.raises(NotFound):
            verb(actor_id=world.ann.id, invitation_id=invitation.id)

    about["invitation_id"] = send(steward).id
    first = tokens.of_invitation(db.get(Invitation, about["invitation_id"]))
    commands.resend_invitation(**about)
    assert len(letters(LetterKind.INVITATION)) == 3
    with pytest.raises(NotFound):
        commands.open_offer(first)
    commands.revoke_invitation(**about)
    with pytest.raises(NotFound):
        commands.open_offer(tokens.of_invitation(db.get(Invitation, about["invitation_id"])))
    assert logged()[-1] == (Verdict.REVOKE_INVITATION, None, f"{EVA} as evaluator, until 2 March 2027")


def test_it_gives_nothing_once_its_sender_could_not_or_its_end_has_come(
    world: World, steward: Person
) -> None:
    short = send(steward, tenure=EVALUATOR._replace(until=SOON))
    with clock.at(SOON):
        with pytest.raises(NotFound):
            commands.open_offer(tokens.of_invitation(short))
        with pytest.raises(Conflict, match="over already"):
            commands.resend_invitation(actor_id=steward.id, invitation_id=short.id)
    assert commands.open_offer(tokens.of_invitation(short)).tenure, "control"
    close_account(steward)
    with pytest.raises(NotFound):
        commands.open_offer(tokens.of_invitation(short))


def test_what_was_offered_before_an_end_was_asked_for_has_the_usual_one(
    world: World, steward: Person
) -> None:
    invitation = send(steward)
    forget_end(invitation)
    (held,) = appointments_of(join(invitation))
    assert held.ended_at == usual_end(AppointmentRole.EVALUATOR)


@db.command
def forget_end(invitation: Invitation) -> None:
    db.lock(Invitation, invitation.id).appointed_until = None


def test_whoever_sends_very_many_waits(world: World, steward: Person) -> None:
    for number in range(100):
        send(steward, f"eva{number}@institute.example")
    for email in ("one.more@institute.example", world.bob.email):
        with pytest.raises(TooFast, match="many invitations"):
            send(steward, email)
