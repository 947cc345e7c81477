"""A statement that is made once says of everybody what one made for them alone says."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Message, Post, Review, Space, SpaceKind, State, Topic, TopicState
from cop.policy import asking
from tests.policy.cast import STANDINGS, Cast

CONDITIONS = {
    "visible_spaces": Space,
    "nameable_spaces": Space,
    "moderated_spaces": Space,
    "visible_topics": Topic,
    "visible_posts": Post,
    "visible_messages": Message,
    "visible_reviews": Review,
}


@pytest.fixture(params=(SpaceKind.COHORT, SpaceKind.SET, SpaceKind.DIRECT))
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []

    @db.command
    def enter() -> None:
        cast = Cast(request.param)
        for author in (cast.people["member"], cast.people["moderator"]):
            for state in State:
                topic = cast.topic(author, TopicState.OPEN if state is State.RELEASED else TopicState.HELD)
                cast.post(topic, author, state)
                cast.message(author, state)
        made.append(cast)

    enter()
    return made[0]


@pytest.mark.parametrize("name", CONDITIONS)
def test_made_once_it_says_the_same_of_everybody(cast: Cast, name: str) -> None:
    kind, condition = CONDITIONS[name], getattr(policy, name)
    every = sa.select(kind.id).order_by(kind.id)
    every = every.join(Post.topic) if kind is Post else every
    run = asking.prepared(lambda actor: every.where(condition(actor)))
    found = {}
    for standing, actor in cast.actors.items():
        alone = list(db.session.scalars(every.where(condition(actor))))
        found[standing] = tuple(run(actor).scalars())
        assert found[standing] == tuple(alone), standing

    assert set(found) == set(STANDINGS)


def test_it_is_made_once_for_all_who_hold_the_same_appointments(cast: Cast) -> None:
    made = []

    @asking.prepared
    def mine(actor):
        made.append(actor.appointments)
        return sa.select(Space.id).where(policy.visible_spaces(actor), Space.name == sa.bindparam("name"))

    for _ in range(3):
        for actor in cast.actors.values():
            assert set(mine(actor, name="Stage").scalars()) <= {cast.space.id}
            assert not mine(actor, name="No such space").all()

    assert sorted(map(len, made)) == [0, 1, 1], "nobody's, staff's, a steward's"


def test_what_it_cannot_name_it_says_nothing_about() -> None:
    """A condition that asks for more of the actor than an id and spaces is no statement for everybody: it fails."""
    for question in (lambda actor: actor.roles, lambda actor: bool(actor.communities)):
        with pytest.raises((AttributeError, TypeError)):
            asking.prepared(lambda actor, ask=question: sa.select(Space.id).where(ask(actor)))(policy.NOBODY)
