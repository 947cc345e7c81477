"""Links and letters to an address that its person changes: dead where they were, and sent where they are read."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, jobs
from cop.accounts import commands
from cop.accounts.commands import tokens
from cop.accounts.tasks import post_office
from cop.errors import NotFound
from cop.models import Invitation, Letter, LetterKind, Membership, Person, RoleName
from tests.accounts.letterbox import deliver, give_password, invitation, last_mail, letters
from tests.accounts.readdressed import ELSEWHERE, change_address, take_back
from tests.applying import applications, applied, put_programme
from tests.people import World


def test_an_open_invitation_is_taken_up_with_the_new_address(world: World, ann: Person) -> None:
    made = invitation("ann@example.org", (world.other, RoleName.MEMBER), inviter=world.staff)
    old = tokens.of_invitation(made)
    change = change_address(ann)
    assert last_mail(LetterKind.INVITATION)["To"] == ELSEWHERE, "without anybody who sends it again"
    with pytest.raises(NotFound):
        commands.open_offer(old)
    take_back(change)
    assert commands.open_offer(old).person_id == ann.id, "and with the address it is back"
    change_address(ann)
    made = db.session.get_one(Invitation, made.id, populate_existing=True)
    with pytest.raises(NotFound):
        commands.join(actor_id=world.mallory.id, token=tokens.of_invitation(made))
    commands.resend_invitation(actor_id=world.staff.id, invitation_id=made.id)
    assert last_mail(LetterKind.INVITATION)["To"] == ELSEWHERE
    fresh = db.session.get_one(Invitation, made.id, populate_existing=True)
    commands.join(actor_id=ann.id, token=tokens.of_invitation(fresh))
    assert Membership.of(ann.id, world.other.id)


def test_an_application_is_answered_from_the_new_address_alone(world: World, ann: Person) -> None:
    """Whoever reads the mailbox of before neither reads it, nor withdraws it, nor learns of the other address."""
    review = applied(put_programme(world.cohort), email="ann@example.org")
    old = tokens.of_application(applications()[0])
    assert commands.application_of(old), "control"
    change = change_address(ann)
    assert last_mail(LetterKind.APPLICATION)["To"] == ELSEWHERE
    for work in (commands.application_of, lambda link: commands.withdraw_application(token=link)):
        with pytest.raises(NotFound):
            work(old)
    assert commands.application_of(tokens.of_application(applications()[0])).id == review.application_id
    take_back(change)
    assert commands.withdraw_application(token=old), "and with the address it is back"


def test_no_link_is_for_a_later_invitation_that_has_the_same_number(world: World) -> None:
    """SQLite gives the numbers of rows that are gone again."""
    made = invitation("ann@example.org", (world.other, RoleName.MEMBER), inviter=world.staff)
    old = tokens.of_invitation(made)
    assert commands.open_offer(old), "control"

    @db.command
    def give_its_number_again() -> None:
        db.session.execute(sa.update(Invitation).values(created_at=clock.now() + timedelta(days=400)))

    give_its_number_again()
    with pytest.raises(NotFound):
        commands.open_offer(old)


def test_letters_that_wait_go_to_the_new_one(world: World, ann: Person) -> None:
    give_password(ann)

    @db.command
    def write() -> None:
        Letter.write(LetterKind.PASSWORD_CHANGED, address=ann.email, person_id=ann.id)

    write()
    change_address(ann)
    assert last_mail(LetterKind.PASSWORD_CHANGED)["To"] == ELSEWHERE
    assert letters(LetterKind.PASSWORD_CHANGED)[-1].address == "ann@example.org", (
        "which is where it was written to"
    )


def test_letters_to_an_applicant_that_wait_are_sent_to_the_new_one(world: World, ann: Person) -> None:
    applied(put_programme(world.cohort), email="ann@example.org")
    waiting = letters(LetterKind.APPLICATION)[-1]
    change_address(ann)
    deliver()
    mail = post_office.read_kept(jobs.settings(), waiting.id)
    assert mail, "who applies is no member who asked them for more"
    assert mail["To"] == ELSEWHERE
    assert mail["Subject"].startswith("Your application has arrived")


def test_letters_that_wait_come_back_and_those_that_went_are_its_persons(world: World, ann: Person) -> None:
    made = invitation("ann@example.org", (world.other, RoleName.MEMBER), inviter=world.staff)
    theirs = invitation(ELSEWHERE, (world.other, RoleName.MEMBER), inviter=world.staff)
    change = change_address(ann)
    deliver()

    @db.command
    def post() -> None:
        for each in (made, theirs):
            db.get(Invitation, each.id).post()

    post()
    take_back(change)
    db.session.expire_all()
    assert [(each.address, each.person_id) for each in letters(LetterKind.INVITATION)] == [
        (ELSEWHERE, ann.id),
        ("ann@example.org", None),
        (ELSEWHERE, None),
    ]
