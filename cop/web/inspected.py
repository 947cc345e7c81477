"""Who reads a set without being in it, for the head of its pages."""

from flask import has_request_context

from cop.models import Inspection, Space, SpaceKind
from cop.web.askers import actor


def read_by(space: Space) -> list[tuple[Inspection, bool]]:
    """The inspections of `space` that go on and that whoever asks may know of: their own, and those that its members
    were told of; each with whether it is their own.
    """
    if space.kind is not SpaceKind.SET or not has_request_context():
        return []
    me = actor().id
    found = [(each, each.asker_id == me) for each in Inspection.open_in(space.id)]
    return [(each, is_mine) for each, is_mine in found if is_mine or each.told_at is not None]
