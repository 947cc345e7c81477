"""Who leaves takes nothing along that a hold on somebody else keeps, and nothing of theirs outlasts that (C16)."""

from cop import clock, db
from cop.keeping import commands
from cop.models import AppointmentRole, Kept, Wave, WaveRow, Way
from cop.models.keeping import DAY
from tests import people
from tests.accounts.leaver import gone, leave, work_off
from tests.accounts.letterbox import give_password
from tests.conftest import NOON
from tests.keeping.things import place, put


@db.command
def give_away(person, wave, *, email):
    """Let the list be from this person, and name whoever has this address."""
    db.get(Wave, wave.id).actor_id = person.id
    db.session.query(WaveRow).filter_by(wave_id=wave.id).one().email = email


def leave_for_good(person):
    give_password(person)
    leave(person, Way.REMOVED)
    work_off()
    assert gone(person.id).done_at


def test_a_list_that_was_not_sent_stays_where_it_names_somebody_under_hold(world):
    kept, other = (put(Kept.WAVES, world).row for _ in range(2))
    give_away(world.mallory, kept, email=world.ann.email)
    give_away(world.mallory, other, email="rowan@example.org")
    place(world, person_id=world.ann.id)

    leave_for_good(world.mallory)

    assert db.session.get(Wave, kept.id)
    assert db.session.get(Wave, other.id) is None, "control"


def test_a_list_from_somebody_under_hold_names_them_until_that_is_lifted(world, bob):
    from_staff, other = (put(Kept.WAVES, world).row for _ in range(2))
    give_away(world.ann, other, email=bob.email)
    steward = people.newcomer("steward", world.network)
    people.appoint(steward, AppointmentRole.STEWARD)
    placed = commands.place_hold(
        actor_id=steward.id, person_id=world.staff.id, reference="FOI 7", reason="A request"
    )

    leave_for_good(bob)

    assert [row.wave_id for row in db.session.query(WaveRow)] == [from_staff.id], (
        "control: the other's is gone"
    )
    commands.lift_hold(actor_id=steward.id, hold_id=placed.id, reason="It was answered")
    with clock.at(NOON + 91 * DAY):
        commands.let_go(kind=Kept.WAVES)
    assert db.session.query(WaveRow).count() == 0
