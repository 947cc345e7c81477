"""Inquiries: asked of all or of some organisations, answered in private until it is sent, given back in themes."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.inquiries import commands
from cop.inquiries.commands import Asked, Reported, Theme
from cop.inquiries.commands.locks import Overtaken
from cop.inquiries.queries import inquiries, responses
from cop.models import (
    Inquiry,
    InquiryAnswer,
    InquiryReaders,
    InquiryResponse,
    InquiryTheme,
    Organisation,
    Person,
    ThemedResponse,
    belongings,
)
from tests import people
from tests.conftest import NOON
from tests.inquiring import answer, ask, question_ids

TODAY = NOON.date()
LAST = TODAY + timedelta(days=14)
AFTER = NOON + timedelta(days=15)
WORDS = "Nobody on our wards has any time that is protected for research at all"


@pytest.fixture
def inquiry(world):
    return ask(world.staff, LAST)


@db.command
def put_organisations(count: int) -> list[Organisation]:
    made = [Organisation(code=f"ASK{each:02}", name=f"Asked Trust {each:02}") for each in range(count)]
    db.session.add_all(made)
    return made


@db.command
def move(person: Person, organisation: Organisation) -> None:
    db.lock(Person, person.id).organisation_id = organisation.id


def now(row):
    return db.session.get_one(type(row), row.id, populate_existing=True)


def read_by(person, inquiry) -> list[str]:
    found = responses.sent(policy.load_actor(person.id), inquiry)
    return [each.person.name for each in found]


def theme(world, inquiry, **said) -> InquiryTheme:
    about = {"actor_id": world.staff.id, "inquiry_id": inquiry.id}
    return commands.add_theme(**about, said=Theme(**{"title": "Time"} | said))


def report(world, inquiry, *, publish=True, **said) -> Inquiry:
    about = {"actor_id": world.staff.id, "inquiry_id": inquiry.id, "seen": now(inquiry).version}
    return commands.report(**about, reported=Reported(**{"report": "We heard."} | said), publish=publish)


def test_staff_and_stewards_open_one_and_nobody_else(world):
    steward = people.a_steward()
    for person in (world.staff, steward):
        assert [each.text for each in ask(person, LAST).questions] == ["What helps?", "What hinders?"]
    with pytest.raises(Forbidden):
        ask(world.ann, LAST)
    with pytest.raises(NotFound):
        ask(people.newcomer("stranger"), LAST)


def test_the_same_form_sent_twice_opens_one(world):
    said = Asked(title="Why", about="", questions="How?", closes_on=LAST)
    sent = {"actor_id": world.staff.id, "asked": said, "key": people.key()}
    assert commands.open_inquiry(**sent).id == commands.open_inquiry(**sent).id


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"questions": "\n \n"}, "questions"),
        ({"questions": "Why?\n" * 11}, "questions"),
        ({"questions": "W" * 301}, "questions"),
        ({"closes_on": TODAY - timedelta(days=1)}, "closes_on"),
        ({"is_for_all": False}, "organisations"),
        ({"is_for_all": False, "organisations": "T01\nNowhere Trust"}, "organisations"),
        ({"about": "NHS number 943 476 5919"}, "about"),
    ],
)
def test_what_is_wrong_is_said(world, said, field):
    about = {"title": "Why", "about": "", "questions": "How?", "closes_on": LAST} | said
    with pytest.raises(Invalid) as refused:
        commands.open_inquiry(actor_id=world.staff.id, asked=Asked(**about), key=people.key())
    assert refused.value.field == field


def test_b25_twenty_four_organisations_are_asked_and_others_are_not(world):
    """By code or name; whoever belongs to what took one in since is asked as well."""
    asked = put_organisations(24)
    named = "\n".join([each.code.lower() for each in asked[:12]] + [each.name for each in asked[12:]])
    inquiry = ask(world.staff, LAST, is_for_all=False, organisations=named)
    assert len(now(inquiry).organisations) == 24
    with pytest.raises(Forbidden):
        answer(world.bob, inquiry, "Yes")
    move(world.bob, asked[3])
    assert answer(world.bob, inquiry, "Yes").organisation_id == asked[3].id
    successor = put_successor(asked[4])
    move(world.ann, successor)
    answer(world.ann, inquiry, "Yes")
    assert policy.can_read_inquiries(policy.load_actor(world.mallory.id)), "all members read what is asked"


@db.command
def put_successor(organisation: Organisation) -> Organisation:
    made = Organisation(code="NEW", name="A merged Trust")
    db.session.add(made)
    db.session.flush()
    db.lock(Organisation, organisation.id).successor_id = made.id
    return made


def test_b11_a_draft_is_its_authors_and_what_is_sent_is_read_by_whom_they_chose(world, inquiry):
    steward = people.a_steward()
    answer(world.bob, inquiry, "Time", is_sent=False)
    assert read_by(world.staff, inquiry) == read_by(world.bob, inquiry) == []
    assert responses.count(inquiry) == 0
    answer(world.bob, inquiry, "Time", "No time")
    assert (
        read_by(world.staff, inquiry) == read_by(steward, inquiry) == read_by(world.bob, inquiry) == ["Bob"]
    )
    assert read_by(world.ann, inquiry) == [], "a moderator is no organiser"
    answer(world.bob, inquiry, "Time", "No time", readers=InquiryReaders.ALL)
    assert read_by(world.ann, inquiry) == read_by(world.mallory, inquiry) == ["Bob"]
    assert read_by(people.newcomer("stranger"), inquiry) == []


def test_b11_it_is_changed_until_it_closes(world, inquiry):
    answer(world.bob, inquiry, "Time")
    answer(world.bob, inquiry, "", "None", is_sent=False)
    assert responses.answers_of(world.bob.id, inquiry.id) == dict(
        zip(question_ids(inquiry), ("", "None"), strict=True)
    )
    assert read_by(world.staff, inquiry) == ["Bob"], "what was sent stays sent"
    with pytest.raises(Invalid):
        answer(world.bob, inquiry, " ", "")
    with clock.at(AFTER), pytest.raises(Forbidden):
        answer(world.bob, inquiry, "Late")
    with pytest.raises(NotFound):
        answer(people.newcomer("stranger"), inquiry, "Yes")


def test_what_was_answered_is_taken_back_with_where_it_lies(world, inquiry):
    response = answer(world.bob, inquiry, "Time")
    answer(world.ann, inquiry, "Money")
    made = theme(world, inquiry)
    commands.put_under(actor_id=world.staff.id, response_id=response.id, theme_ids=[made.id])
    for _ in range(2):
        commands.take_back_response(actor_id=world.bob.id, inquiry_id=inquiry.id)
    assert read_by(world.staff, inquiry) == ["Ann"]
    assert responses.answers_of(world.bob.id, inquiry.id) == {}
    assert db.session.query(ThemedResponse).all() == []


def test_questions_stay_once_somebody_has_begun_to_answer(world, inquiry):
    said = {"title": "Why", "about": "", "closes_on": LAST}
    edit = {"actor_id": world.staff.id, "inquiry_id": inquiry.id}
    commands.edit_inquiry(**edit, asked=Asked(questions="How?", **said), seen=0)
    assert len(question_ids(inquiry)) == 1
    with pytest.raises(Overtaken):
        commands.edit_inquiry(**edit, asked=Asked(questions="When?", **said), seen=0)
    answer(world.bob, inquiry, "Time", is_sent=False)
    with pytest.raises(Conflict, match="stay as they are"):
        commands.edit_inquiry(**edit, asked=Asked(questions="When?", **said), seen=1)
    closed = Asked(questions="How?", **said | {"closes_on": TODAY - timedelta(days=1)})
    commands.edit_inquiry(**edit, asked=closed, seen=1)
    assert not now(inquiry).is_open
    with pytest.raises(Forbidden):
        commands.edit_inquiry(**edit | {"actor_id": world.ann.id}, asked=closed, seen=2)


def test_b11_responses_lie_under_themes_that_are_published_with_a_text(world, inquiry):
    response = answer(world.bob, inquiry, WORDS)
    made, other = theme(world, inquiry, text="Time is short."), theme(world, inquiry, title="Money")
    put = {"actor_id": world.staff.id, "response_id": response.id}
    commands.put_under(**put, theme_ids=[made.id, other.id])
    commands.put_under(**put, theme_ids=[made.id])
    assert responses.themed(now(inquiry)) == {made.id: {world.bob.id}, other.id: set()}
    ann = policy.load_actor(world.ann.id)
    assert not policy.can_read_themes(ann, now(inquiry))
    with pytest.raises(Conflict, match="until the end of its last day"):
        report(world, inquiry)
    with clock.at(AFTER):
        report(world, inquiry, document="A paper", address="https://example.org/paper")
        assert policy.can_read_themes(ann, now(inquiry))
        assert read_by(world.ann, inquiry) == [], "what came back stays with those who ask"
    assert now(inquiry).published_at == AFTER


@pytest.mark.parametrize("where", ["theme", "report"])
def test_b11_nobody_is_quoted_who_has_not_said_yes(world, inquiry, where):
    """Eight words in a row are somebody's own, in whatever letters and with whatever between them."""
    quoting = f"As one said: “{WORDS.upper().replace(' any ', ', any ')}”."
    answer(world.bob, inquiry, WORDS)

    def say(text):
        if where == "theme":
            theme(world, inquiry, text=text)
        else:
            report(world, inquiry, report=text, publish=False)

    say("Nobody on our wards has any time, we heard.")
    with pytest.raises(Invalid, match="word for word"):
        say(quoting)
    answer(world.bob, inquiry, WORDS, may_quote=True)
    say(quoting)


