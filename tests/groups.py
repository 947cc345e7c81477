"""Groups of the network that people can ask for."""

from cop import db
from cop.models import Joining, Person, Policy, RoleName, Space, SpaceKind
from tests import people


@db.command
def put_group(moderator: Person, *, joining: Joining = Joining.ASKED, slug: str = "kidney") -> Space:
    """A group that `moderator` looks after."""
    group = Space(
        slug=slug, kind=SpaceKind.GROUP, name="Kidney research", purpose="Trials in renal units",
        policy=Policy.OPEN, joining=joining,
    )  # fmt: skip
    db.session.add(group)
    db.session.flush()
    people.join(moderator, group, RoleName.MODERATOR)
    return group
