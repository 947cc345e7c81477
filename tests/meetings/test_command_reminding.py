"""Reminders of meetings, dates, actions and renewal: each once, late rather than never (domain.md 2.5)."""

from datetime import timedelta

import pytest

from cop import clock, db, policy
from cop.accounts.tasks.wording import word
from cop.meetings import commands, tasks
from cop.meetings.commands import Asked
from cop.models import Letter, LetterKind, MeetingAction, MeetingDate
from cop.models.meetings import Called
from cop.models.meetings_dates import Suits
from cop.notifications import commands as notifications
from cop.notifications import queries as notices
from tests import people
from tests.conftest import NOON
from tests.meetings.contracts import Meetings, conclude

SOON = {LetterKind.SET_SOON, LetterKind.SET_HOSTING, LetterKind.SET_ACTION}


@pytest.fixture
def after():
    """`after(days)`: let the clock go its round so many days from now, with what was posted sent before."""

    def go(days: float) -> None:
        with clock.at(NOON + timedelta(days=days)):
            _send()
            tasks.remind.run()

    return go


@db.command
def _send() -> None:
    db.session.query(Letter).update({"sent_at": clock.now()})


def told(person) -> list[str]:
    """Of what they were reminded in a notice, the newest first."""
    kinds = ("soon", "hosting", "action")
    shown = notices.newest_unseen(policy.load_actor(person.id), 50)
    return [each.kind.value for each in shown if each.kind.value in kinds]


def letters(person) -> list[Letter]:
    db.session.rollback()
    mine = db.session.query(Letter).filter(Letter.person_id == person.id, Letter.kind.in_(SOON))
    return mine.order_by(Letter.id).all()


def test_the_host_14_days_before_and_all_7_days_and_a_day_before_each_once(circle, after):
    circle.convene(starts_at=NOON + timedelta(days=20))
    after(5.9)
    assert letters(circle.ann) == []
    after(6)
    after(6.5)
    assert [each.kind for each in letters(circle.ann)] == [LetterKind.SET_HOSTING]
    assert told(circle.ann) == ["hosting"]
    assert letters(circle.bob) == []
    for days in (13, 14, 19, 19.5):
        after(days)
    assert [each.kind for each in letters(circle.bob)] == [LetterKind.SET_SOON] * 2
    assert told(circle.bob) == ["soon"], "one that was not seen is enough"
    assert len(letters(circle.adviser)) == 2, "who facilitates is told too"
    assert letters(circle.mallory) == []
    mail = word(letters(circle.bob)[-1])
    assert "Your set meets on Sun 22 Mar 2026, 12:00 (UK time)" in mail.get_content()
    assert circle.space.name not in mail.as_string()


def test_a_server_that_stood_still_reminds_late_and_of_the_last_alone(circle, after):
    circle.convene(starts_at=NOON + timedelta(days=20))
    after(19.5)
    after(19.6)
    assert [each.kind for each in letters(circle.ann)] == [LetterKind.SET_SOON]
    after(20.1)
    assert len(letters(circle.ann)) == 1, "it has been"


def test_what_was_made_later_than_a_reminder_is_no_news(circle, after):
    circle.convene(starts_at=NOON + timedelta(days=5))
    after(0.1)
    assert letters(circle.bob) == []
    after(4)
    assert len(letters(circle.bob)) == 1


def test_nothing_of_what_is_cancelled_and_anew_of_what_is_moved(circle, after):
    circle.convene(starts_at=NOON + timedelta(days=20))
    after(13)
    with clock.at(NOON + timedelta(days=14)):
        draft = commands.Draft(starts_at=NOON + timedelta(days=40), host_id=circle.ann.id)
        commands.set_up(**circle.of(circle.ann), draft=draft, version=circle.now.version)
    after(19)
    assert len(letters(circle.bob)) == 1
    after(33)
    assert len(letters(circle.bob)) == 2
    commands.cancel(**circle.of(circle.ann), why=Called.DATE, version=circle.now.version)
    after(39)
    assert len(letters(circle.bob)) == 2
    assert word(letters(circle.bob)[-1]) is None, "not even one that was on its way"
    assert told(circle.bob) == []


