"""What is asked for whoever is named when a statement is run is what is asked for them by name."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Message, Post, Review, ReviewKind, Space, SpaceKind, State, Topic, TopicState
from tests.policy.cast import Cast


@pytest.fixture(params=[SpaceKind.COHORT, SpaceKind.SET])
def cast(request: pytest.FixtureRequest, database: Engine) -> Cast:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(request.param)))()
    return made[0]


def test_it_finds_the_same_for_everybody(cast: Cast) -> None:
    db.session.add_all([cast.space, cast.another, *cast.people.values()])
    for state in TopicState:
        for person in cast.people.values():
            cast.post(cast.topic(person, state), person, State.HELD)
            cast.message(person, State.HELD)
    for post in db.session.scalars(sa.select(Post)).all():
        review = Review(space=cast.space, kind=ReviewKind.HELD, author_id=post.author_id)
        review.post, review.is_escalated = post, post.id % 2 == 0
        db.session.add(review)
    db.session.flush()
    asked = (
        (sa.select(Space.id), policy.visible_spaces),
        (sa.select(Space.id), policy.moderated_spaces),
        (sa.select(Topic.id), policy.visible_topics),
        (sa.select(Post.id).join(Post.topic), policy.visible_posts),
        (sa.select(Message.id), policy.visible_messages),
        (sa.select(Review.id), policy.visible_reviews),
    )
    found = 0
    for standing, actor in cast.actors.items():
        somebody = policy.anybody(policy.standing_of(actor))
        for query, condition in asked:
            by_name = set(db.session.scalars(query.where(condition(actor))))
            named = set(db.session.scalars(query.where(condition(somebody)), policy.named(actor)))
            assert named == by_name, (standing, condition.__name__)
            found += len(named)
    assert found > 0, "the control"
