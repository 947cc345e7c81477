"""Inviting, sending again, withdrawing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.accounts import commands
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.models import (
    Decision,
    Invitation,
    LetterKind,
    Membership,
    Person,
    RoleName,
    Space,
    Throttle,
    Verdict,
)
from tests.accounts.letterbox import letters
from tests.conftest import NOON
from tests.people import World

ROWAN = "rowan@example.org"


def invite(person: Person, *places: tuple[Space, RoleName], email: str = ROWAN) -> Invitation:
    return commands.invite(
        actor_id=person.id, email=email, places=[(space.id, role) for space, role in places]
    )


def verdicts() -> list[tuple[Verdict, int]]:
    decisions = db.session.scalars(sa.select(Decision).order_by(Decision.id))
    return [(decision.verdict, decision.space_id) for decision in decisions]


def test_a_moderator_invites_into_the_spaces_they_moderate(world: World, ann: Person) -> None:
    sent = invite(
        ann, (world.cohort, RoleName.MEMBER), (world.set_a, RoleName.FACILITATOR), email=" Rowan@Example.org"
    )
    assert (sent.email, sent.inviter_id, sent.is_open()) == (ROWAN, ann.id, True)
    assert sent.expires_at == NOON + timedelta(days=28)
    assert [letter.invitation_id for letter in letters(LetterKind.INVITATION)] == [sent.id]
    assert verdicts() == [(Verdict.INVITE, world.cohort.id), (Verdict.INVITE, world.set_a.id)]


def test_staff_invite_into_a_set_that_they_cannot_read(world: World) -> None:
    assert invite(world.staff, (world.set_a, RoleName.FACILITATOR))


@pytest.mark.parametrize("who", ["bob", "mallory"])
def test_others_invite_nobody(world: World, who: str) -> None:
    person = getattr(world, who)
    assert invite(world.ann, (world.cohort, RoleName.MEMBER), email="control@example.org")
    refusal = Forbidden if who == "bob" else NotFound
    with pytest.raises(refusal):
        invite(person, (world.cohort, RoleName.MEMBER))
    with pytest.raises(refusal):
        invite(person, (world.set_a, RoleName.MEMBER))
    assert len(letters(LetterKind.INVITATION)) == 1


def test_a_moderator_of_one_cohort_is_a_stranger_in_the_other(world: World, ann: Person) -> None:
    with pytest.raises(NotFound):
        invite(ann, (world.cohort, RoleName.MEMBER), (world.other, RoleName.MEMBER))
    with pytest.raises(Forbidden):
        invite(ann, (world.cohort, RoleName.MEMBER), (world.network, RoleName.MEMBER))
    assert letters(LetterKind.INVITATION) == []
    assert invite(ann, (world.cohort, RoleName.MEMBER))


def test_nobody_raises_themselves(world: World) -> None:
    with pytest.raises(Forbidden):
        invite(world.staff, (world.set_a, RoleName.MODERATOR), email=world.staff.email)


def test_an_invitation_is_into_some_space_that_is_there(world: World, ann: Person) -> None:
    for places in ([], [(10**9, RoleName.MEMBER)], [(world.cohort.id, RoleName.MEMBER)] * 2):
        with pytest.raises(NotFound):
            commands.invite(actor_id=ann.id, email=ROWAN, places=places)


def test_a_double_click_sends_one(world: World, ann: Person) -> None:
    first = invite(ann, (world.cohort, RoleName.MEMBER))
    assert invite(ann, (world.cohort, RoleName.MEMBER)).id == first.id
    assert len(letters(LetterKind.INVITATION)) == 1


def test_a_second_one_into_the_same_space_is_a_conflict(world: World, ann: Person) -> None:
    first = invite(ann, (world.cohort, RoleName.MEMBER))
    for person, role in ((ann, RoleName.MODERATOR), (world.staff, RoleName.MEMBER)):
        with pytest.raises(Conflict):
            invite(person, (world.cohort, role))
    assert invite(ann, (world.set_a, RoleName.MEMBER))
    commands.revoke_invitation(actor_id=ann.id, invitation_id=first.id)
    assert invite(ann, (world.cohort, RoleName.MODERATOR))


def test_members_are_not_invited(world: World, ann: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        invite(ann, (world.cohort, RoleName.MODERATOR), email="bob@example.org")
    assert refusal.value.field == "email"
    assert invite(ann, (world.cohort, RoleName.MEMBER), email="mallory@example.org")


@pytest.mark.parametrize(
    "email", ["", "rowan", "rowan@example", f"{'x' * 250}@example.org", "a@b.org,c@d.org"]
)
def test_an_address_is_one_address(world: World, ann: Person, email: str) -> None:
    with pytest.raises(Invalid):
        invite(ann, (world.cohort, RoleName.MEMBER), email=email)


def test_who_invites_everybody_is_slowed(world: World, ann: Person) -> None:
    @db.command
    def drain() -> None:
        for _ in range(99):
            Throttle.take(f"invite:{ann.id}", burst=100, every=timedelta(minutes=5))

    drain()
    first = invite(ann, (world.cohort, RoleName.MEMBER))
    with pytest.raises(TooFast):
        invite(ann, (world.cohort, RoleName.MEMBER), email="other@example.org")
    with pytest.raises(TooFast):
        commands.resend_invitation(actor_id=ann.id, invitation_id=first.id)
    assert invite(world.staff, (world.cohort, RoleName.MEMBER), email="other@example.org")


def test_sending_again_gives_a_new_link_and_ends_the_old_one(world: World, ann: Person) -> None:
    old = commands.invitation_link(invite(ann, (world.cohort, RoleName.MEMBER))).rpartition("/")[2]
    sent = commands.open_offer(old).invitation
    with clock.at(NOON + timedelta(days=30)):
        again = commands.resend_invitation(actor_id=ann.id, invitation_id=sent.id)
        new = commands.invitation_link(again).rpartition("/")[2]
        assert commands.open_offer(new).invitation.id == sent.id
        with pytest.raises(NotFound):
            commands.open_offer(old)
        assert again.expires_at == NOON + timedelta(days=58)
    assert len(letters(LetterKind.INVITATION)) == 2


def test_one_address_does_not_get_the_same_letter_all_day(world: World, ann: Person) -> None:
    sent = invite(ann, (world.cohort, RoleName.MEMBER))
    for _ in range(3):
        commands.resend_invitation(actor_id=ann.id, invitation_id=sent.id)
    with pytest.raises(TooFast):
        commands.resend_invitation(actor_id=ann.id, invitation_id=sent.id)
    assert len(letters(LetterKind.INVITATION)) == 4


def test_who_sends_it_again_answers_for_it(world: World, ann: Person) -> None:
    sent = invite(ann, (world.cohort, RoleName.MEMBER))
    assert (
        commands.resend_invitation(actor_id=world.staff.id, invitation_id=sent.id).inviter_id
        == world.staff.id
    )
    operators = commands.invite_as_operator(
        email="sam2@example.org", places=[(world.cohort.id, RoleName.MEMBER)]
    )
    again = commands.resend_invitation(actor_id=ann.id, invitation_id=operators.id)
    assert again.inviter_id is None


def test_withdrawing_kills_the_link_at_once(world: World, ann: Person) -> None:
    sent = invite(ann, (world.cohort, RoleName.MEMBER))
    token = commands.invitation_link(sent).rpartition("/")[2]
    assert commands.open_offer(token)
    commands.revoke_invitation(actor_id=ann.id, invitation_id=sent.id)
    with pytest.raises(NotFound):
        commands.open_offer(token)
    with pytest.raises(Conflict):
        commands.resend_invitation(actor_id=ann.id, invitation_id=sent.id)
    commands.revoke_invitation(actor_id=ann.id, invitation_id=sent.id)
    assert verdicts() == [(Verdict.INVITE, world.cohort.id), (Verdict.REVOKE_INVITATION, world.cohort.id)]


def test_strangers_neither_withdraw_nor_resend(
    world: World, ann: Person, bob: Person, mallory: Person
) -> None:
    sent = invite(ann, (world.cohort, RoleName.MEMBER))
    for verb in (commands.revoke_invitation, commands.resend_invitation):
        for person in (bob, mallory):
            with pytest.raises(NotFound):
                verb(actor_id=person.id, invitation_id=sent.id)
        with pytest.raises(NotFound):
            verb(actor_id=ann.id, invitation_id=10**9)
    assert db.get(Invitation, sent.id).is_open()
    commands.revoke_invitation(actor_id=world.staff.id, invitation_id=sent.id)


def test_a_moderator_of_one_of_its_spaces_alone_can_do_neither(world: World, ann: Person) -> None:
    sent = invite(world.staff, (world.cohort, RoleName.MEMBER), (world.other, RoleName.MEMBER))
    with pytest.raises(Forbidden):
        commands.revoke_invitation(actor_id=ann.id, invitation_id=sent.id)
    with pytest.raises(NotFound):
        commands.resend_invitation(actor_id=ann.id, invitation_id=sent.id)
    assert db.get(Invitation, sent.id).is_open()


def test_an_accepted_one_is_neither_withdrawn_nor_sent_again(
    world: World, ann: Person, mallory: Person
) -> None:
    sent = invite(ann, (world.cohort, RoleName.MEMBER), email=mallory.email)
    commands.join(actor_id=mallory.id, token=commands.invitation_link(sent).rpartition("/")[2])
    for verb in (commands.revoke_invitation, commands.resend_invitation):
        with pytest.raises(Conflict):
            verb(actor_id=ann.id, invitation_id=sent.id)
    assert Membership.of(mallory.id, world.cohort.id)
