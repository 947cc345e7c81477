"""A set is told when it meets, by a notice and a letter, without a word of what is said in it."""

from datetime import timedelta

import pytest

from cop import db
from cop.accounts.tasks.wording import word
from cop.meetings import commands
from cop.meetings.commands import Asked
from cop.models import Letter, LetterKind, MeetingDate, Notice, NoticeKind, RoleName
from cop.models.meetings import Called
from cop.models.meetings_dates import Suits
from cop.notifications import commands as notifications
from tests import people
from tests.conftest import NOON
from tests.meetings.circle import Circle, gather
from tests.people import words

DATES, MEETING = ("dates", None), ("meeting", None)
DAYS = (NOON + timedelta(days=10), NOON + timedelta(days=12))


@pytest.fixture
def circle(world) -> Circle:
    return gather(world)


@pytest.fixture
def ask(circle):
    """Bob proposes two dates for a meeting that Ann hosts; their ids."""

    def propose() -> list[int]:
        meeting = commands.ask_for_dates(
            actor_id=circle.bob.id,
            slug=circle.space.slug,
            asked=Asked(DAYS, host_id=circle.ann.id),
            key=people.key(),
        )
        circle.meeting_id = meeting.id
        return [each.id for each in MeetingDate.of(meeting)]

    return propose


def letters(person) -> list[Letter]:
    db.session.rollback()
    mine = db.session.query(Letter).filter_by(kind=LetterKind.SET_MEETING, person_id=person.id)
    return mine.order_by(Letter.id).all()


@db.command
def send_all() -> None:
    db.session.query(Letter).update({"sent_at": NOON})


def test_all_others_are_asked_until_they_answer(circle, ask, told):
    observer = people.newcomer_as(RoleName.OBSERVER, "eve", circle.space)
    dates = ask()
    assert told(circle.carol) == told(circle.adviser) == [DATES]
    for other in (circle.bob, circle.mallory, circle.world.staff, observer):
        assert told(other) == []
        assert letters(other) == []
    commands.answer_dates(**circle.of(circle.carol), answers={dates[0]: Suits.YES})
    assert told(circle.carol) == []
    commands.propose_date(**circle.of(circle.bob), starts_at=NOON + timedelta(days=15))
    assert told(circle.carol) == [DATES], "one more is to be answered"
    assert len(letters(circle.carol)) == 1, "and no second letter"


def test_they_are_told_of_the_date_and_asked_no_more(circle, ask, told, client_for):
    dates = ask()
    send_all()
    commands.confirm_date(**circle.of(circle.ann), date_id=dates[1])
    assert told(circle.bob) == told(circle.dan) == [MEETING]
    assert told(circle.ann) == [], "she has done it, and is asked for nothing"
    said = words(client_for(circle.bob).get("/notifications"))
    assert "A meeting of your set" in said
    mail = word(letters(circle.dan)[-1])
    assert "Your set has a date" in mail["Subject"]
    assert "Your set meets on Sat 14 Mar 2026, 12:00 (UK time)" in mail.get_content()
    assert f"/meetings/{circle.meeting_id}" in mail.get_content()
    assert circle.space.name not in mail.as_string(), "nothing of the set is named"
    assert word(letters(circle.dan)[0]).get_content() == mail.get_content(), "worded as it is when it is sent"


def test_who_is_told_of_a_date_that_changed_or_is_called_off(circle, told):
    circle.convene(starts_at=DAYS[0])
    assert told(circle.bob) == [MEETING]
    send_all()
    draft = commands.Draft(starts_at=DAYS[1], host_id=circle.ann.id, facilitator_id=circle.ann.id)
    commands.set_up(**circle.of(circle.ann), draft=draft, version=circle.now.version)
    commands.set_up(**circle.of(circle.ann), draft=draft, version=circle.now.version)
    assert len(letters(circle.bob)) == 2, "the same date is no news"
    commands.cancel(**circle.of(circle.ann), why=Called.LEADERS, version=circle.now.version)
    assert len(letters(circle.bob)) == 2, "one waits, and says how it is when it is sent"
    mail = word(letters(circle.bob)[-1])
    assert "is called off" in mail["Subject"]
    assert Called.LEADERS.label not in mail.get_content(), "not why"


def test_a_poll_that_comes_to_nothing_is_called_off_in_its_own_words(circle, ask):
    ask()
    send_all()
    commands.cancel(**circle.of(circle.ann), why=Called.DATE, version=circle.now.version)
    assert "No date is looked for any more" in word(letters(circle.bob)[-1]).get_content()


def test_it_is_switched_off_letters_and_all(circle, ask, told):
    notifications.choose_kinds(actor_id=circle.carol.id, wanted=[])
    dates = ask()
    commands.confirm_date(**circle.of(circle.ann), date_id=dates[0])
    assert told(circle.carol) == []
    assert letters(circle.carol) == []
    assert letters(circle.dan), "control"


def test_whoever_has_left_meanwhile_gets_no_letter(circle, ask, told):
    ask()
    people.evict(circle.dan, circle.space)
    assert word(letters(circle.dan)[0]) is None
    assert told(circle.dan) == []
    assert word(letters(circle.carol)[0]) is not None, "control"


def test_a_notice_leads_to_where_one_answers(circle, ask, client_for):
    ask()
    carol = client_for(circle.carol)
    (notice,) = db.session.query(Notice).filter_by(person_id=circle.carol.id, kind=NoticeKind.DATES).all()
    assert carol.get(f"/notifications/{notice.id}").location == f"/meetings/{circle.meeting_id}/dates"
