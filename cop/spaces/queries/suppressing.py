"""Counts of people that may be shown: none of a few, and none that a sum gives away (domain.md B21, C21)."""

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 5
"""A number of fewer people than that is not shown."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, and how many of these take part."""

    members: int
    active: int

    @property
    def others(self) -> int:
        """Who do not take part: nobody is shown them, and they must not follow from the two that are shown."""
        return self.members - self.active


@dataclass(frozen=True, slots=True)
class Shown:
    """The same as it may be read; None for what is kept back."""

    members: int | None
    active: int | None


def suppressed(rows: Mapping[str, Counted]) -> tuple[dict[str, Shown], Shown]:
    """Each row as it may be shown, and the sum of all. What is kept back is at least two rows together, with at least
    FEWEST people in each sum that others could work out; where there are not so many rows, the sum is kept back too.
    """
    without_members = _widened({name for name, each in rows.items() if each.members < FEWEST}, rows)
    few = {name for name, each in rows.items() if min(each.active, each.others) < FEWEST}
    without_active = _widened(without_members | few, rows, are_parts=True)
    shown = {
        name: Shown(
            None if name in without_members else each.members,
            None if name in without_active else each.active,
        )
        for name, each in rows.items()
    }
    return shown, _total(rows, without_members, without_active)


def _widened(kept: set[str], rows: Mapping[str, Counted], *, are_parts: bool = False) -> set[str]:
    """`kept` and the smallest of the others, until what follows from the sum is about enough people."""
    kept = set(kept)
    size = "active" if are_parts else "members"
    by_size = sorted(rows.keys() - kept, key=lambda name: (getattr(rows[name], size), name))
    while kept and by_size and not _is_safe(kept, rows, are_parts=are_parts):
        kept.add(by_size.pop(0))
    return kept


def _is_safe(kept: set[str], rows: Mapping[str, Counted], *, are_parts: bool) -> bool:
    sums = [sum(rows[name].members for name in kept)]
    if are_parts:
        sums = [sum(rows[name].active for name in kept), sum(rows[name].others for name in kept)]
    return len(kept) > 1 and min(sums) >= FEWEST


def _total(rows: Mapping[str, Counted], without_members: set[str], without_active: set[str]) -> Shown:
    members, active = (sum(getattr(each, name) for each in rows.values()) for name in ("members", "active"))
    may_members = members >= FEWEST and (
        not without_members or _is_safe(without_members, rows, are_parts=False)
    )
    safe = not without_active or _is_safe(without_active, rows, are_parts=True)
    may_active = may_members and safe and min(active, members - active) >= FEWEST
    return Shown(members if may_members else None, active if may_active else None)
