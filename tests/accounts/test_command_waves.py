"""People who are brought in by a list: looked at, sent once each, and nobody twice."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, jobs
from cop.accounts import commands, tasks
from cop.accounts.commands import Newcomer, tokens
from cop.accounts.commands.wave_names import Names
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.keeping import commands as keeping
from cop.models import (
    Appointment,
    AppointmentRole,
    Decision,
    Fate,
    Invitation,
    Kept,
    Letter,
    LetterKind,
    Membership,
    Pair,
    Person,
    ProfessionalRole,
    RoleName,
    Verdict,
    Wave,
    WaveRow,
)
from cop.spaces import commands as spaces
from tests import people, waves
from tests.accounts.letterbox import NEW, close_account, invitation, last_mail, letters
from tests.conftest import NOON
from tests.moderation.remains import CANARY, tables_with
from tests.waves import ROWAN

NEWCOMER = Newcomer("Rowan Ashdown", None, ProfessionalRole.OTHER, NEW)


@pytest.fixture
def steward(world) -> Person:
    return people.a_steward()


def said(wave: Wave) -> list[str]:
    return [row.said for row in waves.rows(wave)]


def invitations() -> list[Invitation]:
    return list(db.session.scalars(sa.select(Invitation).order_by(Invitation.id)))


def accept(made: Invitation) -> Person:
    signed_in = commands.join_as_newcomer(token=tokens.of_invitation(made), newcomer=NEWCOMER)
    return db.get(Person, signed_in.person_id)


def test_nothing_is_sent_before_somebody_says_so(world):
    wave = waves.upload(world.staff.id, ROWAN)
    jobs.run_waiting()

    assert waves.fates(wave) == [Fate.NEW]
    assert invitations() == []
    assert letters(LetterKind.INVITATION) == []


def test_b33_each_line_becomes_an_invitation_with_what_is_known(world):
    wave = waves.send(world.staff.id, ROWAN)

    (row,), (made,) = waves.rows(wave), invitations()
    assert (row.fate, row.invitation_id) == (Fate.SENT, made.id)
    assert (made.email, made.name, made.inviter_id) == (
        "rowan@trust.example",
        "Rowan Ashdown",
        world.staff.id,
    )
    assert made.professional_role is ProfessionalRole.RD_DIRECTOR
    assert made.organisation.code == "T01"
    assert [(place.space_id, place.role) for place in made.places] == [(world.cohort.id, RoleName.MEMBER)]
    assert "rowan@trust.example" in last_mail(LetterKind.INVITATION)["To"]
    assert db.get(Wave, wave.id).sent_at is not None
    (logged,) = db.session.scalars(sa.select(Decision).where(Decision.verdict == Verdict.INVITE))
    assert (logged.space_id, logged.reason) == (world.cohort.id, "rowan@trust.example as member")


def test_a_set_comes_with_its_cohort(world):
    waves.send(world.staff.id, "Rowan,rowan@trust.example,,,cohort-1,Set A,,")
    (made,) = invitations()
    assert {place.space_id for place in made.places} == {world.cohort.id, world.set_a.id}


def test_the_same_list_twice_changes_nothing(world):
    lines = [ROWAN, "Bo,bo@trust.example,T01,,Cohort 1,,1,", "Cy,cy@trust.example,T01,,Cohort 1,,1,yes"]
    waves.send(world.staff.id, *lines)
    before = (len(invitations()), len(letters(LetterKind.INVITATION)), db.session.query(Pair).count())

    again = waves.upload(world.staff.id, *lines)
    assert waves.fates(again) == [Fate.SAME] * 3
    waves.send(world.staff.id, *lines)
    assert before == (3, 3, 1)
    assert before == (len(invitations()), len(letters(LetterKind.INVITATION)), db.session.query(Pair).count())


def test_a_line_that_is_wrong_stops_no_other(world):
    wave = waves.send(
        world.staff.id,
        "Nobody,no address,,,Cohort 1,,,",
        ROWAN,
        "Other,other@trust.example,,,Cohort 9,,,",
        "Late,late@trust.example,,,Cohort 2,,,",
    )
    assert waves.fates(wave) == [Fate.BAD, Fate.SENT, Fate.BAD, Fate.SENT]
    assert said(wave)[2] == "There is no cohort “Cohort 9”."
    assert [each.email for each in invitations()] == ["rowan@trust.example", "late@trust.example"]


def test_a_list_that_was_put_right_sends_the_rest(world):
    waves.send(world.staff.id, ROWAN, "Other,other@trust.example,,,Cohort 9,,,")
    wave = waves.send(world.staff.id, ROWAN, "Other,other@trust.example,,,Cohort 2,,,")
    assert waves.fates(wave) == [Fate.SAME, Fate.SENT]
    assert len(invitations()) == 2


def test_what_was_cut_off_goes_on_where_it_was(world):
    lines = [f"P,person{number}@trust.example,,,Cohort 1,,," for number in range(4)]
    wave = waves.upload(world.staff.id, *lines)
    commands.send_wave(actor_id=world.staff.id, wave_id=wave.id)
    waves.send_line(wave)
    waves.send_line(wave)
    assert waves.fates(wave) == [Fate.SENT, Fate.NEW, Fate.NEW, Fate.NEW]

    assert list(commands.unsent_waves()) == [wave.id]
    tasks.send_waves.run()
    jobs.run_waiting()
    assert waves.fates(wave) == [Fate.SENT] * 4
    assert len(invitations()) == 4
    assert list(commands.unsent_waves()) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("A,,,,Cohort 1,,,", "Enter an e-mail address, such as name@example.nhs.uk."),
        ("A,a@trust.example,,,,,,", "It says neither a cohort nor a pair, nor that this is a sponsor."),
        ("A,a@trust.example,XXX,,Cohort 1,,,", "No organisation has the code or name “XXX”."),
        ("A,a@trust.example,,,,Set A,,", "It names a set and not the cohort that this is in."),
        ("A,a@trust.example,,,Cohort 2,Set A,,", "There is no set “Set A” in Cohort 2."),
        ("A,a@trust.example,,Wizard,Cohort 1,,,", "The role “Wizard” is none of"),
        ("A,a@trust.example,,,Cohort 1,,1,", "A pair is of an organisation: say which."),
        ("A,a@trust.example,,,Cohort 1,,,yes", "A sponsor is of an organisation: say which."),
        ("A,a@trust.example,T01,,,,,perhaps", "The column for sponsors takes yes, or nothing."),
        (f"A,a@trust.example,T01,,Cohort 1,,{'x' * 21},", "at most 20 characters"),
        ("123,a@trust.example,,,Cohort 1,,,", "Enter your name."),
    ],
)
def test_what_is_wrong_is_said_in_words(world, line, why):
    wave = waves.upload(world.staff.id, line)
    assert waves.fates(wave) == [Fate.BAD]
    assert why in said(wave)[0]


def test_an_address_that_stands_twice_is_sent_once(world):
    wave = waves.send(world.staff.id, ROWAN, ROWAN.replace("rowan@", "Rowan@"))
    assert waves.fates(wave) == [Fate.SENT, Fate.BAD]
    assert said(wave)[1] == "Line 2 has the same address."
    assert len(invitations()) == 1


@pytest.mark.parametrize(
    ("called", "role"),
    [
        ("R&D Director", ProfessionalRole.RD_DIRECTOR),
        ("rd_manager", ProfessionalRole.RD_MANAGER),
        ("Service lead", ProfessionalRole.SERVICE_LEAD),
        ("", ProfessionalRole.OTHER),
    ],
)
def test_roles_are_known_by_their_last_word(world, called, role):
    waves.send(world.staff.id, f"A,a@trust.example,,{called},Cohort 1,,,")
    assert invitations()[0].professional_role is role


def test_a_merged_organisation_is_the_one_that_took_it_in(world):
    new = waves.put_organisation("T09", "Merged Trust")
    waves.put_organisation("T08", "Gone Trust", successor=new)
    waves.send(world.staff.id, "A,a@trust.example,gone trust,,Cohort 1,,,")
    assert invitations()[0].organisation_id == new.id


def test_one_that_is_merged_while_a_list_is_sent_is_too(world):
    wave = waves.upload(world.staff.id, *(f"A,{who}@trust.example,T01,,Cohort 1,,," for who in "ab"))
    names = Names()
    waves.send_line(wave, 0, names)
    new = waves.put_organisation("T09", "Merged Trust")
    spaces.name_successor(actor_id=None, organisation_id=world.ann.organisation_id, successor_id=new.id)
    waves.send_line(wave, 1, names)
    assert [each.organisation.code for each in invitations()] == ["T01", "T09"]


def test_whoever_is_there_is_invited_to_what_they_lack(world):
    wave = waves.send(
        world.staff.id,
        f"Bob,{world.bob.email},,,Cohort 1,,,",
        f"Mallory,{world.mallory.email},,,Cohort 1,Set A,,",
    )
    assert waves.fates(wave) == [Fate.SAME, Fate.SENT]
    assert {place.space_id for place in invitations()[0].places} == {world.cohort.id, world.set_a.id}


def test_a_place_that_is_offered_already_is_not_offered_again(world):
    invitation("rowan@trust.example", (world.cohort, RoleName.MEMBER), inviter=world.ann)
    waves.send(world.staff.id, "Rowan,rowan@trust.example,,,Cohort 1,Set A,,")
    assert [place.space_id for place in invitations()[1].places] == [world.set_a.id]


def test_nobody_brings_themselves_in_and_closed_accounts_stay_closed(world):
    gone = people.newcomer("gone")
    close_account(gone)
    wave = waves.upload(
        world.staff.id, f"S,{world.staff.email},,,Cohort 1,,,", f"G,{gone.email},,,Cohort 1,,,"
    )
    assert waves.fates(wave) == [Fate.BAD, Fate.BAD]
    assert "your own address" in said(wave)[0]
    assert "closed" in said(wave)[1]


def test_a_pair_is_one_whatever_its_label_is_written_like(world):
    lines = [f"P,p{number}@trust.example,T01,,Cohort 1,,{label}," for number, label in enumerate("Éé")]
    waves.send(world.staff.id, *lines)
    assert db.session.query(Pair).count() == 1


HALVES = ["Bo,bo@trust.example,T01,,Cohort 1,,North,", "Cy,cy@trust.example,T01,,Cohort 1,,north,"]


def test_a_pair_gets_a_space_of_its_own(world):
    waves.send(world.staff.id, *HALVES)

    pair = db.session.query(Pair).one()
    assert (pair.organisation.code, pair.cohort_id, pair.label) == ("T01", world.cohort.id, "North")
    assert (pair.space.kind, pair.space.name) == ("pair", "Invented Trust: pair North")
    both = [accept(each).id for each in invitations()]
    assert all(Membership.of(each, pair.space_id) for each in both)


def test_a_pair_is_two_people(world):
    third = "Di,di@trust.example,T01,,Cohort 1,,North,"
    wave = waves.send(world.staff.id, *HALVES, third)
    assert waves.fates(wave) == [Fate.SENT, Fate.SENT, Fate.BAD]
    assert said(wave)[2] == "Lines 2 and 3 are this pair already."

    again = waves.upload(world.staff.id, third)
    assert said(again) == ["Pair North of Invented Trust is two people already."]
    assert waves.fates(waves.upload(world.staff.id, third.replace("North", "South"))) == [Fate.NEW]


def test_b15_who_leaves_a_pair_is_replaced(world):
    waves.send(world.staff.id, *HALVES)
    first, _ = (accept(each) for each in invitations())
    leave(first, db.session.query(Pair).one().space_id)

    waves.send(world.staff.id, "Di,di@trust.example,T01,,Cohort 1,,North,")
    assert db.session.query(Pair).count() == 1
    assert db.session.query(Pair).one().space_id in {place.space_id for place in invitations()[2].places}


@db.command
def leave(person: Person, space_id: int) -> None:
    Membership.of(person.id, space_id).leave()


def test_half_a_pair_is_said_to_be_one(world):
    assert said(waves.upload(world.staff.id, HALVES[0])) == [
        "The other half of this pair is not in this list."
    ]
    assert said(waves.upload(world.staff.id, *HALVES)) == ["", ""]


def test_a_sponsor_becomes_one_of_their_organisation(world):
    waves.send(world.staff.id, "Em,em@trust.example,T01,,,,,Yes")

    (made,) = invitations()
    assert (made.appointment, made.places) == (AppointmentRole.SPONSOR, [])
    assert "sponsor the leaders of Invented Trust" in last_mail(LetterKind.INVITATION).get_content()
    appointed = accept(made)
    held = db.session.query(Appointment).filter_by(person_id=appointed.id).one()
    assert (held.role, held.organisation_id) == (AppointmentRole.SPONSOR, made.organisation_id)
    assert waves.fates(waves.upload(world.staff.id, "Em,em@trust.example,T01,,,,,Yes")) == [Fate.SAME]


def test_a_steward_may_and_others_may_not(world, steward):
    wave = waves.send(steward.id, "Rowan,rowan@trust.example,T01,,Cohort 1,Set A,1,yes")
    assert waves.fates(wave) == [Fate.SENT]
    person = accept(invitations()[0])
    assert Membership.of(person.id, world.set_a.id)

    for other in (world.ann, world.mallory):
        with pytest.raises(Forbidden):
            waves.upload(other.id, ROWAN)
        for verb in (commands.send_wave, commands.remind_wave, commands.drop_wave):
            with pytest.raises(NotFound):
                verb(actor_id=other.id, wave_id=wave.id)


@db.command
def end_appointments(person: Person) -> None:
    for held in db.session.query(Appointment).filter_by(person_id=person.id):
        held.end()


def test_who_lost_the_right_sends_nothing_and_gives_nothing(world, steward):
    sent = waves.send(steward.id, ROWAN, "Em,em@trust.example,T01,,,,,yes")
    wave = waves.upload(steward.id, "Late,late@trust.example,,,Cohort 1,,,")
    commands.send_wave(actor_id=steward.id, wave_id=wave.id)
    end_appointments(steward)
    jobs.run_waiting()

    assert waves.fates(wave) == [Fate.BAD]
    assert "can't bring people in any more" in said(wave)[0]
    for row in waves.rows(sent):
        with pytest.raises(NotFound):
            accept(row.invitation)


def test_what_is_void_is_sent_anew_and_nobody_is_reminded_of_it(world, steward):
    line = "Rowan,rowan@trust.example,T01,,Cohort 1,,1,yes"
    sent = waves.send(steward.id, line)
    end_appointments(steward)
    with clock.at(NOON + timedelta(days=3)):
        assert commands.remind_wave(actor_id=world.staff.id, wave_id=sent.id) == 0
    with clock.at(NOON + timedelta(days=22)):
        tasks.remind_invited.run()
    assert len(letters(LetterKind.INVITATION)) == 1

    wave = waves.send(world.staff.id, line)
    assert waves.fates(wave) == [Fate.SENT]
    assert accept(invitations()[1])


@pytest.mark.parametrize("line", ["A,a@trust.example,T01,,,,1,", "A,a@trust.example,T01,,,,,yes", ROWAN])
def test_what_came_by_a_list_can_be_sent_again_and_withdrawn(world, steward, line):
    waves.send(world.staff.id, line)
    (made,) = invitations()
    about = {"actor_id": steward.id, "invitation_id": made.id}
    assert commands.resend_invitation(**about).inviter_id == steward.id
    commands.revoke_invitation(**about)
    assert not invitations()[0].is_open()
    with pytest.raises(NotFound):
        commands.revoke_invitation(actor_id=world.mallory.id, invitation_id=made.id)


def test_a_sponsorship_is_dropped_by_nobody_who_can_not_give_it(world):
    waves.send(world.staff.id, "Em,em@trust.example,T01,,Cohort 1,,,yes")
    about = {"actor_id": world.ann.id, "invitation_id": invitations()[0].id}
    for verb in (commands.resend_invitation, commands.revoke_invitation):
        with pytest.raises(Forbidden):
            verb(**about)
    assert invitations()[0].is_open()


def test_whoever_sends_it_answers_for_it(world, steward):
    wave = waves.upload(steward.id, ROWAN)
    commands.send_wave(actor_id=world.staff.id, wave_id=wave.id)
    end_appointments(steward)
    jobs.run_waiting()
    assert invitations()[0].inviter_id == world.staff.id


def test_a_repeat_of_sending_changes_nothing(world, steward):
    wave = waves.send(world.staff.id, ROWAN)
    before = db.get(Wave, wave.id).sending_since
    with clock.at(NOON + timedelta(hours=1)):
        assert commands.send_wave(actor_id=steward.id, wave_id=wave.id).sending_since == before
    assert db.get(Wave, wave.id).actor_id == world.staff.id


def test_who_has_not_come_is_reminded(world):
    wave = waves.send(world.staff.id, ROWAN, "Bo,bo@trust.example,,,Cohort 1,,,")
    accept(invitations()[1])
    remind = {"actor_id": world.staff.id, "wave_id": wave.id}
    assert commands.remind_wave(**remind) == 0, "they have just had a letter"

    with clock.at(NOON + timedelta(days=3)):
        assert commands.remind_wave(**remind) == 1
        assert commands.remind_wave(**remind) == 0
        mail = last_mail(LetterKind.INVITATION)
    assert mail["To"] == "rowan@trust.example"
    assert "This is a reminder" in mail.get_content()


def test_whoever_is_invited_is_reminded_once_a_week_before_the_end(world):
    waves.send(world.staff.id, ROWAN)
    for days, expected in ((20, 1), (22, 2), (25, 2), (29, 2)):
        with clock.at(NOON + timedelta(days=days)):
            tasks.remind_invited.run()
        assert len(letters(LetterKind.INVITATION)) == expected, days


def test_a_list_can_be_forgotten_and_what_was_sent_stays(world):
    wave = waves.send(world.staff.id, ROWAN)
    commands.drop_wave(actor_id=world.staff.id, wave_id=wave.id)

    assert db.session.query(WaveRow).count() == db.session.query(Wave).count() == 0
    assert invitations()[0].is_open()


def test_no_list_is_forgotten_while_it_is_sent(world):
    wave = waves.upload(world.staff.id, ROWAN)
    commands.send_wave(actor_id=world.staff.id, wave_id=wave.id)
    with pytest.raises(Conflict):
        commands.drop_wave(actor_id=world.staff.id, wave_id=wave.id)


def test_lists_are_forgotten_after_three_months(world):
    waves.send(world.staff.id, ROWAN)
    for days, expected in ((89, 1), (91, 0)):
        with clock.at(NOON + timedelta(days=days)):
            keeping.let_go(kind=Kept.WAVES)
        assert db.session.query(Wave).count() == expected
    assert db.session.query(WaveRow).count() == 0


def test_lists_come_at_a_pace(world):
    for _ in range(20):
        waves.upload(world.staff.id, ROWAN)
    with pytest.raises(TooFast):
        waves.upload(world.staff.id, ROWAN)
    assert db.session.query(Letter).count() == 0


def test_a_bad_file_keeps_nothing(world):
    with pytest.raises(Invalid):
        commands.upload_wave(actor_id=world.staff.id, name="x.csv", data=b"Name\nRowan\n")
    assert db.session.query(Wave).count() == 0


@pytest.mark.parametrize("detail", ["999 000 1383", "DOB 01/02/1950"])
def test_a_line_that_may_name_a_patient_is_kept_by_number_alone_and_stops_no_other(world, detail, caplog):
    with caplog.at_level("DEBUG", logger="cop"):
        wave = waves.send(
            world.staff.id,
            f"{CANARY} {detail},{CANARY}@trust.example,{CANARY},{CANARY},{CANARY},{CANARY},{CANARY},{CANARY}",
            ROWAN,
        )
    assert waves.fates(wave) == [Fate.BAD, Fate.SENT]
    assert [row.number for row in waves.rows(wave)] == [2, 3]
    assert said(wave)[0].startswith("Line 2 has what looks like the number or a detail of a patient")
    assert tables_with(CANARY) | tables_with(detail.lower()) == set()
    assert (CANARY in caplog.text, detail in caplog.text) == (False, False)
    waves.send(world.staff.id, f"{CANARY},no address,,,,,,")
    assert tables_with(CANARY) == {"wave_row"}, (
        "control: any other line that is wrong is kept as it was typed"
    )


def test_the_same_line_without_the_patient_is_sent(world):
    waves.send(world.staff.id, "Rowan 999 000 1383,rowan@trust.example,T01,,Cohort 1,,,")
    assert waves.fates(waves.send(world.staff.id, ROWAN)) == [Fate.SENT]
