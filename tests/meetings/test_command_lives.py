"""The life of a set, from forming to closed, by what it agrees on and what it has held (domain.md 2.5)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cop import clock, db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.meetings import commands as meetings
from cop.meetings import tasks
from cop.meetings.commands import contracts, lives, offers
from cop.meetings.queries import lives as finding
from cop.models import Contract, Meeting, Question, RoleName, RoomState, Space
from cop.models.lives import TURNS, Life, Offer, SetStep, Turn
from cop.models.meetings_choices import Next
from cop.models.meetings_states import MeetingState
from tests import people
from tests.conftest import NOON
from tests.meetings.contracts import Meetings, conclude


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, world) -> Callable[..., None]:
    """`held(3, by=[ann])`: let the set have held so many meetings by now."""
    return Meetings(monkeypatch, world.set_a).are


def life(space: Space) -> Life:
    db.session.expire_all()
    contract = Contract.of(space.id)
    assert contract is not None
    return contract.life


def sweep() -> None:
    tasks.look_after_sets.body()


def want_it(space, *actors) -> None:
    for actor in actors:
        contracts.say_yes(actor_id=actor.id, space_id=space.id, question=Question.SELF_FACILITATION)


def close(actor, space) -> None:
    contracts.say_yes(actor_id=actor.id, space_id=space.id, question=Question.CLOSING)


def renew(actor, space, more=5):
    contract = Contract.of(space.id)
    seen = contract.version if contract else 0
    return lives.renew(actor_id=actor.id, space_id=space.id, more=more, seen=seen)


def test_a_concluded_contract_is_a_set_that_has_yet_to_meet(world, ann, bob):
    conclude(world.set_a, ann)
    assert life(world.set_a) is Life.FORMING
    conclude(world.set_a, ann, bob)
    assert life(world.set_a) is Life.CONTRACTED
    assert [step.turn for step in SetStep.of(world.set_a.id)] == [Turn.CONCLUDED]


def test_b30_a_set_without_an_adviser_goes_on_and_renews(world, ann, bob, held):
    """With nobody but its members: nobody of the staff does anything here."""
    space = world.set_a
    conclude(space, ann, bob)
    held(1, by=[ann])
    sweep()
    assert life(space) is Life.FACILITATED
    held(2, by=[ann, bob])
    sweep()
    assert life(space) is Life.TRANSITIONING
    held(3, by=[ann, bob])
    want_it(space, ann, bob)
    assert life(space) is Life.SELF_FACILITATED
    renew(bob, space)
    assert life(space) is Life.RENEWED
    assert Contract.of(space.id).meetings == 10
    renew(ann, space)
    assert life(space) is Life.RENEWED


@pytest.mark.parametrize("lacks", ["meetings", "leaders", "yeses", "nothing"])
def test_a_set_runs_itself_once_three_things_are_true(world, ann, bob, held, lacks):
    space = world.set_a
    conclude(space, ann, bob)
    held(2 if lacks == "meetings" else 3, by=[ann] if lacks == "leaders" else [ann, bob])
    want_it(space, ann, *([] if lacks == "yeses" else [bob]))
    sweep()
    expected = Life.SELF_FACILITATED if lacks == "nothing" else Life.TRANSITIONING
    assert life(space) is expected


def test_an_adviser_who_led_is_no_member_who_did(world, ann, bob, held):
    space = world.set_a
    conclude(space, ann, bob)
    held(3, by=[ann, world.staff])
    want_it(space, ann, bob)
    assert life(space) is Life.TRANSITIONING


def test_renewal_is_asked_for_before_the_last_meeting_and_done_once(world, ann, bob, held):
    space = world.set_a
    with pytest.raises(Conflict):
        renew(ann, space)
    conclude(space, ann, bob)
    held(3)
    sweep()
    assert not finding.standing_of(db.get(Space, space.id)).asks_for_renewal
    held(4)
    assert finding.standing_of(db.get(Space, space.id)).asks_for_renewal
    seen = Contract.of(space.id).version
    for more in (0, 25):
        with pytest.raises(Invalid):
            renew(ann, space, more)
    lives.renew(actor_id=ann.id, space_id=space.id, more=5, seen=seen)
    with pytest.raises(Conflict):
        lives.renew(actor_id=ann.id, space_id=space.id, more=5, seen=seen)
    with pytest.raises(NotFound):
        lives.renew(actor_id=world.staff.id, space_id=space.id, more=5, seen=seen)
    assert Contract.of(space.id).meetings == 10
    assert not finding.standing_of(db.get(Space, space.id)).asks_for_renewal


def test_terms_are_changed_after_many_renewals_and_there_is_an_end_to_them(world, ann, bob, held):
    space = world.set_a
    conclude(space, ann, bob)
    held(3)
    sweep()
    for _ in range(9):
        renew(ann, space, more=24)
    with pytest.raises(Invalid):
        renew(ann, space, more=24)
    contract = Contract.of(space.id)
    terms = contracts.Terms("Another purpose", contract.meetings, 35, 90)
    contracts.agree_on_terms(actor_id=ann.id, space_id=space.id, terms=terms, seen=contract.version)
    assert Contract.of(space.id).purpose == "Another purpose"


def test_it_is_dormant_after_twice_its_cadence_and_wakes_with_a_date(world, ann, bob, held):
    space = world.set_a
    conclude(space, ann, bob)
    held(3, last=NOON)
    sweep()
    assert life(space) is Life.TRANSITIONING
    with clock.at(NOON + timedelta(days=70, seconds=-1)):
        sweep()
        assert life(space) is Life.TRANSITIONING
    with clock.at(NOON + timedelta(days=70)):
        sweep()
        assert life(space) is Life.DORMANT
        sweep()
        held(3, last=NOON, booked=NOON + timedelta(days=80))
        sweep()
        assert life(space) is Life.TRANSITIONING
    assert [step.turn for step in SetStep.of(space.id)][:2] == [Turn.WOKE, Turn.FELL_SILENT]


def test_who_has_a_date_or_no_contract_is_not_dormant(world, ann, bob, held):
    conclude(world.set_a, ann)
    with clock.at(NOON + timedelta(days=400)):
        sweep()
        assert life(world.set_a) is Life.FORMING
        conclude(world.set_a, ann, bob)
    held(0, booked=NOON + timedelta(days=600))
    with clock.at(NOON + timedelta(days=500)):
        sweep()
    assert life(world.set_a) is Life.CONTRACTED


def test_it_closes_once_more_than_half_say_so_and_for_good(world, ann, bob):
    space = world.set_a
    conclude(space, ann, bob)
    close(ann, space)
    assert life(space) is Life.CONTRACTED
    close(bob, space)
    assert life(space) is Life.CLOSED
    assert db.get(Space, space.id).room_state is RoomState.ARCHIVED
    assert SetStep.of(space.id)[0].actor_id == bob.id
    for act in (close, want_it_not, renew):
        with pytest.raises(Conflict):
            act(ann, space)
    sweep()
    assert life(space) is Life.CLOSED


def test_nothing_is_held_in_a_set_that_is_closed(circle):
    circle.convene(starts_at=NOON + timedelta(days=7))
    conclude(circle.space, circle.ann, circle.bob, circle.carol, circle.dan, circle.adviser)
    for person in circle.members[:3]:
        assert circle.state is MeetingState.SCHEDULED
        close(person, circle.space)
    assert circle.state is MeetingState.CANCELLED
    with pytest.raises(Conflict, match="closed"):
        circle.convene(starts_at=NOON + timedelta(days=7))


def test_nor_does_one_follow_on_the_last(circle):
    circle.lead_to(MeetingState.CLOSE)
    about = {"step": Next.DATE, "starts_at": NOON + timedelta(days=7), "host_id": circle.bob.id}
    meetings.settle_next(**circle.of(circle.ann), **about)
    for person in circle.members[:3]:
        close(person, circle.space)
    circle.move(MeetingState.RECORD)
    assert db.session.query(Meeting).count() == 1


def want_it_not(actor, space) -> None:
    contracts.take_yes_back(actor_id=actor.id, space_id=space.id, question=Question.CLOSING)


def test_an_adviser_closes_nothing(world, ann, bob):
    conclude(world.set_a, ann, bob)
    adviser = people.newcomer_as(RoleName.FACILITATOR, "eve", world.set_a)
    with pytest.raises(Forbidden):
        close(adviser, world.set_a)


@pytest.fixture
def dormant(world, ann, bob):
    conclude(world.set_a, ann, bob)
    with clock.at(NOON + timedelta(days=70)):
        sweep()
        assert life(world.set_a) is Life.DORMANT
        yield world.set_a


def offer(actor, space, kind=Offer.CLOSE):
    return offers.offer(actor_id=actor.id, space_id=space.id, kind=kind)


def test_a_steward_offers_three_ways_on_each_once(world, ann, dormant):
    steward = people.a_steward()
    for kind in Offer:
        assert offer(steward, dormant, kind).id == offer(steward, dormant, kind).id
    for stranger in (ann, world.mallory):
        with pytest.raises(NotFound):
            offer(stranger, dormant)


def test_nothing_is_offered_to_a_set_that_is_awake(world, ann, bob):
    conclude(world.set_a, ann, bob)
    with pytest.raises(Conflict):
        offer(people.a_steward(), world.set_a)


def test_a_steward_closes_what_nobody_has_closed_for_28_days(world, dormant):
    steward = people.a_steward()

    def shut() -> None:
        offers.close_unanswered(actor_id=steward.id, space_id=dormant.id)

    with pytest.raises(Conflict):
        shut()
    offer(steward, dormant, Offer.REBOOK)
    offer(steward, dormant, Offer.CLOSE)
    with clock.at(NOON + timedelta(days=97)), pytest.raises(Conflict):
        shut()
    with clock.at(NOON + timedelta(days=98)):
        with pytest.raises(NotFound):
            offers.close_unanswered(actor_id=world.mallory.id, space_id=dormant.id)
        shut()
    assert life(dormant) is Life.CLOSED


def test_an_offer_of_an_earlier_silence_closes_nothing(world, held, dormant):
    steward = people.a_steward()
    offer(steward, dormant)
    woken = NOON + timedelta(days=80)
    held(1, last=woken)
    with clock.at(woken):
        sweep()
        assert life(dormant) is not Life.DORMANT
    with clock.at(woken + timedelta(days=200)):
        sweep()
        assert life(dormant) is Life.DORMANT
        with pytest.raises(Conflict):
            offers.close_unanswered(actor_id=steward.id, space_id=dormant.id)


def test_no_life_is_left_but_by_the_table_and_nothing_opens_what_is_closed():
    assert not [each for each in TURNS if each[0] is Life.CLOSED]
    assert all((each, Turn.ENDED) in TURNS for each in Life if each is not Life.CLOSED)
    reached = {to for to in TURNS.values() if to is not None}
    assert reached | {Life.FORMING} == set(Life)
