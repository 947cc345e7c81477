"""Measures on a person: each holds them back as far as it says, no further and no longer, and is told."""

from datetime import timedelta

import pytest

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands as forum
from cop.models import (
    AppointmentRole,
    Decision,
    Ground,
    Letter,
    Measure,
    MeasureKind,
    Membership,
    Person,
    Policy,
    Role,
    RoleName,
    State,
    Verdict,
)
from cop.models.measures import VERDICTS
from cop.spaces import commands
from cop.spaces.commands import Wanted
from cop.spaces.commands.measures import BARS
from tests.conftest import NOON
from tests.moderation import things
from tests.people import join, key, newcomer, set_policy

UNTIL = NOON + timedelta(days=7)
HOLDS_BACK = (MeasureKind.HELD, MeasureKind.READ_ONLY, MeasureKind.SUSPENDED)


def wanted(kind, *, until=UNTIL, ground=Ground.UNKIND, reason="Enough"):
    return Wanted(kind, until, ground, reason)


def take(actor, person, kind, *, space=None, **about):
    space_id = space.id if space else None
    return commands.take_measure(
        actor_id=actor.id, person_id=person.id, space_id=space_id, wanted=wanted(kind, **about)
    )


def able(person, space):
    """What they may do there: (read, write, have it read at once)."""
    actor = policy.load_actor(person.id)
    return (
        policy.can_read_space(actor, space),
        policy.writes_in(actor, space),
        not policy.is_held(actor, space),
    )


ABLE = {
    MeasureKind.NOTE: (True, True, True),
    MeasureKind.WARNING: (True, True, True),
    MeasureKind.HELD: (True, True, False),
    MeasureKind.READ_ONLY: (True, False, True),
    MeasureKind.SUSPENDED: (False, False, True),
}


@pytest.fixture(autouse=True)
def _open(world):
    set_policy(world.cohort, Policy.OPEN)
    set_policy(world.other, Policy.OPEN)


@pytest.mark.parametrize("kind", ABLE)
def test_it_holds_back_in_one_space_until_its_day_and_is_told(world, ann, bob, kind):
    assert able(bob, world.cohort) == (True, True, True), "control"
    measure = take(ann, bob, kind, space=world.cohort)
    assert able(bob, world.cohort) == ABLE[kind]
    decision = measure.decision
    assert (decision.verdict, decision.actor_id, decision.person_id, decision.ground) == (
        VERDICTS[kind],
        ann.id,
        bob.id,
        Ground.UNKIND,
    )
    assert decision.reason == "Until 9 March 2026. Enough"
    (letter,) = db.session.query(Letter).filter_by(decision_id=decision.id)
    assert letter.address == bob.email
    with clock.at(UNTIL):
        assert able(bob, world.cohort) == (True, True, True), "and no longer"


@pytest.mark.parametrize("kind", HOLDS_BACK)
def test_everywhere_is_everywhere_and_in_what_is_joined_later(world, ann, bob, kind):
    join_later = newcomer("dora", world.cohort)
    steward = _steward()
    take(steward, join_later, kind)
    assert able(join_later, world.cohort) == ABLE[kind]
    _join(join_later, world.other)
    assert able(join_later, world.other) == ABLE[kind]
    assert able(bob, world.cohort) == (True, True, True), "and nobody else"


@db.command
def _join(person, space):
    join(person, db.get(type(space), space.id))


def _steward(name="stella"):
    person = newcomer(name)
    things.appoint(person)
    return person


def test_a_removal_ends_it_and_its_end_brings_back_what_they_were(world, ann, bob):
    measure = take(ann, bob, MeasureKind.REMOVED, space=world.cohort, until=None)
    assert Membership.of(bob.id, world.cohort.id) is None
    commands.end_measure(actor_id=ann.id, measure_id=measure.id)
    assert Membership.of(bob.id, world.cohort.id).current_roles == {RoleName.MEMBER}


@pytest.mark.parametrize(
    ("days", "then"), [(3, {RoleName.MEMBER, RoleName.MODERATOR}), (30, {RoleName.MEMBER})]
)
def test_a_role_for_a_time_comes_back_for_the_rest_of_it(world, ann, days, then):
    ends = NOON + timedelta(days=10)
    tess = newcomer("tess", world.cohort)
    _make_moderator(tess, world.cohort, until=ends)
    measure = take(ann, tess, MeasureKind.REMOVED, space=world.cohort, until=None)
    with clock.at(NOON + timedelta(days=days)):
        commands.end_measure(actor_id=ann.id, measure_id=measure.id)
        back = Membership.of(tess.id, world.cohort.id)
        assert back.current_roles == then
        assert {each.ended_at for each in back.terms if each.name is RoleName.MODERATOR} <= {ends}
    with clock.at(ends):
        assert not policy.moderates(policy.load_actor(tess.id), world.cohort)