def test_who_can_not_come_is_reminded_no_more(circle, after):
    circle.convene(starts_at=NOON + timedelta(days=20))
    commands.apologise(**circle.of(circle.bob), is_sorry=True)
    after(13)
    assert letters(circle.bob) == []
    assert len(letters(circle.carol)) == 1, "control"


def test_where_the_host_has_left_all_members_are_hosts(circle, after):
    circle.convene(starts_at=NOON + timedelta(days=20))
    people.evict(circle.ann, circle.space)
    after(6)
    assert [each.kind for each in letters(circle.bob)] == [LetterKind.SET_HOSTING]
    assert letters(circle.ann) == []


def test_a_poll_reminds_who_has_not_answered_and_then_its_host(circle, after):
    meeting = commands.ask_for_dates(
        actor_id=circle.bob.id,
        slug=circle.space.slug,
        asked=Asked((NOON + timedelta(days=20),), host_id=circle.ann.id, answer_by=NOON + timedelta(days=5)),
        key=people.key(),
    )
    circle.meeting_id = meeting.id
    (date,) = MeetingDate.of(meeting)
    commands.answer_dates(**circle.of(circle.carol), answers={date.id: Suits.NO})
    after(4)
    after(4.5)
    assert [each.kind for each in letters(circle.dan)] == [LetterKind.SET_SOON]
    assert letters(circle.carol) == []
    mail = word(letters(circle.dan)[0])
    assert f"/meetings/{meeting.id}/dates" in mail.get_content()
    after(5)
    after(5.5)
    assert [each.kind for each in letters(circle.ann)][-1] is LetterKind.SET_HOSTING
    assert len(letters(circle.dan)) == 1


def test_an_action_three_days_before_it_is_due_once_without_its_words(circle, after):
    @db.command
    def put() -> None:
        about = {"space_id": circle.space.id, "owner_id": circle.bob.id, "text": "Quizzlewort"}
        db.session.add(MeetingAction(due_on=NOON.date() + timedelta(days=10), **about))
        db.session.add(MeetingAction(due_on=None, **about))
        db.session.add(MeetingAction(due_on=NOON.date() + timedelta(days=10), closed_at=NOON, **about))

    put()
    after(6)
    assert letters(circle.bob) == []
    after(7)
    after(8)
    assert [each.kind for each in letters(circle.bob)] == [LetterKind.SET_ACTION]
    assert told(circle.bob) == ["action"]
    assert letters(circle.carol) == []
    with clock.at(NOON + timedelta(days=8)):
        mail = word(letters(circle.bob)[0])
        assert "by Thu 12 Mar 2026" in mail.get_content()
        assert "Quizzlewort" not in mail.as_string()


def test_each_kind_is_switched_off(circle, after):
    notifications.choose_kinds(actor_id=circle.bob.id, wanted=[])
    circle.convene(starts_at=NOON + timedelta(days=20))
    after(13)
    assert letters(circle.bob) == []
    assert told(circle.bob) == []


def test_a_set_is_asked_once_whether_it_goes_on_at_its_last_meeting_but_one(circle, monkeypatch):
    conclude(circle.space, circle.ann, circle.bob, circle.carol, circle.dan, circle.adviser)
    meetings = Meetings(monkeypatch, circle.space)

    def asked() -> bool:
        notifications.see_all(actor_id=circle.bob.id, upto=2**53)
        tasks.look_after_sets.run()
        shown = notices.newest_unseen(policy.load_actor(circle.bob.id), 50)
        return [each.kind.value for each in shown] == ["contract"]

    meetings.are(3, booked=NOON + timedelta(days=3))
    assert not asked()
    meetings.are(4, booked=NOON + timedelta(days=3))
    assert asked()
    assert not asked(), "once"
