"""Applying: nobody reads it before its address was confirmed, and nobody learns whose address it is."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import tokens
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.keeping import commands as keeping
from cop.models import (
    ApplicationState,
    AppointmentRole,
    Band,
    Deciders,
    Decision,
    Kept,
    Letter,
    LetterKind,
    Recruitment,
    Review,
    Verdict,
)
from cop.moderation import commands as moderation
from cop.moderation import queries
from cop.policy import load_actor
from tests import people
from tests.applying import ADDRESS, applications, applied, apply, put_organisation, put_programme
from tests.conftest import NOON


@pytest.fixture
def programme(world):
    return put_programme(world.cohort)


def letters():
    return [
        each for each in db.session.query(Letter).order_by(Letter.id) if each.kind is LetterKind.APPLICATION
    ]


def link(application):
    return tokens.of_application(application)


def test_it_is_kept_and_a_letter_asks_to_confirm_its_address(world, programme):
    apply(programme, world.cohort)

    (application,) = applications()
    assert (application.state, application.email, application.standing) == (
        ApplicationState.BEGUN,
        ADDRESS,
        "Service lead, Invented Partner",
    )
    (letter,) = letters()
    mail = word(letter)
    assert mail is not None
    assert mail["To"] == ADDRESS
    assert "/applications/" in mail.get_content()
    assert application.statement not in mail.get_content()
    assert db.session.query(Review).count() == 0, "nobody reads it before"


def test_once_it_is_confirmed_it_waits_for_the_moderators_of_the_cohort(world, programme, ann):
    review = applied(programme, world.cohort)

    assert (review.falls_to, review.space_id, review.author_id) == (
        Deciders.MODERATORS,
        world.cohort.id,
        None,
    )
    assert [each.id for each in queries.queue(load_actor(ann.id)).rows] == [review.id]
    assert queries.queue(load_actor(world.mallory.id)).rows == []
    assert "has arrived" in word(letters()[-1]).get_content()
    assert commands.confirm_application(token=link(applications()[0])).state is ApplicationState.WAITING, (
        "a repeat"
    )
    assert len(letters()) == 2


def test_without_a_wish_it_waits_for_who_looks_after_all(world, programme, ann):
    people.appoint(ann, AppointmentRole.STEWARD)
    review = applied(programme)

    assert review.falls_to is Deciders.STAFF
    assert queries.queue(load_actor(ann.id)).rows == []
    assert [each.id for each in queries.queue(load_actor(world.staff.id)).rows] == [review.id]


def test_where_nobody_moderates_the_cohort_it_waits_for_staff(world, programme, ann):
    people.appoint(world.bob, AppointmentRole.STEWARD)
    people.evict(ann, world.cohort)

    assert applied(programme, world.cohort).falls_to is Deciders.STAFF


def test_sent_twice_it_is_one(world, programme):
    key = people.key()
    for _ in range(2):
        apply(programme, key=key)

    assert len(applications()) == 1


def test_who_applies_again_once_it_is_looked_at_is_sent_that_link(world, programme):
    applied(programme)
    apply(programme, name="Somebody Else", statement="Another one")

    (application,) = applications()
    assert application.name == "Rowan Newfield"
    assert [letter.application_id for letter in letters()] == [application.id] * 3


def test_what_nobody_has_confirmed_stands_in_nobodys_way(world, programme, ann):
    """Anybody can type an address: whose it is confirms what they have sent themselves."""
    apply(programme, world.cohort, name="A Stranger", statement="Rubbish")
    review = applied(programme, world.cohort)

    stranger, mine = applications()
    assert (stranger.state, mine.state) == (ApplicationState.BEGUN, ApplicationState.WAITING)
    assert [each.id for each in queries.queue(load_actor(ann.id)).rows] == [review.id]


def test_of_two_that_were_confirmed_the_later_one_counts(world, programme, ann):
    for statement in ("With a mistake", "Without it"):
        apply(programme, world.cohort, statement=statement)
    for application in applications():
        commands.confirm_application(token=link(application))

    assert [each.state for each in applications()] == [ApplicationState.WITHDRAWN, ApplicationState.WAITING]
    (row,) = queries.queue(load_actor(ann.id)).rows
    assert row.application.statement == "Without it"


def test_a_form_that_was_sent_before_is_not_sent_with_another_address(world, programme):
    key = people.key()
    apply(programme, key=key)
    with pytest.raises(Conflict, match="sent before"):
        apply(programme, key=key, email="corrected@applicant.example")


def test_one_address_is_not_sent_letter_after_letter(world, programme):
    for _ in range(9):
        apply(programme)

    assert len(letters()) == 3
    commands.confirm_application(token=link(applications()[0]))
    assert len(letters()) == 4, "that it has arrived is said all the same"


def test_one_network_does_not_send_form_after_form(world, programme):
    for number in range(50):
        apply(programme, email=f"person{number}@applicant.example")

    with pytest.raises(TooFast):
        apply(programme, email="one-more@applicant.example")


def test_nobody_applies_where_nobody_may(world):
    programme = put_programme(world.cohort, is_open=False)

    with pytest.raises(Conflict, match="takes no applications"):
        apply(programme)
    assert applications() == []


def test_a_cohort_of_another_programme_is_not_there(world, programme):
    for space in (world.other, world.set_a):
        with pytest.raises(NotFound):
            apply(programme, space)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "no address"}, "email"),
        ({"elsewhere": ""}, "elsewhere"),
        ({"statement": " "}, "statement"),
        ({"statement": "NHS number 999 012 3452 is hers"}, "statement"),
    ],
)
def test_what_is_missing_is_named(world, programme, wrong, field):
    with pytest.raises(Invalid) as refused:
        apply(programme, **wrong)
    assert refused.value.field == field
    assert applications() == []


def test_a_question_is_answered_and_it_waits_again(world, programme, ann):
    review = applied(programme, world.cohort)
    moderation.ask(actor_id=ann.id, review_id=review.id, question="Who would stand in for you?")
    (application,) = applications()
    assert application.state is ApplicationState.ASKED
    assert "question" in word(letters()[-1])["Subject"]

    answered = commands.answer_question(token=link(application), answer="My deputy")
    assert (answered.state, answered.answer) == (ApplicationState.WAITING, "My deputy")
    assert [each.id for each in queries.queue(load_actor(ann.id)).rows] == [review.id]
    commands.answer_question(token=link(application), answer="My deputy")
    with pytest.raises(Conflict, match="Nothing is asked"):
        commands.answer_question(token=link(application), answer="Somebody else")


def asked(world, programme, ann):
    """A review of an application about which ann has asked."""
    review = applied(programme, world.cohort)
    moderation.ask(actor_id=ann.id, review_id=review.id, question="Who would stand in for you?")
    return review


def subjects(*letters):
    mails = [word(letter) for letter in letters]
    return [mail and (mail["To"], mail["Subject"].split(" – ")[0]) for mail in mails]


def test_an_answer_is_confirmed_and_whoever_asked_is_told_of_it(world, programme, ann):
    review = asked(world, programme, ann)
    before = letters()
    commands.answer_question(token=link(applications()[0]), answer="My deputy")
    commands.answer_question(token=link(applications()[0]), answer="My deputy")

    new = letters()[len(before) :]
    assert subjects(*new) == [
        (ADDRESS, "Your answer has arrived"),
        (ann.email, "An applicant has answered you"),
    ]
    to_ann = word(new[1]).get_content()
    assert f"/moderation/reviews/{review.id}" in to_ann
    assert ("My deputy" in to_ann, "Rowan" in to_ann, "/applications/" in to_ann) == (False, False, False)


def test_whoever_asked_is_told_of_no_answer_once_they_decide_no_longer_or_it_is_decided(
    world, programme, ann
):
    review = asked(world, programme, ann)
    commands.answer_question(token=link(applications()[0]), answer="My deputy")
    to_ann = letters()[-1]
    assert subjects(to_ann) == [(ann.email, "An applicant has answered you")], "control"
    moderation.turn_down(actor_id=ann.id, review_id=review.id, reason="No place is left.")
    assert subjects(to_ann) == [None]

    review = asked(world, programme, ann)
    commands.answer_question(token=link(applications()[1]), answer="My deputy")
    people.evict(ann, world.cohort)
    assert subjects(letters()[-1]) == [None]


def test_a_withdrawal_is_confirmed_and_whoever_asked_is_told_of_it(world, programme, ann):
    applied(programme, world.cohort, email="unasked@applicant.example")
    commands.withdraw_application(token=link(applications()[0]))
    assert subjects(letters()[-1]) == [("unasked@applicant.example", "Your application is withdrawn")]

    asked(world, programme, ann)
    before = letters()
    for _ in range(2):
        commands.withdraw_application(token=link(applications()[1]))
    assert subjects(*letters()[len(before) :]) == [
        (ADDRESS, "Your application is withdrawn"),
        (ann.email, "An application is withdrawn"),
    ]


def test_what_gave_way_to_a_newer_one_is_called_withdrawn_to_nobody(world, programme):
    for _ in range(2):
        apply(programme, world.cohort)
    first, second = applications()
    for each in (first, second):
        commands.confirm_application(token=link(each))
    assert {each.state for each in applications()} == {ApplicationState.WAITING, ApplicationState.WITHDRAWN}
    said = [each for letter in letters() for each in subjects(letter) if each]
    assert said, "control: of the newer one they hear"
    assert (ADDRESS, "Your application is withdrawn") not in said


def test_it_can_be_withdrawn_until_it_is_decided(world, programme, ann):
    review = applied(programme, world.cohort)
    token = link(applications()[0])
    commands.withdraw_application(token=token)
    commands.withdraw_application(token=token)

    assert queries.queue(load_actor(ann.id)).rows == []
    (decision,) = db.session.query(Decision).filter_by(review_id=review.id)
    assert (decision.verdict, decision.decider) == (Verdict.WITHDRAWN, "whoever applied")
    apply(programme, world.cohort)
    assert len(applications()) == 2, "who has withdrawn may apply again"


@pytest.mark.parametrize("token", ["", "x", "WzFd.a.b"])
def test_a_link_of_nobody_leads_nowhere(world, programme, token):
    for act in (commands.confirm_application, commands.withdraw_application):
        with pytest.raises(NotFound):
            act(token=token)


def test_what_nobody_confirms_is_forgotten_with_its_letter(world, programme):
    apply(programme)
    apply(programme, email="stranger@applicant.example")
    commands.withdraw_application(token=link(applications()[1]))
    applied(programme, email="other@applicant.example")
    with clock.at(NOON + timedelta(days=14, minutes=-1)):
        keeping.let_go(kind=Kept.UNCONFIRMED)
    assert len(applications()) == 3, "control"
    with clock.at(NOON + timedelta(days=14, minutes=1)):
        keeping.let_go(kind=Kept.UNCONFIRMED)

    assert [each.email for each in applications()] == ["other@applicant.example"]
    assert {each.address for each in letters()} == {"other@applicant.example"}


def test_rules_say_what_is_met(world):
    programme = put_programme(world.cohort, least_band=Band.EIGHT_A, regions="North West\nNorth East")
    near = put_organisation("Nearby Trust", region="North West")
    far = put_organisation("Distant Trust", region="South")
    for organisation, band in ((near, Band.EIGHT_A), (far, Band.SEVEN), (near, Band.OTHER)):
        apply(
            programme, email=f"{band}@{organisation.code}.example", organisation_id=organisation.id, band=band
        )

    rules = Recruitment.of(programme.id)
    met = [[check.is_met for check in each.checks(rules)] for each in applications()]
    assert met == [[True, True], [False, False], [True, True]]
    assert [check.rule for check in applications()[0].checks(rules)] == [
        "Band 8a or above",
        "From North West or North East",
    ]


def test_who_may_be_the_same_person_is_pointed_out(world, programme, bob):
    applied(programme, email=bob.email, name="Bob")
    applied(programme, email="another@applicant.example", name="bob")

    first, second = (each.likenesses() for each in applications())
    assert any("has an account" in each for each in first)
    assert any("1 other application" in each for each in first)
    assert any("under another address" in each for each in second)
