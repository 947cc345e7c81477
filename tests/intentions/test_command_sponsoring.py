"""A board sponsor sees what the pair of their organisation shows them, undertakes something, and says one thing."""

from datetime import date

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions import commands, queries
from cop.keeping import commands as keeping
from cop.models import Appointment, AppointmentRole, Commitment, Encouragement, Organisation
from cop.policy import load_actor
from tests import people
from tests.intentions.pairs import STATEMENT, a_pair, a_shared, again, draft

REVIEW = date(2026, 9, 1)


@pytest.fixture
def sponsor(world):
    return a_sponsor(world.ann.organisation_id)


def a_sponsor(organisation_id, name="magnolia"):
    person = people.newcomer(name)

    @db.command
    def appoint() -> None:
        Appointment.begin(person.id, AppointmentRole.SPONSOR, organisation_id)

    appoint()
    return person


@db.command
def another_organisation() -> int:
    other = Organisation(code="T02", name="Another Trust")
    db.session.add(other)
    db.session.flush()
    return other.id


def show(person, intention, shown=True):
    return commands.show_sponsor(actor_id=person.id, intention_id=intention.id, shown=shown)


def undertaken(text="A day a week", time="One day a week for each", review_on=REVIEW):
    return commands.Undertaken(text, time, review_on)


def undertake(person, pair, said=None):
    return commands.undertake(actor_id=person.id, pair_id=pair.id, undertaken=said or undertaken())


def encourage(person, intention, text="Go on"):
    return commands.encourage(actor_id=person.id, intention_id=intention.id, text=text)


def listed(person) -> list[str]:
    found = queries.intentions(load_actor(person.id), queries.Filters()).rows
    return [each.wording.statement for each in found]


def test_b28_pa6_a_sponsor_sees_what_the_pair_of_their_organisation_shows_them(world, ann, bob, sponsor):
    elsewhere = a_sponsor(another_organisation(), "elsewhere")
    intention = a_shared(world)
    assert listed(sponsor) == []
    show(bob, intention)
    assert listed(sponsor) == [STATEMENT]
    assert listed(elsewhere) == []
    show(ann, intention, shown=False)
    assert listed(sponsor) == []


def test_a_sponsor_whose_time_is_over_sees_nothing(world, ann, sponsor):
    show(ann, a_shared(world))
    assert listed(sponsor) == [STATEMENT]

    @db.command
    def end() -> None:
        db.session.query(Appointment).filter_by(person_id=sponsor.id).one().end()

    end()
    assert listed(sponsor) == []


def test_a_draft_is_shown_to_no_sponsor(world, ann, sponsor):
    intention = draft(ann, a_pair(world))
    with pytest.raises(Conflict):
        show(ann, intention)
    with pytest.raises(NotFound):
        show(sponsor, intention)


def test_help_of_others_is_nothing_to_a_sponsor(world, ann, mallory, sponsor):
    intention = a_shared(world)
    show(ann, intention)
    offered = commands.offer_help(
        actor_id=mallory.id, intention_id=intention.id, text="Help", key="0123456789abcdef"
    )
    commands.answer_offer(actor_id=ann.id, offer_id=offered.id, accepted=True)
    assert queries.offers(load_actor(sponsor.id), again(intention)) == []
    assert queries.offers(load_actor(world.staff.id), again(intention)), "control"
    with pytest.raises(Forbidden):
        commands.offer_help(actor_id=sponsor.id, intention_id=intention.id, text="x", key="f" * 16)


def test_b28_bs2_a_commitment_is_recorded_and_those_before_stay(world, ann, sponsor):
    pair = a_pair(world)
    undertake(sponsor, pair)
    undertake(sponsor, pair)
    successor = a_sponsor(world.ann.organisation_id, "successor")
    undertake(successor, pair, undertaken("Half a day"))
    kept = queries.commitments(pair)
    assert [(each.text, each.person_id) for each in kept] == [
        ("Half a day", successor.id),
        ("A day a week", sponsor.id),
    ]
    for other in (ann, world.staff, a_sponsor(another_organisation(), "elsewhere")):
        with pytest.raises(NotFound):
            undertake(other, pair)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", {"text": ""}),
        ("time_protected", {"time": " "}),
        ("review_on", {"review_on": date(2026, 3, 2)}),
    ],
)
def test_what_is_missing_is_said_beside_its_field(world, sponsor, field, given):
    with pytest.raises(Invalid) as refused:
        undertake(sponsor, a_pair(world), undertaken(**given))
    assert refused.value.field == field


def test_b28_bs3_one_word_of_encouragement(world, ann, mallory, sponsor):
    intention = a_shared(world)
    show(ann, intention)
    encourage(sponsor, intention)
    encourage(sponsor, intention, "Go on, please")
    assert [each.text for each in db.session.query(Encouragement)] == ["Go on, please"]
    for other in (ann, mallory, world.staff):
        with pytest.raises(Forbidden):
            encourage(other, intention)
    said = [
        [each.text for each in queries.encouragements(load_actor(person.id), again(intention))]
        for person in (ann, sponsor, mallory)
    ]
    assert said == [["Go on, please"], ["Go on, please"], []]
    commands.take_back_encouragement(actor_id=sponsor.id, intention_id=intention.id)
    assert db.session.query(Encouragement).count() == 0


def test_under_a_legal_hold_it_stays(world, ann, sponsor):
    intention = a_shared(world)
    show(ann, intention)
    encourage(sponsor, intention)
    keeping.place_hold(actor_id=world.staff.id, person_id=sponsor.id, reference="FOI 1", reason="A request")
    with pytest.raises(Conflict):
        commands.take_back_encouragement(actor_id=sponsor.id, intention_id=intention.id)
    assert db.session.query(Commitment).count() == 0
    assert db.session.query(Encouragement).count() == 1
