"""Who reads a set without being in it, for the head of its pages."""

from flask import has_request_context

from cop.models import Inspection, Space, SpaceKind
from cop.web.askers import actor


def read_by(space: Space) -> list[Inspection]:
    """The inspections of `space` that go on and that whoever asks may know of: once it was told, and one's own."""
    if space.kind is not SpaceKind.SET or not has_request_context():
        return []
    me = actor().id
    return [each for each in Inspection.open_in(space.id) if each.told_at is not None or each.asker_id == me]
