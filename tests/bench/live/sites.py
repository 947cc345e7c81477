"""The databases of the live bench: one cohort, and rooms of several sizes in it."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from cop import db
from cop.models import Membership, Person, Role, RoleName, Space, SpaceKind, Throttle
from tests.bench import data
from tests.bench.live.crowd import Person as Visitor


@dataclass(frozen=True, slots=True)
class Place:
    """A prepared site: of the room of `size` people are members the first so many of `visitors`."""

    site: data.Site
    visitors: list[Visitor]

    def slug(self, size: int) -> str:
        return f"room-{size}"


def prepare(folder: Path, sizes: tuple[int, ...], *, database: str = "") -> Place:
    """Make the database, with a room for each of `sizes`."""
    site = data.prepare(folder, members=max(sizes), database=database)
    for size in sizes:
        _open_room(site.space, size)
    return Place(site, [(each.cookie, each.csrf) for each in site.readers])


@db.command
def rest() -> None:
    """Let everybody speak as if they had been silent for long: what one person may say is no measure of a server."""
    db.session.execute(sa.delete(Throttle))


@db.command
def _open_room(cohort: str, size: int) -> None:
    query = sa.select(Person.id).join(Membership, Membership.person_id == Person.id).join(Membership.space)
    ids = list(db.session.scalars(query.where(Space.slug == cohort).order_by(Person.id)))
    space = Space(slug=f"room-{size}", kind=SpaceKind.GROUP, name=f"Room of {size}")
    db.session.add(space)
    db.session.flush()
    for person_id in (ids[1:] + ids[:1])[:size]:  # in the order of the site's readers
        membership = Membership(person_id=person_id, space_id=space.id)
        membership.roles = [Role(name=RoleName.MEMBER)]
        db.session.add(membership)
