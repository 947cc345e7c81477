"""Sets of the demonstration, their meetings and how they have gone on (domain.md 6.4), counted."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.demonstration import rhythm, story
from cop.meetings.queries.contracts import agreement
from cop.meetings.queries.lives import next_turn, standing_of
from cop.models import (
    Contract,
    GroundRules,
    Meeting,
    MeetingAction,
    MeetingBid,
    MeetingSlot,
    Membership,
    Role,
    RoleName,
    Space,
    SpaceKind,
    Workshop,
    met,
)
from cop.models.lives import RUNS_ITSELF, Life
from cop.models.meetings_outcomes import ActionState
from cop.models.meetings_states import MeetingState
from tests.demonstration.counting import count

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.usefixtures("_bound")]

AFTER = story.AS_OF - timedelta(days=1_096)


def sets() -> Sequence[Space]:
    return db.session.scalars(sa.select(Space).where(Space.kind == SpaceKind.SET).order_by(Space.slug)).all()


def by_meeting(kind: type) -> Counter[int]:
    query = sa.select(kind.meeting_id, sa.func.count()).group_by(kind.meeting_id)  # type: ignore[attr-defined]
    return Counter(dict(iter(db.session.execute(query))))


def test_there_are_nine_sets_and_twenty_and_who_is_in_them() -> None:
    ids = [each.id for each in sets()]
    assert len(ids) == 9 + 20
    query = (
        sa.select(Space.slug, sa.func.count())
        .join(Membership, Membership.space_id == Space.id)
        .join(Membership.roles)
        .where(Space.id.in_(ids), Membership.holds(), Role.holds(), Role.name == RoleName.MEMBER)
        .group_by(Space.slug)
    )
    sizes = dict(iter(db.session.execute(query)))
    assert len(sizes) == 29
    assert set(sizes.values()) == {6, 7}
    assert sum(size for slug, size in sizes.items() if slug.startswith("wave-")) == 128


def test_both_of_a_pair_are_in_one_set_in_half_of_the_waves_alone() -> None:
    halves = [each for each in story.characters() if each.pair]
    of_email = {each.email: each.pair for each in halves}
    in_sets = sa.select(Space.slug, Membership).join(Membership.space).where(Space.kind == SpaceKind.SET)
    together: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for slug, membership in db.session.execute(in_sets.options(sa.orm.joinedload(Membership.person))):
        pair = of_email.get(membership.person.email)
        if pair:
            together[slug[:6]] += (slug, pair) in seen
            seen.add((slug, pair))
    assert together == {"wave-1": 0, "wave-2": 0, "wave-3": 10, "wave-4": 10}


def test_a30_the_sets_of_the_first_programme_met_three_times_each_in_their_windows() -> None:
    days = sa.select(Workshop.space_id, Workshop.number, Workshop.day)
    day = {(space_id, number): each for space_id, number, each in db.session.execute(days)}
    states: Counter[MeetingState] = Counter()
    for space in sets():
        query = sa.select(Meeting).where(
            Meeting.space_id == space.id, Meeting.starts_at < story.PROGRAMME_ENDS
        )
        meetings = db.session.scalars(query.order_by(Meeting.starts_at)).all()
        assert len(meetings) == (3 if space.slug.startswith("cohort") else 0)
        states.update(each.state for each in meetings)
        for number, each in enumerate(meetings):
            on = each.starts_at.astimezone(clock.LONDON).date()
            if number == 0:
                assert on == day[space.parent_id or 0, 2], "with its adviser, on the second day"
            else:
                assert day[space.parent_id or 0, number + 1] < on < day[space.parent_id or 0, number + 2]
    assert states == {MeetingState.ARCHIVED: 25, MeetingState.INQUORATE: 1, MeetingState.CANCELLED: 1}


def test_of_all_sets_nineteen_live_six_are_dormant_and_four_have_closed_well() -> None:
    lives, stand = Counter[str](), Counter[str]()
    with clock.at(story.AS_OF):
        known = met.meetings_of([each.id for each in sets()])
        for contract in db.session.scalars(sa.select(Contract)):
            how = known[contract.space_id]
            lives[contract.life] += 1
            if contract.life in RUNS_ITSELF:
                assert how.last_held
                since = story.AS_OF - how.last_held
                late = since > timedelta(days=contract.cadence_days)
                stand["on cadence" if how.next_booked else "late" if late else "no date"] += 1
    assert lives == {Life.RENEWED: 7, Life.SELF_FACILITATED: 12, Life.DORMANT: 6, Life.CLOSED: 4}
    assert stand == {"on cadence": 12, "late": 4, "no date": 3}


def test_nothing_waits_to_be_written_down_about_any_set() -> None:
    with clock.at(story.AS_OF):
        for space in sets():
            standing = standing_of(space)
            assert next_turn(standing) is None, space.slug
            assert standing.contract.life is Life.CLOSED or not standing.agreed.lacking, space.slug
            assert not standing.asks_for_renewal, space.slug


def test_everybody_has_accepted_the_rules_and_some_sets_have_written_them_anew() -> None:
    assert count(GroundRules.number == 2, of=GroundRules) == 10
    with clock.at(story.AS_OF):
        assert [space.slug for space in sets() if agreement(space).outstanding] == []


def test_each_meeting_has_slots_bids_and_actions_as_meetings_have() -> None:
    held = db.session.scalars(sa.select(Meeting.id).where(Meeting.state == MeetingState.ARCHIVED)).all()
    assert len(held) > 250
    slots, bids, actions = (by_meeting(kind) for kind in (MeetingSlot, MeetingBid, MeetingAction))
    assert {slots[each] for each in held} == {2, 3}
    assert {bids[each] for each in held} == {3, 4, 5, 6}
    assert {actions[each] for each in held} == {4, 5, 6, 7, 8}


def test_of_actions_that_were_looked_back_on_more_than_half_are_done() -> None:
    looked_back = MeetingAction.reviewed_in_id.is_not(None)
    query = sa.select(MeetingAction.state, sa.func.count()).where(looked_back).group_by(MeetingAction.state)
    found = Counter(dict(iter(db.session.execute(query))))
    shares = {state: round(100 * found[state] / found.total()) for state in found}
    assert shares == {
        ActionState.DONE: 55,
        ActionState.PART: 20,
        ActionState.NOT_DONE: 15,
        ActionState.DROPPED: 10,
    }


def test_what_the_schedule_would_have_let_go_is_not_there() -> None:
    """domain.md 2.4: after a year it is kept that there was a bid, and an action that is over, and no more of them."""
    a_year_ago = story.AS_OF - timedelta(days=365)
    assert count(MeetingBid.placed_at < a_year_ago, MeetingBid.title != "", of=MeetingBid) == 0
    assert count(MeetingAction.closed_at < a_year_ago, MeetingAction.text != "", of=MeetingAction) == 0
    assert count(Meeting.ended_at < story.AS_OF - timedelta(days=1_095), of=Meeting) == 0
    assert count(MeetingBid.title != "", of=MeetingBid) > 200


def test_in_a_quiet_set_somebody_has_never_presented() -> None:
    space = db.session.scalars(sa.select(Space).where(Space.slug == "wave-2-set-d")).one()
    of_set = sa.select(Meeting.id).where(Meeting.space_id == space.id)
    presented = sa.select(MeetingSlot.presenter_id).where(MeetingSlot.meeting_id.in_(of_set))
    members = set(db.session.scalars(sa.select(Membership.person_id).where(Membership.space_id == space.id)))
    assert len(members - set(db.session.scalars(presented))) == 1


@pytest.mark.parametrize("days", [0, 40])
def test_the_years_after_move_and_meetings_of_the_programme_keep_their_days(days: int) -> None:
    script = story.document("sets")["set"][0]
    told, moved = (
        rhythm.occasions(script, as_of, day_two=story.MET["cohort-1"], place=0)
        for as_of in (story.AS_OF, story.AS_OF + timedelta(days=days))
    )
    assert [each.starts_at for each in told[:3]] == [each.starts_at for each in moved[:3]]
    assert all(each.starts_at > AFTER for each in told[3:])
    assert moved[-1].starts_at - told[-1].starts_at == timedelta(days=days)