@db.command
def _make_moderator(person, space, *, until):
    membership = Membership.of(person.id, space.id)
    membership.roles.append(Role(name=RoleName.MODERATOR, ended_at=until))


@pytest.mark.parametrize("kind", list(MeasureKind))
def test_ended_before_its_day_it_holds_no_more(world, ann, bob, kind):
    measure = take(ann, bob, kind, space=world.cohort)
    ended = commands.end_measure(actor_id=ann.id, measure_id=measure.id, reason="Talked")
    assert able(bob, world.cohort) == (True, True, True)
    assert not ended.is_in_force()
    last = things.decisions()[-1]
    assert (last.verdict, last.undoes_id, last.reason) == (Verdict.REINSTATE, measure.decision_id, "Talked")
    commands.end_measure(actor_id=ann.id, measure_id=measure.id)
    assert things.decisions()[-1].id == last.id, "a repeat changes nothing"


def test_the_longer_of_two_holds(world, ann, bob):
    long = take(ann, bob, MeasureKind.SUSPENDED, space=world.cohort)
    short = take(_steward(), bob, MeasureKind.SUSPENDED, until=NOON + timedelta(days=2))
    commands.end_measure(actor_id=ann.id, measure_id=long.id)
    assert able(bob, world.cohort) == ABLE[MeasureKind.SUSPENDED], "that of the steward holds on"
    with clock.at(short.ends_at):
        assert able(bob, world.cohort) == (True, True, True)


def test_the_same_again_is_the_same(world, ann, bob):
    first = take(ann, bob, MeasureKind.WARNING, space=world.cohort)
    assert take(ann, bob, MeasureKind.WARNING, space=world.cohort).id == first.id
    assert len(things.decisions()) == 1


def test_powers_end_at_the_edge_of_the_space(world, ann, bob, mallory):
    with pytest.raises(NotFound):
        take(ann, mallory, MeasureKind.NOTE, space=world.other)
    with pytest.raises(Forbidden):
        take(ann, bob, MeasureKind.NOTE)
    with pytest.raises(Forbidden):
        take(bob, ann, MeasureKind.NOTE, space=world.cohort)
    measure = take(_steward(), bob, MeasureKind.NOTE)
    with pytest.raises(NotFound):
        commands.end_measure(actor_id=ann.id, measure_id=measure.id)
    assert things.decisions()[-1].verdict is Verdict.NOTE


def test_nobody_decides_about_themselves(world, ann):
    with pytest.raises(Forbidden):
        take(ann, ann, MeasureKind.NOTE, space=world.cohort)
    steward = _steward()
    with pytest.raises(Forbidden):
        take(steward, steward, MeasureKind.NOTE)


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"until": None}, "until"),
        ({"until": NOON}, "until"),
        ({"until": NOON + timedelta(days=367)}, "until"),
        ({"ground": Ground.OTHER, "reason": " "}, "reason"),
    ],
)
def test_it_needs_an_end_and_a_reason(world, ann, bob, about, field):
    with pytest.raises(Invalid) as refused:
        take(ann, bob, MeasureKind.SUSPENDED, space=world.cohort, **about)
    assert refused.value.field == field
    assert things.decisions() == []


def test_the_last_moderator_is_kept(world, ann):
    for kind in BARS:
        with pytest.raises(Conflict, match="only moderator"):
            take(world.staff, ann, kind, space=world.cohort)


def test_who_reads_only_moderates_nothing(world, ann, bob):
    carol = newcomer("carol", world.cohort)
    _moderate(carol, world.cohort)
    take(carol, ann, MeasureKind.READ_ONLY, space=world.cohort)
    actor = policy.load_actor(ann.id)
    assert not policy.moderates(actor, world.cohort)
    assert set(db.session.scalars(policy.moderators_of(world.cohort))) == {carol.id}


@db.command
def _moderate(person, space):
    membership = Membership.of(person.id, space.id)
    membership.roles.append(Role(name=RoleName.MODERATOR))


