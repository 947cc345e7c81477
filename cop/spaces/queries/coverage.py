"""Who takes part, by region, kind of organisation and setting (domain.md B21): counts, with few people kept back."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.models import (
    Membership,
    Message,
    Organisation,
    Person,
    Post,
    Role,
    RoleName,
    Space,
    SpaceKind,
    Topic,
)
from cop.spaces.queries.suppressing import Counted, Shown, suppressed

LATELY = timedelta(days=90)
IN_THE_OPEN = (SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.GROUP)
"""Where taking part is counted. What happens in sets, pairs and conversations is nobody's figure."""

UNKNOWN = "Not known"
TEACHING = "teaching"


@dataclass(frozen=True, slots=True)
class Table:
    """One way to look at the network: its rows by name, and the sum of them."""

    name: str
    rows: Mapping[str, Shown]
    total: Shown

    def share(self, shown: Shown, of: str) -> float | None:
        """Which part of all a row has, in per cent; None where that is kept back."""
        number, whole = getattr(shown, of), getattr(self.total, of)
        return None if number is None or not whole else 100 * number / whole

    def gap(self, shown: Shown) -> float | None:
        """By how many percentage points a row has more of those who take part than of the members."""
        active, members = self.share(shown, "active"), self.share(shown, "members")
        return None if active is None or members is None else active - members


def coverage() -> Sequence[Table]:
    """The members of the network as they are now, and who of them wrote something in the open lately."""
    people = session.execute(_people(clock.now() - LATELY)).all()
    return [_table(name, people, key) for name, key in BY.items()]


def _table(name: str, people: Sequence[sa.Row[str, str, bool]], key: Callable[[str, str], str]) -> Table:
    members: Counter[str] = Counter()
    active: Counter[str] = Counter()
    for region, kind, is_active in people:
        row = key(region, kind)
        members[row] += 1
        active[row] += bool(is_active)
    rows, total = suppressed({row: Counted(members[row], active[row]) for row in sorted(members)})
    return Table(name, rows, total)


BY: Mapping[str, Callable[[str, str], str]] = {
    "Region": lambda region, kind: region or UNKNOWN,
    "Kind of organisation": lambda region, kind: kind.capitalize() or UNKNOWN,
    "Setting": lambda region, kind: (
        ("Teaching" if TEACHING in kind.casefold() else "Other") if kind else UNKNOWN
    ),
}


def _people(since: datetime) -> sa.Select[str, str, bool]:
    members = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .join(Membership.space)
        .where(
            Space.kind == SpaceKind.NETWORK, Membership.holds(), Role.holds(), Role.name == RoleName.MEMBER
        )
    )
    region, kind = (sa.func.coalesce(column, "") for column in (Organisation.region, Organisation.kind))
    return (
        sa.select(region, kind, _wrote(since))
        .select_from(Person)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id.in_(members), Person.deactivated_at.is_(None))
    )


def _wrote(since: datetime) -> sa.ColumnElement[bool]:
    places = sa.select(Space.id).where(Space.kind.in_(IN_THE_OPEN))
    posted = (
        sa.select(Post.author_id)
        .join(Post.topic)
        .where(Topic.space_id.in_(places), Post.released_at >= since)
    )
    said = sa.select(Message.author_id).where(Message.space_id.in_(places), Message.released_at >= since)
    return sa.or_(Person.id.in_(posted), Person.id.in_(said))
