"""What a workshop is made of and what is handed out there: segments in their order, and links to materials."""

import sqlalchemy as sa

from cop.db import command, get, session
from cop.errors import Conflict
from cop.models import Component, Material, Segment
from cop.programme.commands.programmes import LINE_LIMIT
from cop.programme.commands.workshops import lock_workshop
from cop.typed import one_line, web_address

MOST_SEGMENTS, MOST_MATERIALS = 24, 40


@command
def add_segment(*, actor_id: int, workshop_id: int, title: str, component: Component) -> Segment:
    """Another part of a workshop, after the last one. Raises NotFound, Forbidden, Invalid, Conflict."""
    workshop = lock_workshop(actor_id, workshop_id)
    title = one_line(title, limit=LINE_LIMIT, field="title", missing="Enter what it is.")
    if len(workshop.segments) >= MOST_SEGMENTS:
        raise Conflict(f"A workshop has at most {MOST_SEGMENTS} parts. Remove one first.")
    last = max((each.place for each in workshop.segments), default=0)
    segment = Segment(workshop_id=workshop.id, place=last + 1, title=title, component=component)
    session.add(segment)
    session.flush()
    return segment


@command
def raise_segment(*, actor_id: int, segment_id: int) -> Segment:
    """Let a part change places with the one before it; the first stays where it is."""
    segment = get(Segment, segment_id)
    workshop = lock_workshop(actor_id, segment.workshop_id)
    session.refresh(segment)
    before = [each for each in workshop.segments if each.place < segment.place]
    if before:
        segment.place, before[-1].place = before[-1].place, segment.place
    return segment


@command
def drop_segment(*, actor_id: int, segment_id: int) -> int:
    """Take a part out; the id of its workshop."""
    segment = get(Segment, segment_id)
    workshop = lock_workshop(actor_id, segment.workshop_id)
    session.execute(sa.delete(Segment).where(Segment.id == segment_id))
    return workshop.id


@command
def add_material(*, actor_id: int, workshop_id: int, title: str, address: str) -> Material:
    """Something to read for a workshop, where it stands on the web. We never fetch it (S15)."""
    workshop = lock_workshop(actor_id, workshop_id)
    title = one_line(title, limit=LINE_LIMIT, field="title", missing="Enter what it is called.")
    address = web_address(address, field="address")
    if len(workshop.materials) >= MOST_MATERIALS:
        raise Conflict(f"A workshop has at most {MOST_MATERIALS} materials. Remove one first.")
    material = Material(workshop_id=workshop.id, title=title, address=address)
    session.add(material)
    session.flush()
    return material


@command
def drop_material(*, actor_id: int, material_id: int) -> int:
    """Take a link out; the id of its workshop."""
    material = get(Material, material_id)
    workshop = lock_workshop(actor_id, material.workshop_id)
    session.execute(sa.delete(Material).where(Material.id == material_id))
    return workshop.id
