"""Who may do what, said once more and independently: a table to be read by people."""

import pytest
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import (
    AppointmentRole,
    Deciders,
    Policy,
    ReviewKind,
    RoleName,
    RoomState,
    SpaceKind,
    State,
    TopicState,
)
from tests.policy.cast import STANDINGS, Cast

READERS = {"member", "observer", "facilitator", "moderator"}
WRITERS = {"member", "facilitator", "moderator"}


@pytest.fixture
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


def allowed(cast: Cast, rule: object, *things: object, **named: object) -> set[str]:
    return {standing for standing, actor in cast.actors.items() if rule(actor, *things, **named)}  # type: ignore[operator]


on = pytest.mark.parametrize("cast", [SpaceKind.COHORT, SpaceKind.SET, SpaceKind.NETWORK], indirect=True)
on_cohort = pytest.mark.parametrize("cast", [SpaceKind.COHORT], indirect=True)


@on
def test_reading(cast: Cast) -> None:
    with_staff = {"staff"} if cast.space.kind is SpaceKind.COHORT else set()
    assert allowed(cast, policy.can_read_space, cast.space) == READERS | with_staff


@on
def test_writing(cast: Cast) -> None:
    assert allowed(cast, policy.can_open_topic, cast.space) == WRITERS
    assert allowed(cast, policy.can_say, cast.space) == WRITERS


@on
def test_moderating(cast: Cast) -> None:
    extra = {"facilitator"} if cast.space.kind is SpaceKind.SET else set()
    assert allowed(cast, policy.moderates, cast.space) == {"moderator"} | extra
    assert allowed(cast, policy.can_set_policy, cast.space, Policy.OPEN) == {"moderator"} | extra
    assert allowed(cast, policy.can_manage_members, cast.space) == {"moderator", "staff", "steward"} | extra


@on
def test_the_rules_that_moderators_set(cast: Cast) -> None:
    trusted = {"moderator"} | ({"facilitator"} if cast.space.kind is SpaceKind.SET else set())
    assert allowed(cast, policy.can_set_rules, cast.space) == trusted
    assert allowed(cast, policy.heeds_rules, cast.space) == set(STANDINGS) - trusted


@on_cohort
def test_granting_never_raises_oneself(cast: Cast) -> None:
    for role in (RoleName.MODERATOR, RoleName.MEMBER):
        assert allowed(cast, policy.can_grant, cast.space, role=role, to_person_id=None) == {
            "moderator",
            "staff",
            "steward",
        }
    staff = policy.load_actor(cast.people["staff"].id)
    moderator = policy.load_actor(cast.people["moderator"].id)
    assert not policy.can_grant(staff, cast.space, role=RoleName.MEMBER, to_person_id=staff.id)
    assert not policy.can_grant(moderator, cast.space, role=RoleName.FACILITATOR, to_person_id=moderator.id)
    assert policy.can_grant(moderator, cast.space, role=RoleName.OBSERVER, to_person_id=moderator.id)


@on_cohort
def test_replying(cast: Cast) -> None:
    author = cast.people["member"]
    assert allowed(cast, policy.can_reply, cast.topic(author, TopicState.OPEN)) == WRITERS
    assert allowed(cast, policy.can_reply, cast.topic(author, TopicState.OPEN, locked=True)) == {"moderator"}
    assert allowed(cast, policy.can_reply, cast.topic(author, TopicState.HELD)) == set()


@on_cohort
def test_steering_a_topic(cast: Cast) -> None:
    author = cast.people["member"]
    assert allowed(cast, policy.can_steer_topic, cast.topic(author, TopicState.OPEN)) == {"moderator"}
    assert allowed(cast, policy.can_steer_topic, cast.topic(author, TopicState.REMOVED)) == set()


@on_cohort
@pytest.mark.parametrize("state", list(State))
def test_ones_own_post(cast: Cast, state: State) -> None:
    topic = cast.topic(cast.people["facilitator"], TopicState.OPEN)
    post = cast.post(topic, cast.people["member"], state)
    may_edit = {"member"} if state in (State.HELD, State.RELEASED) else set()
    may_remove = {"member"} if state in (State.HELD, State.RELEASED, State.DECLINED) else set()
    assert allowed(cast, policy.can_edit_post, post) == may_edit
    assert allowed(cast, policy.can_remove_post, post) == may_remove
    may_look_back = {"member", "moderator"} if state not in (State.REMOVED, State.PURGED) else set()
    assert allowed(cast, policy.can_see_post_revisions, post) == may_look_back


