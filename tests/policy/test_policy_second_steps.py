"""Who must have a second step: the predicate and the condition say the same, for everybody, in every space."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.models import Passkey, Person, SpaceKind
from cop.policy.second_steps import must_have_second_step, with_second_step_where_due
from tests.policy.cast import Cast

MUST = {"moderator", "facilitator", "moderator_of_another", "staff", "steward"}


@pytest.fixture(params=[SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.SET])
def cast(request, database):
    made = []
    db.command(lambda: made.append(Cast(request.param)))()
    return made[0]


def test_whoever_looks_after_others_must_and_nobody_else(cast):
    must = {standing for standing, actor in cast.actors.items() if must_have_second_step(actor)}
    assert must == MUST


def test_in_the_database_it_is_the_same(cast):
    fits = sa.select(Person.id).where(with_second_step_where_due(Person.id))
    fine = set(db.session.scalars(fits.where(Person.deactivated_at.is_(None))))
    for standing, actor in cast.actors.items():
        if standing != "deactivated":
            assert (actor.id in fine) is not must_have_second_step(actor), standing


def test_whoever_has_one_is_fine(cast):
    moderator = cast.people["moderator"]
    db.session.add(
        Passkey(person_id=moderator.id, credential_id=b"1", public_key=b"1", sign_count=0, name="x")
    )
    db.session.flush()
    assert db.session.scalar(sa.select(with_second_step_where_due(moderator.id)))
    assert not db.session.scalar(sa.select(with_second_step_where_due(cast.people["staff"].id)))
