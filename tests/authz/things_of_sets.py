"""A set in which two of the cast have agreed on something, for doors to lead to."""

from cop import db
from cop.models import Space, SpaceKind
from tests import people
from tests.authz.stage import Stage
from tests.meetings.contracts import put_contract


def put_set(stage: Stage) -> Space:
    """Of cohort 1: the member has written its rules, which the newcomer has not accepted; in the running command."""
    space = Space(
        slug=f"set-of-{stage.cohort.slug}", kind=SpaceKind.SET, name="Their set", parent_id=stage.cohort.id
    )
    db.session.add(space)
    db.session.flush()
    for standing in ("member", "newcomer"):
        people.join(stage.people[standing], space)
    put_contract(space, stage.people["member"])
    return space