@on_cohort
def test_what_was_released_stays_where_all_is_held_or_locked(cast: Cast) -> None:
    post = cast.post(
        cast.topic(cast.people["member"], TopicState.OPEN), cast.people["member"], State.RELEASED
    )
    message = cast.message(cast.people["member"], State.RELEASED)
    assert allowed(cast, policy.can_edit_post, post) == {"member"}
    cast.space.policy = Policy.ALL_HELD
    assert allowed(cast, policy.can_edit_post, post) == set()
    assert allowed(cast, policy.can_edit_message, message) == set()
    cast.space.policy = Policy.OPEN
    post.topic.locked_at = post.created_at
    assert allowed(cast, policy.can_edit_post, post) == set()


GONE = (State.REMOVED, State.EXPIRED, State.PURGED)


@on_cohort
@pytest.mark.parametrize("state", list(State))
def test_what_cant_be_undone(cast: Cast, state: State) -> None:
    topic = cast.topic(cast.people["facilitator"], TopicState.OPEN)
    for subject in (
        cast.post(topic, cast.people["member"], state), cast.message(cast.people["member"], state)
    ):  # fmt: skip
        may_redact = {"moderator"} if state in (State.RELEASED, State.HIDDEN) else set()
        may_purge = {"moderator"} if state not in (State.EXPIRED, State.PURGED) else set()
        assert allowed(cast, policy.can_redact, subject) == may_redact
        assert allowed(cast, policy.can_purge, subject) == may_purge


@on_cohort
@pytest.mark.parametrize("state", list(State))
def test_ones_own_message(cast: Cast, state: State) -> None:
    message = cast.message(cast.people["member"], state)
    may_edit = {"member"} if state in (State.HELD, State.RELEASED) else set()
    may_remove = {"member"} if state in (State.HELD, State.RELEASED, State.DECLINED) else set()
    assert allowed(cast, policy.can_edit_message, message) == may_edit
    assert allowed(cast, policy.can_remove_message, message) == may_remove
    assert allowed(cast, policy.can_mark, message) == (WRITERS if state is State.RELEASED else set())
    may_look_back = {"member", "moderator"} if state not in GONE else set()
    assert allowed(cast, policy.can_see_message_revisions, message) == may_look_back


@on_cohort
@pytest.mark.parametrize("room", list(RoomState))
def test_what_a_room_is_says_who_does_what_there(cast: Cast, room: RoomState) -> None:
    message = cast.message(cast.people["member"], State.RELEASED)
    announcement = cast.message(cast.people["moderator"], State.RELEASED)
    cast.space.room_state = room
    says = {RoomState.OPEN: WRITERS, RoomState.ANNOUNCEMENTS: {"moderator"}}.get(room, set())
    is_living = room is not RoomState.ARCHIVED
    assert allowed(cast, policy.can_say, cast.space) == says
    assert allowed(cast, policy.can_edit_message, message) == says & {"member"}
    assert allowed(cast, policy.can_edit_message, announcement) == says & {"moderator"}
    assert allowed(cast, policy.can_mark_in, cast.space) == (WRITERS if is_living else set())
    assert allowed(cast, policy.can_mark, message) == (WRITERS if is_living else set())
    assert allowed(cast, policy.can_pin_message, message) == ({"moderator"} if is_living else set())
    assert allowed(cast, policy.can_remove_message, message) == {"member"}, "whatever it is"
    assert allowed(cast, policy.can_hide, message) == {"moderator"}, "whatever it is"
    assert allowed(cast, policy.can_set_room, cast.space) == {"moderator"}
    assert allowed(cast, policy.can_read_space, cast.space) == READERS | {"staff"}


@on
def test_a_facilitator_looks_after_the_room_of_a_set(cast: Cast) -> None:
    extra = {"facilitator"} if cast.space.kind is SpaceKind.SET else set()
    message = cast.message(cast.people["member"], State.RELEASED)
    assert allowed(cast, policy.can_set_room, cast.space) == {"moderator"} | extra
    assert allowed(cast, policy.can_pin_message, message) == {"moderator"} | extra
    cast.space.room_state = RoomState.ANNOUNCEMENTS
    assert allowed(cast, policy.can_say, cast.space) == {"moderator"} | extra


@on_cohort
def test_what_cannot_be_read_is_not_pinned(cast: Cast) -> None:
    for state in set(State) - {State.RELEASED}:
        assert allowed(cast, policy.can_pin_message, cast.message(cast.people["member"], state)) == set()


