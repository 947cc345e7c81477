"""Who stands behind a programme, and as what (domain.md A09)."""

import sqlalchemy as sa

from cop.db import add_once, command, get, session
from cop.models import Partner, PartnerRole, Programme
from cop.programme.commands.programmes import LINE_LIMIT, kept, require_keeper
from cop.typed import one_line


@command
def name_partner(*, actor_id: int, programme_id: int, role: PartnerRole, name: str) -> Partner:
    """Let the page of a programme name an organisation. Conflict where it is named as this already."""
    programme = kept(actor_id, programme_id)
    name = one_line(name, limit=LINE_LIMIT, field="name", missing="Enter its name.")
    partner = Partner(programme_id=programme.id, role=role, name=name)
    add_once(partner, taken="It is named as this already.")
    return partner


@command
def drop_partner(*, actor_id: int, partner_id: int) -> Programme:
    """Name it no more; the programme on whose page it stood. Raises NotFound, Forbidden."""
    require_keeper(actor_id)  # before it is looked for: others learn of none
    programme = kept(actor_id, get(Partner, partner_id).programme_id)
    session.execute(sa.delete(Partner).where(Partner.id == partner_id))
    return programme
