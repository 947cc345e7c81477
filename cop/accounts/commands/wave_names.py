"""What a list calls organisations, cohorts and sets: each name is asked for once, however many lines have it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from cop.db import get, lock, session
from cop.errors import Invalid
from cop.models import Line, Organisation, Space, SpaceKind
from cop.models.spaces import lock_spaces


@dataclass(frozen=True, slots=True)
class Named:
    """Ids of what a line names."""

    organisation_id: int | None
    cohort_id: int | None
    set_id: int | None

    @property
    def space_ids(self) -> list[int]:
        return [each for each in (self.cohort_id, self.set_id) if each is not None]

    def read(self) -> "Meant":
        organisation = get(Organisation, self.organisation_id) if self.organisation_id else None
        return Meant(organisation, tuple(get(Space, each) for each in self.space_ids))

    def lock(self) -> "Meant":
        """The same under their locks: the organisation, then the spaces in the one order that everybody keeps."""
        organisation = lock(Organisation, self.organisation_id) if self.organisation_id else None
        spaces = lock_spaces(self.space_ids)
        return Meant(organisation, tuple(spaces[each] for each in self.space_ids))


class Meant(NamedTuple):
    """What a line names. The organisation may have been merged since it was looked up; the cohort comes first."""

    organisation: Organisation | None
    spaces: tuple[Space, ...]


class Names:
    """What names were found to mean, for as long as one list is worked off. Ids alone: whoever acts on them locks the
    rows and reads them as they are then.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], int] = {}

    def of(self, line: Line) -> Named:
        """Raises Invalid, in words for whoever sent the list."""
        organisation_id = self._once(_organisation, line.organisation)
        cohort_id = self._once(_cohort, line.cohort)
        if line.set_name and cohort_id is None:
            raise Invalid("It names a set and not the cohort that this is in.")
        return Named(organisation_id, cohort_id, self._once(_set, line.set_name, cohort_id))

    def _once(self, find: Callable[..., int], called: str, *within: int | None) -> int | None:
        if not called:
            return None
        asked = (find, called, *within)
        if asked not in self._found:
            self._found[asked] = find(called, *within)
        return self._found[asked]


def _organisation(called: str) -> int:
    """By its code or name; the one that took it in, if it was merged."""
    known = sa.or_(Organisation.code == called.upper(), sa.func.lower(Organisation.name) == called.lower())
    found = session.scalars(
        sa.select(Organisation).where(known).order_by(Organisation.id).limit(1)
    ).one_or_none()
    if found is None:
        raise Invalid(f"No organisation has the code or name “{called}”.")
    return found.present.id


def _cohort(called: str) -> int:
    return _one(Space.kind == SpaceKind.COHORT, called=called, missing=f"There is no cohort “{called}”.")


def _set(called: str, cohort_id: int) -> int:
    within = sa.and_(Space.kind == SpaceKind.SET, Space.parent_id == cohort_id)
    cohort = session.get_one(Space, cohort_id).name
    return _one(within, called=called, missing=f"There is no set “{called}” in {cohort}.")


def _one(within: sa.ColumnElement[bool], *, called: str, missing: str) -> int:
    known = sa.or_(Space.slug == called.lower(), sa.func.lower(Space.name) == called.lower())
    found = session.scalars(sa.select(Space.id).where(within, known).limit(2)).all()
    if len(found) > 1:
        raise Invalid(f"More than one is called “{called}”. Say the last part of its address instead.")
    if not found:
        raise Invalid(missing)
    return found[0]