def test_a_suspended_steward_is_none_until_their_day(world, bob):
    first, second = _steward(), _steward("dora")
    with pytest.raises(Forbidden, match="Only programme staff"):
        take(second, first, MeasureKind.SUSPENDED)
    take(world.staff, first, MeasureKind.SUSPENDED)
    assert not policy.load_actor(first.id).has(AppointmentRole.STEWARD)
    with clock.at(UNTIL):
        assert policy.load_actor(first.id).has(AppointmentRole.STEWARD)


def test_what_is_held_was_written_and_stays_as_released(world, ann, bob):
    before = things.open_topic(bob, world.cohort)
    take(ann, bob, MeasureKind.HELD, space=world.cohort)
    post = forum.post_reply(actor_id=bob.id, topic_id=before.topic_id, text="More", key=key())
    assert post.state is State.HELD
    with pytest.raises(Forbidden):
        forum.edit_post(actor_id=bob.id, post_id=before.id, text="Other", version=1)


def test_only_what_is_in_force_there_is_listed(world, ann, bob):
    take(ann, bob, MeasureKind.NOTE, space=world.cohort)
    assert [each.kind for each in Measure.of(bob.id, world.cohort.id)] == [MeasureKind.NOTE]
    with clock.at(UNTIL):
        assert Measure.of(bob.id, world.cohort.id) == []
    assert Measure.of(bob.id, None) == []
    assert db.session.query(Decision).count() == 1


def test_a_removed_steward_is_none_either(world):
    first = _steward()
    measure = take(world.staff, first, MeasureKind.REMOVED, until=None)
    assert not policy.load_actor(first.id).appointments
    commands.end_measure(actor_id=world.staff.id, measure_id=measure.id)
    assert policy.load_actor(first.id).has(AppointmentRole.STEWARD), "control"


def test_removed_added_and_removed_again_they_are_out(world, ann, bob):
    first = take(ann, bob, MeasureKind.REMOVED, space=world.cohort, until=None)
    commands.add_member(actor_id=ann.id, space_id=world.cohort.id, person_id=bob.id)
    assert Measure.of(bob.id, world.cohort.id) == [], "back, so removed no more"
    second = take(ann, bob, MeasureKind.REMOVED, space=world.cohort, until=None)
    assert second.id != first.id
    assert Membership.of(bob.id, world.cohort.id) is None


def test_removed_everywhere_nobody_takes_them_in(world, ann, bob):
    take(_steward(), bob, MeasureKind.REMOVED, until=None)
    with pytest.raises(Conflict, match="removed from all spaces"):
        commands.add_member(actor_id=ann.id, space_id=world.cohort.id, person_id=bob.id)


def test_of_two_removals_the_last_to_end_brings_them_back(world, ann, bob):
    there = take(ann, bob, MeasureKind.REMOVED, space=world.cohort, until=None)
    steward = _steward()
    for_a_while, for_good = (take(steward, bob, MeasureKind.REMOVED, until=until) for until in (UNTIL, None))
    commands.end_measure(actor_id=steward.id, measure_id=for_a_while.id)
    commands.end_measure(actor_id=ann.id, measure_id=there.id)
    assert Membership.of(bob.id, world.cohort.id) is None
    commands.end_measure(actor_id=steward.id, measure_id=for_good.id)
    assert Membership.of(bob.id, world.cohort.id).current_roles == {RoleName.MEMBER}
    assert Membership.of(bob.id, world.set_a.id) is not None


def test_another_warning_is_another(world, ann, bob):
    first = take(ann, bob, MeasureKind.WARNING, space=world.cohort)
    assert take(ann, bob, MeasureKind.WARNING, space=world.cohort, reason="Again").id != first.id


def test_who_is_held_moderates_nothing(world, ann):
    carol = newcomer("carol", world.cohort)
    _moderate(carol, world.cohort)
    take(carol, ann, MeasureKind.HELD, space=world.cohort)
    assert not policy.moderates(policy.load_actor(ann.id), world.cohort)


@pytest.mark.parametrize("kind", HOLDS_BACK)
def test_who_is_held_back_everywhere_keeps_their_profile_as_it_is(bob, kind):
    take(_steward(), bob, kind)
    with pytest.raises(Forbidden, match="held back everywhere"):
        commands.update_profile(
            actor_id=bob.id, name="Ann Is Wrong", professional_role=bob.professional_role, about="",
            shares_email=False, shares_about=True, is_listed=True,
        )  # fmt: skip
    assert db.session.get_one(Person, bob.id, populate_existing=True).name == "Bob"
