"""Who is told of what: help, answers, an agreement that is waited for, a sponsor's word, and days that have come."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.accounts.tasks import wording
from cop.db import session
from cop.intentions import commands, tasks
from cop.models import Appointment, Letter, LetterKind, Notice, NoticeKind, Offer, Unwanted
from cop.notifications import queries
from cop.policy import load_actor
from tests.accounts.letterbox import letters
from tests.conftest import NOON
from tests.intentions.pairs import STATEMENT, a_pair, a_shared, agree, draft
from tests.intentions.test_command_sponsoring import a_sponsor, encourage, show, undertake, undertaken
from tests.intentions.test_command_updates import changed, write
from tests.people import key, post, words

DAY = date(2026, 6, 1)
DUE = NOON + timedelta(days=91)


def told(person) -> list[NoticeKind]:
    session.expire_all()
    return [each.kind for each in queries.page_of(load_actor(person.id)).shown if each.is_unseen]


def offer(person, intention):
    return commands.offer_help(actor_id=person.id, intention_id=intention.id, text="Help", key=key())


@db.command
def unwant(person, kind: NoticeKind) -> None:
    Unwanted.choose(person.id, [kind])


def test_pa5_a_pair_is_told_of_help_and_whoever_offers_of_the_answer(world, ann, bob, mallory):
    made = offer(mallory, a_shared(world))
    assert told(ann) == told(bob) == [NoticeKind.OFFERED]
    assert told(mallory) == []
    commands.answer_offer(actor_id=bob.id, offer_id=made.id, accepted=True)
    assert told(mallory) == [NoticeKind.ANSWERED]
    assert told(ann) == [], "nothing waits any more"


def test_an_answer_leads_to_its_intention(world, ann, mallory, client_for):
    intention = a_shared(world)
    made = offer(mallory, intention)
    commands.answer_offer(actor_id=ann.id, offer_id=made.id, accepted=False)
    client = client_for(mallory)
    assert "A pair has answered" in words(client.get("/notifications"))
    notice_id = session.scalar(sa.select(Notice.id).where(Notice.person_id == mallory.id))
    assert client.get(f"/notifications/{notice_id}").location == f"/intentions/{intention.id}#offers"
    notice = db.session.get_one(Notice, notice_id)
    answered = db.session.get_one(Offer, made.id)
    may = [policy.can_read_notice(load_actor(each.id), notice, answered) for each in (mallory, ann)]
    assert may == [True, False]
    commands.take_back_offer(actor_id=mallory.id, offer_id=made.id)
    assert told(mallory) == []


def test_pa2_the_other_half_is_told_that_they_are_asked_until_that_is_settled(world, ann, bob, client_for):
    pair = a_pair(world)
    intention = draft(ann, pair)
    agree(ann, intention)
    assert (told(ann), told(bob)) == ([], [NoticeKind.SHARING])
    page = words(client_for(bob).get("/notifications"))
    assert "would share your intention" in page
    assert STATEMENT not in page, "a draft is not quoted"
    draft(ann, pair, "Otherwise", seen=1)
    assert told(bob) == [], "nobody is asked any more"
    agree(ann, intention, 2)
    agree(bob, intention, 2)
    assert told(bob) == []


def test_a_sponsors_word_concerns_the_pair(world, ann, bob):
    intention = a_shared(world)
    show(ann, intention)
    unwant(bob, NoticeKind.ENCOURAGED)
    encourage(a_sponsor(world.ann.organisation_id), intention)
    assert (told(ann), told(bob)) == ([NoticeKind.ENCOURAGED], [])


def test_pa3_a_pair_is_reminded_once_of_its_next_update(world, ann, bob):
    intention = a_shared(world)
    write(ann, intention, changed(review_on=DAY))
    with clock.at(DUE - timedelta(days=1)):
        tasks.remind.run()
        assert told(ann) == [], "control: it is not due"
    unwant(bob, NoticeKind.UPDATE)
    with clock.at(DUE):
        tasks.remind.run()
        tasks.remind.run()
        assert (told(ann), told(bob)) == ([NoticeKind.UPDATE], [])
        [letter] = letters(LetterKind.REVIEW)
        mail = wording.word(letter)
        assert mail["To"] == ann.email
        assert STATEMENT not in mail.as_string()
        write(bob, intention, changed(review_on=date(2026, 9, 1)), key="f" * 16)
        assert told(ann) == [], "it has been said"
        assert wording.word(session.get_one(Letter, letter.id)) is None, "and nobody wants the letter"


def test_bs2_a_sponsor_is_reminded_of_the_day_and_the_pair_knows(world, ann, bob, client_for):
    sponsor, pair = a_sponsor(world.ann.organisation_id), a_pair(world)
    undertake(sponsor, pair, undertaken("First", review_on=DAY))
    undertake(sponsor, pair, undertaken("Then", review_on=DAY))
    with clock.at(DUE + timedelta(days=2)):
        tasks.remind.run()
        tasks.remind.run()
        [letter] = letters(LetterKind.REVIEW)
        mail = wording.word(letter).get_content()
        assert f"/spaces/{pair.space.slug}/commitment" in mail
        assert "Then" not in mail
        assert told(ann) == told(bob) == [NoticeKind.COMMITMENT]
        assert "review was due 2 days ago" in words(client_for(sponsor).get("/"))
        page = words(client_for(sponsor).get(f"/spaces/{pair.space.slug}/commitment"))
        assert page.count("Review was due") == 1
        intention = draft(ann, pair)
        assert "Review was due" in words(client_for(bob).get(f"/intentions/{intention.id}"))


def test_bs6_a_successor_is_reminded_and_reads_what_was_undertaken(world, ann, client_for):
    sponsor, pair = a_sponsor(world.ann.organisation_id), a_pair(world)
    undertake(sponsor, pair, undertaken("What holds", review_on=DAY))
    successor = a_sponsor(world.ann.organisation_id, "successor")

    @db.command
    def end() -> None:
        session.query(Appointment).filter_by(person_id=sponsor.id).one().end()

    end()
    with clock.at(DUE):
        tasks.remind.run()
        [letter] = letters(LetterKind.REVIEW)
        assert letter.person_id == successor.id
        assert "What holds" in words(client_for(successor).get(f"/spaces/{pair.space.slug}/commitment"))
        assert client_for(sponsor).get(f"/spaces/{pair.space.slug}/commitment").status_code == 404


@pytest.mark.parametrize("kind", ["update", "commitment", "offered", "answered", "sharing", "encouraged"])
def test_each_of_them_can_be_switched_off(world, ann, client_for, kind):
    assert f'name="{kind}"' in words(client_for(ann).get("/me/notifications"))
    assert post(client_for(ann), "/me/notifications", {}).status_code == 303
    assert NoticeKind(kind) in Unwanted.of(ann.id)
