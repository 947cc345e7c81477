"""Choosing for how long a kind is kept; and what is told before goes after, in many cases."""

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.errors import Conflict, Invalid, NotFound
from cop.keeping import commands, queries
from cop.models import (
    Decision,
    ForumDraft,
    KeepingRule,
    Kept,
    Letter,
    LetterKind,
    Notice,
    NoticeKind,
    Presence,
    Space,
    SpaceKind,
    Verdict,
)
from cop.models.keeping import DAY, SCHEDULE, in_words
from cop.models.keeping_rows import period_of, periods
from tests import people
from tests.conftest import NOON
from tests.keeping.things import let_go_of, place


def choose(person, days, *, kind=Kept.LETTERS, seen=365, reason="We need them less long"):
    return commands.set_days(actor_id=person.id, kind=kind, days=days, reason=reason, seen=seen)


def test_what_is_chosen_holds_from_then_on_and_is_logged(world):
    assert periods()[Kept.LETTERS] == period_of(Kept.LETTERS) == 365 * DAY, "control"
    choose(world.staff, 90)
    assert periods()[Kept.LETTERS] == period_of(Kept.LETTERS) == 90 * DAY
    (decision,) = db.session.scalars(sa.select(Decision))
    assert (decision.verdict, decision.space_id, decision.actor_id) == (
        Verdict.SET_RETENTION,
        None,
        world.staff.id,
    )
    assert decision.reason == "Letters: 90 days instead of 365 days. We need them less long"


def test_a_steward_chooses_and_nobody_else(world):
    steward = people.a_steward()
    for person in (world.ann, world.bob, world.mallory):
        with pytest.raises(NotFound):
            choose(person, 90)
    assert period_of(Kept.LETTERS) == 365 * DAY
    choose(steward, 90)
    assert period_of(Kept.LETTERS) == 90 * DAY


def test_a_repeat_is_harmless_and_who_saw_another_period_is_told(world):
    for _ in range(2):
        choose(world.staff, 90)
    assert db.session.query(Decision).count() == db.session.query(KeepingRule).count() == 1
    with pytest.raises(Conflict):
        choose(world.staff, 60)
    choose(world.staff, 60, seen=90)
    assert period_of(Kept.LETTERS) == 60 * DAY


@pytest.mark.parametrize(("days", "kind"), [(29, Kept.LETTERS), (731, Kept.LETTERS), (0, Kept.WAVES)])
def test_no_period_is_out_of_bounds(world, days, kind):
    with pytest.raises(Invalid) as refused:
        choose(world.staff, days, kind=kind)
    assert refused.value.field == "days"
    rule = SCHEDULE[kind]
    assert choose(world.staff, rule.least, kind=kind, seen=rule.period // DAY), "control: the least is in"


@pytest.mark.parametrize("kind", [each for each in Kept if not SCHEDULE[each].can_be_set])
def test_what_is_fixed_or_endless_is_chosen_by_nobody(world, kind):
    with pytest.raises(NotFound):
        choose(world.staff, 30, kind=kind)


def test_a_reason_is_needed(world):
    with pytest.raises(Invalid) as refused:
        choose(world.staff, 90, reason="  ")
    assert refused.value.field == "reason"


def test_the_schedule_keeps_its_own_bounds():
    for kind, rule in SCHEDULE.items():
        if rule.can_be_set:
            assert rule.least <= rule.period // DAY <= rule.most, kind
        assert rule.told(rule.period), kind
    assert in_words(DAY) == "1 day"
    assert in_words(timedelta(hours=1)) == "1 hour"
    assert in_words(1_825 * DAY) == "1,825 days"


@db.command
def _fill(world, dice: random.Random, count: int) -> None:
    """Letters, notices, drafts and looks of Ann and Bob, of ages of up to two years."""
    for number in range(count):
        person = dice.choice([world.ann, world.bob])
        moment = NOON - timedelta(seconds=dice.randrange(730 * 86_400))
        about = {"address": person.email, "kind": LetterKind.DECISION}
        db.session.add(Letter(**about, sent_at=dice.choice([moment, None])))
        db.session.add(
            Notice(person_id=person.id, kind=NoticeKind.TOPIC, subject_id=number, raised_at=moment)
        )
        space = Space(slug=f"s{number}", kind=SpaceKind.GROUP, name=f"S{number}")
        db.session.add(space)
        db.session.flush()
        db.session.add(Presence(person_id=person.id, space_id=space.id, seen_at=moment))
        thrown = {"saved_at": moment, "discarded_at": dice.choice([None, moment])}
        db.session.add(ForumDraft(person_id=person.id, space_id=space.id, text="x", **thrown))


@pytest.mark.parametrize("seed", range(6))
def test_as_many_go_as_were_told(world, seed):
    dice = random.Random(seed)
    _fill(world, dice, 40)
    if seed % 2:
        place(world, person_id=world.bob.id)
    told = 0
    for kind in (Kept.LETTERS, Kept.NOTICES, Kept.PRESENCES, Kept.DRAFTS):
        rule = SCHEDULE[kind]
        days = sorted((dice.randint(rule.least, rule.most) for _ in range(5)), reverse=True)
        seen = rule.period // DAY
        for each in days:
            promised = queries.would_go_of(kind, each * DAY)
            if each != seen:
                choose(world.staff, each, kind=kind, seen=seen)
            assert queries.would_go()[kind] == promised
            assert let_go_of(kind) == promised, (kind, each)
            seen, told = each, told + promised
    assert told > 20, "control: there was something to go"


def test_all_figures_are_one_question_and_two_for_rooms(world, count_queries):
    _fill(world, random.Random(1), 3)
    db.session.rollback()
    with count_queries() as asked, clock.at(NOON + 2_000 * DAY):
        queries.would_go()
    assert len(asked) == 3, asked
