"""Who reads what stands in the library or waits for it, in rules and in selects over all standings."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, policy
from cop.models import Resource, ResourceState, SpaceKind
from tests.policy.cast import Cast
from tests.shelving import put_resource


@pytest.mark.parametrize("kind", [SpaceKind.COHORT, SpaceKind.NETWORK])
@pytest.mark.parametrize("state", list(ResourceState))
def test_rules_and_selects_agree(database: Engine, kind: SpaceKind, state: ResourceState) -> None:
    made: list[Cast] = []
    db.command(lambda: made.append(Cast(kind)))()
    (cast,) = made
    db.session.add_all([cast.space, cast.another, *cast.people.values()])
    resource = put_resource(cast.people["member"], "A guide", key="resource-of-the-cast", state=state)
    seen = set()
    for standing, actor in cast.actors.items():
        found = db.session.scalars(sa.select(Resource.id).where(policy.visible_resources(actor))).all()
        assert (resource.id in found) == policy.can_read_resource(actor, resource), standing
        assert not policy.can_edit_resource(actor, resource) or found, standing
        seen |= {standing} if found else set()
    assert {"member", "staff"} <= seen
    assert ("moderator" in seen) == (state is ResourceState.PUBLISHED or kind is SpaceKind.NETWORK)
    assert len(seen) < len(cast.actors)
