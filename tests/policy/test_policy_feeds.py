"""What may leave by a feed, said in rules and in selects over every pair of standings and kinds of spaces."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock, db, policy
from cop.models import Feed, Space, SpaceKind
from tests.policy.cast import Cast

LEAVES = {SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.GROUP}


@pytest.fixture(params=list(SpaceKind))
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    db.session.add_all([made[0].space, made[0].another, *made[0].people.values()])
    return made[0]


def test_rules_and_selects_agree_about_every_space(cast: Cast) -> None:
    taken = 0
    for standing, actor in cast.actors.items():
        fed = set(db.session.scalars(sa.select(Space.id).where(policy.fed_spaces(actor))))
        spaces = (cast.space, cast.another)
        allowed = {space.id for space in spaces if policy.can_take_feed(actor, space)}
        assert fed & {space.id for space in spaces} == allowed, standing
        assert all(policy.can_read_space(actor, space) for space in spaces if space.id in allowed)
        taken += cast.space.id in allowed
    assert (taken > 0) == (cast.space.kind in LEAVES)


def test_a_feed_is_its_own_persons_until_it_ends(cast: Cast) -> None:
    member = cast.people["member"]
    feed, _ = Feed.begin(member.id, space_id=cast.space.id)
    for standing, actor in cast.actors.items():
        seen = set(db.session.scalars(sa.select(Feed.id).where(policy.visible_feeds(actor))))
        assert policy.can_end_feed(actor, feed) == (standing == "member")
        assert seen == ({feed.id} if standing == "member" else set())
    feed.ended_at = clock.now()
    db.session.flush()
    actor = cast.actors["member"]
    assert not policy.can_end_feed(actor, feed)
    assert db.session.scalars(sa.select(Feed.id).where(policy.visible_feeds(actor))).all() == []
