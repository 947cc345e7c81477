"""Who may write to whom, said in rules and in selects over every pair of standings; and who reads what is said."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Block, Deciders, Person, Policy, ReviewKind, RoleName, SpaceKind, State
from cop.policy import Actor
from tests.people import join
from tests.policy.cast import Cast

THERE = {"member", "observer", "facilitator", "moderator"}


@pytest.fixture
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    kind = getattr(request, "param", SpaceKind.COHORT)
    db.command(lambda: made.append(Cast(kind)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


in_a_conversation = pytest.mark.parametrize("cast", [SpaceKind.DIRECT], indirect=True)


def block(cast: Cast, blocker: str, blocked: str) -> None:
    db.session.add(Block(blocker_id=cast.people[blocker].id, blocked_id=cast.people[blocked].id))
    db.session.flush()


def may_write_to(cast: Cast, actor: Actor) -> set[str]:
    return {name for name, person in cast.people.items() if policy.can_write_to(actor, person)}


@pytest.mark.parametrize(
    "cast",
    [SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.SET, SpaceKind.PAIR, SpaceKind.DIRECT],
    indirect=True,
)
def test_rules_and_selects_agree_about_everybody(cast: Cast) -> None:
    block(cast, "member", "moderator")
    block(cast, "observer", "member")
    for standing, actor in cast.actors.items():
        people = cast.people.values()
        fellows = set(db.session.scalars(sa.select(Person.id).where(policy.visible_fellows(actor))))
        assert fellows == {person.id for person in people if policy.is_fellow(actor, person)}, standing
        listed = set(db.session.scalars(sa.select(Person.id).where(policy.visible_correspondents(actor))))
        assert listed == {person.id for person in people if policy.can_write_to(actor, person)}, standing
        assert listed <= fellows


def test_one_writes_to_those_one_shares_a_space_with(cast: Cast) -> None:
    for standing, actor in cast.actors.items():
        expected = THERE - {standing} if standing in THERE else set()
        assert may_write_to(cast, actor) == expected, standing


def test_a_block_stands_in_both_directions_and_in_no_others_way(cast: Cast) -> None:
    block(cast, "member", "moderator")
    assert may_write_to(cast, cast.actors["member"]) == THERE - {"member", "moderator"}
    assert may_write_to(cast, cast.actors["moderator"]) == THERE - {"member", "moderator"}
    assert may_write_to(cast, cast.actors["observer"]) == THERE - {"observer"}


@in_a_conversation
def test_a_conversation_is_nothing_to_share(cast: Cast) -> None:
    for standing, actor in cast.actors.items():
        assert may_write_to(cast, actor) == set()
        assert policy.can_start_conversations(actor) == (standing == "moderator_of_another")
        assert policy.can_see_directory(actor) == (standing in {"moderator_of_another", "staff", "steward"})


@in_a_conversation
def test_nobody_moderates_a_conversation_or_looks_after_its_people(cast: Cast) -> None:
    line = cast.message(cast.people["member"], State.RELEASED)
    for actor in cast.actors.values():
        assert not policy.moderates(actor, cast.space)
        assert not policy.can_manage_members(actor, cast.space)
        assert not policy.can_edit_space(actor, cast.space)
        assert not policy.can_set_policy(actor, cast.space, Policy.OPEN)
        assert not policy.can_hide(actor, line)
        assert not policy.can_open_topic(actor, cast.space)
    falls_to = policy.falls_to(ReviewKind.REPORT, cast.space, author_id=cast.people["member"].id)
    assert falls_to is Deciders.STEWARDS
    assert not list(db.session.scalars(policy.moderators_of(cast.space)))


@in_a_conversation
def test_its_people_read_it_and_report_in_it_and_nobody_else_does(cast: Cast) -> None:
    line = cast.message(cast.people["member"], State.RELEASED)
    reading = {name for name, actor in cast.actors.items() if policy.can_read_message(actor, line)}
    assert reading == THERE
    assert {n for n, actor in cast.actors.items() if policy.can_report(actor, line)} == THERE - {"member"}


@in_a_conversation
def test_its_people_speak_while_they_may_write_to_somebody_in_it(cast: Cast) -> None:
    def speaking() -> set[str]:
        return {name for name, actor in cast.actors.items() if policy.can_say(actor, cast.space)}

    assert speaking() == set()
    join(cast.people["member"], cast.another, RoleName.MEMBER)
    join(cast.people["moderator"], cast.another, RoleName.MEMBER)
    assert speaking() == {"member", "moderator"}
    block(cast, "moderator", "member")
    assert speaking() == set()
