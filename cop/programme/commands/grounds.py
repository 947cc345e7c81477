"""The outputs of events that a programme builds on (domain.md A08)."""

import sqlalchemy as sa

from cop import policy
from cop.db import add_once, command, get, session
from cop.errors import Invalid
from cop.models import Citation, Output, Programme
from cop.programme.commands.programmes import kept, require_keeper


@command
def cite_output(*, actor_id: int, programme_id: int, output_id: int) -> Citation:
    """Say that a programme builds on what an event has come to. Invalid for what the actor can't read, Conflict where
    it is said already.
    """
    programme, actor = kept(actor_id, programme_id), policy.load_actor(actor_id)
    output = session.get(Output, output_id)
    if output is None or not policy.can_read_gathering(actor, output.gathering):
        raise Invalid("Choose one of the list.", field="output_id")
    citation = Citation(programme_id=programme.id, output_id=output.id)
    add_once(citation, taken="It builds on that already.")
    return citation


@command
def drop_citation(*, actor_id: int, citation_id: int) -> Programme:
    """Say so no more; the programme on whose page it stood. Raises NotFound, Forbidden."""
    require_keeper(actor_id)  # before it is looked for: others learn of none
    programme = kept(actor_id, get(Citation, citation_id).programme_id)
    session.execute(sa.delete(Citation).where(Citation.id == citation_id))
    return programme
