"""Who opens the copy of all that is kept of a person: that person, and nobody else, staff and moderators included."""

import sqlalchemy as sa

from cop.models import Export
from cop.policy.actors import Actor


def can_open_export(actor: Actor, export: Export) -> bool:
    return export.person_id == actor.id and export.is_ready()


def visible_exports(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(Export.person_id == actor.id, Export.stands())
