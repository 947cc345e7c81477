"""A set is told that something waits in its contract, without a word of it."""

from datetime import timedelta

from cop import clock, db
from cop.meetings import tasks
from cop.meetings.commands import contracts, offers
from cop.models import Notice, NoticeKind, RoleName
from cop.models.lives import Offer
from cop.notifications import commands as notifications
from tests import people
from tests.conftest import NOON
from tests.meetings.contracts import conclude
from tests.people import words

WAITS = ("contract", None)


def write(actor, space, text="We start on time.", seen=0):
    change = "Other words" if seen else ""
    return contracts.write_rules(actor_id=actor.id, space_id=space.id, text=text, change=change, seen=seen)


def page(client_for, person) -> str:
    said = words(client_for(person).get("/notifications")).split("<main")[1]
    return " ".join(said.replace("</a>", "").split())


def test_all_others_in_the_set_are_told_of_rules_until_they_accept_them(
    world, ann, bob, mallory, told, client_for
):
    dan = people.newcomer("dan", world.cohort)
    observer = people.newcomer_as(RoleName.OBSERVER, "eve", world.set_a)
    write(ann, world.set_a)
    assert told(bob) == [WAITS]
    assert told(ann) == told(mallory) == told(dan) == told(observer) == []
    assert "the contract of your set waits" in page(client_for, bob)
    assert "We start on time." not in page(client_for, bob)
    contracts.accept_rules(actor_id=bob.id, space_id=world.set_a.id, number=1)
    assert told(bob) == [], "it is seen"
    write(bob, world.set_a, "We start at ten past.", seen=1)
    assert told(ann) == [WAITS]


def test_it_leads_to_the_contract_and_comes_once_before_it_is_seen(world, ann, bob, told, client_for):
    write(ann, world.set_a)
    write(ann, world.set_a, "We start at ten past.", seen=1)
    (notice,) = db.session.query(Notice).filter_by(person_id=bob.id, kind=NoticeKind.CONTRACT).all()
    assert client_for(bob).get(f"/notifications/{notice.id}").location == "/spaces/cohort-1-set-a/contract"
    people.evict(bob, world.set_a)
    assert "contract of your set" not in page(client_for, bob), "who has left is told nothing"


def test_it_is_switched_off(world, ann, bob, told):
    notifications.choose_kinds(actor_id=bob.id, wanted=[])
    write(ann, world.set_a)
    assert told(bob) == []


def test_a_dormant_set_is_told_and_of_each_offer_once(world, ann, bob, told):
    conclude(world.set_a, ann, bob)
    assert told(ann) == told(bob) == []
    steward = people.a_steward()
    with clock.at(NOON + timedelta(days=70)):
        tasks.look_after_sets.body()
        assert told(ann) == told(bob) == [WAITS]
        notifications.see_all(actor_id=bob.id, upto=2**53)
        offers.offer(actor_id=steward.id, space_id=world.set_a.id, kind=Offer.REBOOK)
        assert told(bob) == [WAITS]
        notifications.see_all(actor_id=bob.id, upto=2**53)
        offers.offer(actor_id=steward.id, space_id=world.set_a.id, kind=Offer.REBOOK)
        assert told(bob) == [], "a repeat is none"
        assert told(steward) == []
