"""A place at a visit: taken, waited for, given back; and whoever waited longest comes in by themselves."""

from datetime import timedelta

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.gatherings import commands
from cop.models import AccessNote, GatheringPlace, Invited, Notice, NoticeKind, Person, ProfessionalRole
from tests import people
from tests.at_once import at_once
from tests.conftest import NOON, later
from tests.gatherings.rows import arrange, details, put_gathering, sign_up, standing
from tests.people import World

TODAY = NOON.date()
SOON = TODAY + timedelta(days=10)


def told(person: Person) -> list[NoticeKind]:
    db.session.rollback()
    rows = db.session.query(Notice).filter_by(person_id=person.id, seen_at=None).order_by(Notice.id)
    return [each.kind for each in rows]


def withdraw(person, gathering) -> None:
    commands.withdraw(actor_id=person.id, gathering_id=gathering.id)


@pytest.fixture
def dan(world: World) -> Person:
    return people.newcomer("dan", world.cohort)


def test_a19_places_are_taken_in_order_and_who_waited_longest_comes_in_and_is_told(world: World, dan):
    visit = arrange(world.ann, world.cohort, SOON, places=1)
    eve = people.newcomer("eve", world.cohort)
    assert sign_up(visit, world.bob, dan, eve) == [True, False, False]
    assert sign_up(visit, world.bob, dan) == [True, False], "a repeat changes nothing"
    assert told(world.bob) == told(dan) == []
    withdraw(world.bob, visit)
    assert standing(visit) == {dan.id: True, eve.id: False}
    assert told(dan) == [NoticeKind.PLACE_GIVEN]
    assert told(eve) == told(world.bob) == []
    withdraw(world.bob, visit)
    assert standing(visit) == {dan.id: True, eve.id: False}, "a repeat is harmless"
    assert sign_up(visit, world.bob) == [False], "whoever comes back waits behind the others"


def test_whoever_leaves_the_cohort_gives_their_place_to_the_next(world: World, dan):
    visit = arrange(world.ann, world.cohort, SOON, places=1)
    sign_up(visit, world.bob, dan)
    people.evict(world.bob, world.cohort)
    assert standing(visit) == {dan.id: True}
    assert told(dan) == [NoticeKind.PLACE_GIVEN]


def test_more_places_let_people_in_and_fewer_take_none_away(world: World, dan):
    visit = arrange(world.ann, world.cohort, SOON, places=1)
    sign_up(visit, world.bob, dan)
    about = {"actor_id": world.ann.id, "gathering_id": visit.id}
    commands.rearrange(**about, details=details(SOON, places=2), seen=0)
    assert standing(visit) == {world.bob.id: True, dan.id: True}
    with pytest.raises(Invalid) as refusal:
        commands.rearrange(**about, details=details(SOON, places=1), seen=1)
    assert refusal.value.field == "places"
    sign_up(visit, world.ann)
    commands.rearrange(**about, details=details(SOON), seen=1)
    assert standing(visit)[world.ann.id], "room for all who come"


def test_who_can_sign_up(world: World):
    visit = arrange(world.ann, world.cohort, SOON)
    with pytest.raises(NotFound):
        sign_up(visit, world.mallory)
    with pytest.raises(Forbidden):
        sign_up(visit, world.staff)
    for_directors = arrange(world.ann, world.cohort, SOON, invited=Invited.DIRECTORS)
    with pytest.raises(Forbidden):
        sign_up(for_directors, world.bob)
    _be(world.bob, ProfessionalRole.RD_DIRECTOR)
    assert sign_up(for_directors, world.bob) == [True]


@db.command
def _be(person: Person, role: ProfessionalRole) -> None:
    db.lock(Person, person.id).professional_role = role


def test_nobody_signs_up_or_withdraws_once_its_day_has_come_or_it_is_cancelled(world: World):
    visit, cancelled = (arrange(world.ann, world.cohort, SOON) for _ in range(2))
    sign_up(visit, world.bob)
    commands.cancel(actor_id=world.ann.id, gathering_id=cancelled.id)
    with pytest.raises(Forbidden):
        sign_up(cancelled, world.bob)
    with later(10 * 86_400):
        with pytest.raises(Forbidden):
            sign_up(visit, world.ann)
        with pytest.raises(Conflict):
            withdraw(world.bob, visit)


def test_two_take_the_last_place_at_once_and_one_of_them_waits(committed: World):
    """On connections of their own: whoever comes second finds it taken."""
    dan = people.newcomer("dan", committed.cohort)
    visit = db.command(lambda: put_gathering(committed.cohort, committed.ann))()
    sign_up(visit, committed.ann)
    found = at_once([lambda each=each: sign_up(visit, each) for each in (committed.bob, dan)])
    assert sorted(found) == [[False], [True]]
    places = db.session.query(GatheringPlace).filter(GatheringPlace.given_at.is_not(None)).count()
    assert places == visit.places == 2


class TestNeeds:
    @pytest.fixture
    def visit(self, world: World):
        made = arrange(world.ann, world.cohort, SOON)
        sign_up(made, world.bob)
        return made

    def tell(self, person, visit, *, consents=True) -> AccessNote:
        about = {"actor_id": person.id, "gathering_id": visit.id}
        return commands.tell_needs(**about, text="A ramp", consents=consents)

    def test_they_are_told_by_consent_by_who_signed_up(self, world: World, visit, dan):
        with pytest.raises(Invalid) as refusal:
            self.tell(world.bob, visit, consents=False)
        assert refusal.value.field == "consents"
        self.tell(world.bob, visit)
        self.tell(world.bob, visit)
        assert db.session.query(AccessNote).count() == 1
        with pytest.raises(Forbidden):
            self.tell(dan, visit)

    @pytest.mark.parametrize("how", ["forgotten", "withdrawn", "taken over", "left"])
    def test_they_are_gone(self, world: World, visit, how):
        self.tell(world.bob, visit)
        of_bob, of_staff = (
            {"actor_id": each.id, "gathering_id": visit.id} for each in (world.bob, world.staff)
        )
        match how:
            case "forgotten":
                commands.forget_needs(**of_bob)
            case "withdrawn":
                commands.withdraw(**of_bob)
            case "taken over":
                commands.take_over(**of_staff)
                assert told(world.bob) == [NoticeKind.GATHERING]
            case "left":
                people.evict(world.bob, world.cohort)
        db.session.rollback()
        assert db.session.query(AccessNote).count() == 0