def test_what_is_published_quotes_nobody_who_took_their_yes_back(world, inquiry):
    answer(world.bob, inquiry, WORDS, may_quote=True)
    theme(world, inquiry, text=WORDS)
    answer(world.bob, inquiry, WORDS)
    with clock.at(AFTER), pytest.raises(Invalid, match="word for word"):
        report(world, inquiry)
    assert now(inquiry).published_at is None


def test_a_theme_is_changed_and_taken_away_by_who_keeps_the_inquiry(world, inquiry):
    made = theme(world, inquiry)
    commands.drop_theme(actor_id=world.staff.id, theme_id=made.id)
    with clock.at(AFTER), pytest.raises(Conflict, match="at least one theme"):
        report(world, inquiry)
    assert db.session.query(InquiryTheme).all() == []
    made = theme(world, inquiry)
    commands.edit_theme(actor_id=world.staff.id, theme_id=made.id, said=Theme("Trust"))
    assert now(made).title == "Trust"
    with pytest.raises(Forbidden):
        commands.edit_theme(actor_id=world.ann.id, theme_id=made.id, said=Theme("Mine"))


def test_it_is_discussed_in_a_topic_that_each_reader_may_read(world, inquiry):
    topic = put_topic(world)
    with pytest.raises(Invalid, match="topic that you can read"):
        report(world, inquiry, publish=False, topic="https://example.org/topics/999999")
    with pytest.raises(Invalid, match="a name and an address"):
        report(world, inquiry, publish=False, document="A paper")
    report(world, inquiry, publish=False, topic=f"https://cop.example/topics/{topic.id}?page=2#post-3")
    shown = {
        p.name: inquiries.discussion(policy.load_actor(p.id), now(inquiry))
        for p in (world.bob, world.mallory)
    }
    assert shown["Mallory"] is None
    assert shown["Bob"] is not None


@db.command
def put_topic(world):
    made = people.put_topic(db.lock(type(world.cohort), world.cohort.id), world.bob, "What we heard")
    people.put_post(made, world.bob, "Say")
    return made


def test_whoever_leaves_takes_their_answers_along(world, inquiry):
    response = answer(world.bob, inquiry, "Time")
    made = theme(world, inquiry)
    commands.put_under(actor_id=world.staff.id, response_id=response.id, theme_ids=[made.id])
    erase(world.bob)
    for model in (InquiryResponse, InquiryAnswer, ThemedResponse):
        assert db.session.scalars(sa.select(model)).all() == []


@db.command
def erase(person: Person) -> None:
    belongings.erase(person.id)
