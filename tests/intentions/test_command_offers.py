"""Help from other organisations: offered to the pair, accepted or declined by it, taken back by whoever offered."""

import pytest

from cop import clock, db
from cop.errors import Conflict, Doubtful, Forbidden, Invalid, NotFound, TooFast
from cop.intentions import commands, queries
from cop.keeping import commands as keeping
from cop.models import IntentionStatus, Offer, Way
from cop.policy import load_actor
from tests import people
from tests.accounts.leaver import gone, leave, work_off
from tests.accounts.letterbox import give_password
from tests.conftest import later
from tests.intentions.pairs import a_pair, a_shared, again, draft

TEXT = "We have a template for that"


def offer(person, intention, text=TEXT, key="0123456789abcdef"):
    return commands.offer_help(actor_id=person.id, intention_id=intention.id, text=text, key=key)


def answer(person, offered, *, accepted):
    return commands.answer_offer(actor_id=person.id, offer_id=offered.id, accepted=accepted)


def read_by(person, intention) -> list[str]:
    return [each.text for each in queries.offers(load_actor(person.id), again(intention))]


def test_b16_pa5_help_is_offered_to_the_pair_and_read_by_others_once_it_is_accepted(world, ann, bob, mallory):
    intention = a_shared(world)
    reader = people.newcomer("reader", world.network)
    offered = offer(mallory, intention)
    assert [read_by(each, intention) for each in (ann, bob, mallory)] == [[TEXT]] * 3
    assert read_by(reader, intention) == []
    answer(ann, offered, accepted=True)
    assert read_by(reader, intention) == [TEXT]
    answer(bob, offered, accepted=False)
    assert read_by(reader, intention) == [], "the last answer holds"


def test_it_says_where_they_were_then(world, mallory):
    assert offer(mallory, a_shared(world)).organisation_id == mallory.organisation_id


def test_a_repeat_is_one_offer_and_the_same_key_for_something_else_is_refused(world, mallory):
    intention = a_shared(world)
    assert offer(mallory, intention).id == offer(mallory, intention).id
    with pytest.raises(Conflict):
        offer(mallory, intention, "Something else")


@pytest.mark.parametrize("text", ["", "x" * 1_001, "NHS number 999 000 0018"])
def test_what_can_not_be_kept_is_refused(world, mallory, text):
    with pytest.raises((Invalid, Doubtful)):
        offer(mallory, a_shared(world), text)


def test_the_pair_and_who_only_looks_after_the_place_offer_nothing(world, ann):
    intention = a_shared(world)
    for other in (ann, world.staff):
        with pytest.raises(Forbidden):
            offer(other, intention)


def test_a_draft_is_nothing_to_others_and_a_closed_one_takes_no_help(world, ann, mallory):
    pair = a_pair(world)
    with pytest.raises(NotFound):
        offer(mallory, draft(ann, pair))
    shared = a_shared(world, a_pair(world))
    commands.set_status(actor_id=ann.id, intention_id=shared.id, status=IntentionStatus.STOPPED)
    with pytest.raises(Forbidden):
        offer(mallory, shared)


def test_whose_words_wait_everywhere_offers_nothing(world, mallory):
    intention = a_shared(world)

    @db.command
    def hold() -> None:
        from cop.models import Membership

        for space in (world.other, world.network):
            membership = Membership.of(mallory.id, space.id)
            assert membership is not None
            membership.held_until = clock.days_after(clock.now(), 7)

    hold()
    with pytest.raises(Forbidden):
        offer(mallory, intention)


def test_too_many_at_once(world, mallory):
    intention = a_shared(world)
    for number in range(10):
        offer(mallory, intention, f"Offer {number}", f"{number:016x}")
    with pytest.raises(TooFast):
        offer(mallory, intention, "One more", "f" * 16)
    with later(1_801):
        assert offer(mallory, intention, "One more", "f" * 16)


def test_who_offered_takes_it_back_and_nobody_else_does(world, ann, mallory):
    intention = a_shared(world)
    offered = offer(mallory, intention)
    with pytest.raises(Forbidden):
        commands.take_back_offer(actor_id=ann.id, offer_id=offered.id)
    with pytest.raises(NotFound):
        commands.take_back_offer(actor_id=world.staff.id, offer_id=offered.id)
    commands.take_back_offer(actor_id=mallory.id, offer_id=offered.id)
    assert db.session.query(Offer).count() == 0


def test_under_a_legal_hold_it_stays(world, mallory):
    offered = offer(mallory, a_shared(world))
    keeping.place_hold(actor_id=world.staff.id, person_id=mallory.id, reference="FOI 1", reason="A request")
    with pytest.raises(Conflict):
        commands.take_back_offer(actor_id=mallory.id, offer_id=offered.id)
    assert db.session.query(Offer).count() == 1


@pytest.mark.parametrize(("way", "left"), [(Way.UNNAMED, ["Accepted"]), (Way.REMOVED, [])])
def test_who_leaves_takes_along_what_no_pair_has_accepted(world, ann, mallory, way, left):
    intention = a_shared(world)
    answer(ann, offer(mallory, intention, "Accepted"), accepted=True)
    offer(mallory, intention, "Waiting", "f" * 16)
    give_password(mallory)
    leave(mallory, way)
    work_off()
    assert gone(mallory.id).done_at
    assert [each.text for each in db.session.query(Offer)] == left


def test_what_was_offered_to_a_pair_whose_space_is_under_hold_goes_once_that_is_lifted(world, mallory):
    intention = a_shared(world)
    offer(mallory, intention)
    space_id = again(intention).pair.space_id
    placed = keeping.place_hold(
        actor_id=world.staff.id, space_id=space_id, reference="FOI 2", reason="A request"
    )
    give_password(mallory)
    leave(mallory, Way.REMOVED)
    work_off()
    assert db.session.query(Offer).count() == 1
    assert not gone(mallory.id).done_at
    keeping.lift_hold(actor_id=world.staff.id, hold_id=placed.id, reason="It was answered")
    work_off()
    assert db.session.query(Offer).count() == 0
