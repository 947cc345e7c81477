"""Who leaves takes nothing along that a hold on somebody else keeps, and nothing of theirs outlasts that (C16)."""

from cop import clock, db
from cop.forum import commands as forum
from cop.keeping import commands
from cop.models import Kept, Poll, Step, Wave, WaveRow, Way
from cop.models.keeping import DAY
from tests import people, polls
from tests.accounts.leaver import gone, leave, work_off
from tests.accounts.letterbox import give_password
from tests.conftest import NOON
from tests.keeping.things import lift, place, put


@db.command
def give_away(person, wave, *, email):
    """Let the list be from this person, and name whoever has this address."""
    db.get(Wave, wave.id).actor_id = person.id
    db.session.query(WaveRow).filter_by(wave_id=wave.id).one().email = email


@db.command
def _put_topic(world, author):
    return people.put_topic(world.cohort, author, "Where next")


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
    steward = people.a_steward("steward", world.network)
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


def test_a_poll_waits_whose_outcome_was_written_by_somebody_under_hold(world, ann, bob):
    topic = _put_topic(world, bob)
    with_outcome, other = (polls.ask(bob, topic.id) for _ in range(2))
    forum.close_poll(actor_id=bob.id, poll_id=with_outcome.id)
    forum.write_outcome(actor_id=ann.id, poll_id=with_outcome.id, text="Ann's words", version=0)
    placed = place(world, person_id=ann.id)

    give_password(bob)
    leave(bob, Way.REMOVED)
    work_off()
    assert db.session.get(Poll, with_outcome.id).outcome.text == "Ann's words"
    assert db.session.get(Poll, other.id) is None, "control"
    assert (gone(bob.id).step, gone(bob.id).done_at) == (Step.REST, None)

    lift(world, placed)
    work_off()
    assert db.session.get(Poll, with_outcome.id) is None
    assert gone(bob.id).done_at