@on_cohort
@pytest.mark.parametrize("kind", ["post", "message"])
def test_reporting_hiding_and_restoring(cast: Cast, kind: str) -> None:
    topic = cast.topic(cast.people["facilitator"], TopicState.OPEN)
    author = cast.people["member"]

    def made(state: State) -> object:
        return cast.post(topic, author, state) if kind == "post" else cast.message(author, state)

    released, hidden = made(State.RELEASED), made(State.HIDDEN)
    assert allowed(cast, policy.can_report, released) == (READERS | {"staff"}) - {"member"}
    assert allowed(cast, policy.can_report, hidden) == set()
    assert allowed(cast, policy.can_hide, released) == {"moderator"}
    assert allowed(cast, policy.can_hide, hidden) == set()
    assert allowed(cast, policy.can_restore, hidden) == {"moderator"}
    assert allowed(cast, policy.can_restore, released) == set()


@on_cohort
def test_what_concerns_the_only_moderator_is_escalated(cast: Cast) -> None:
    def falls_to(standing: str) -> Deciders:
        return policy.falls_to(ReviewKind.REPORT, cast.space, author_id=cast.people[standing].id)

    assert falls_to("moderator") is Deciders.STEWARDS
    assert falls_to("member") is Deciders.MODERATORS


@on_cohort
def test_holding(cast: Cast) -> None:
    space, everyone = cast.space, set(WRITERS)
    held = {policy_: allowed_holding(cast, policy_) & everyone for policy_ in Policy}
    assert held == {
        Policy.OPEN: set(),
        Policy.FIRST_HELD: {"member", "facilitator"},
        Policy.ALL_HELD: {"member", "facilitator"},
    }
    cast.message(cast.people["member"], State.REMOVED)
    assert allowed_holding(cast, Policy.FIRST_HELD) & everyone == {"facilitator"}
    cast.post(cast.topic(cast.people["member"], TopicState.OPEN), cast.people["facilitator"], State.RELEASED)
    assert allowed_holding(cast, Policy.FIRST_HELD) & everyone == set()
    assert space.policy is Policy.FIRST_HELD


def allowed_holding(cast: Cast, policy_: Policy) -> set[str]:
    cast.space.policy = policy_
    return allowed(cast, policy.is_held, cast.space)


@on_cohort
def test_people_and_places(cast: Cast) -> None:
    for runs in (
        policy.can_create_cohort,
        policy.can_keep_organisations,
        policy.can_bring_waves,
        policy.can_set_retention,
        policy.can_place_holds,
    ):
        assert allowed(cast, runs) == {"staff", "steward"}
    assert allowed(cast, policy.can_create_set, cast.space) == {"staff", "steward", "moderator"}
    assert allowed(cast, policy.can_see_directory) == READERS | {"staff", "steward", "moderator_of_another"}
    assert allowed(cast, policy.can_read_letters, is_demonstration=True) == {"staff"}
    assert allowed(cast, policy.can_read_letters, is_demonstration=False) == set()


@on_cohort
def test_appointing(cast: Cast) -> None:
    for role in AppointmentRole:
        may = {"staff"} if role is AppointmentRole.STAFF else {"staff", "steward"}
        assert allowed(cast, policy.can_appoint, role, person_id=None) == may
        assert allowed(cast, policy.can_appoint, role, person_id=cast.people["staff"].id) == may - {"staff"}


@on_cohort
def test_the_directory_lists_members_who_want_it(cast: Cast) -> None:
    import sqlalchemy as sa

    from cop.models import Person

    cast.people["observer"].is_listed = False
    db.session.flush()

    def listed(standing: str) -> set[str]:
        actor = policy.load_actor(cast.people[standing].id)
        return set(db.session.scalars(sa.select(Person.email).where(policy.visible_people(actor))))

    expected = {
        f"{name}@example.org" for name in ("member", "facilitator", "moderator", "moderator_of_another")
    }
    assert listed("member") == expected | {"suspended@example.org"}
    assert listed("observer") == expected | {"suspended@example.org", "observer@example.org"}
    assert listed("outsider") == set()


@on_cohort
def test_nobody_is_nobody(cast: Cast) -> None:
    assert not policy.can_read_space(policy.NOBODY, cast.space)
    assert policy.load_actor(0) == policy.NOBODY
    assert len(STANDINGS) == len(cast.people)


def test_require_refuses_in_words() -> None:
    from cop.errors import Forbidden

    policy.require(True)
    with pytest.raises(Forbidden, match="can't do that"):
        policy.require(False)
