"""Programmes: entered by staff or by the installation's operator. Their ending ends none of their spaces."""

from datetime import date

from cop.db import add_once, command
from cop.errors import Invalid
from cop.models import Programme, ProgrammeStatus
from cop.spaces.commands.lines import NAME_LIMIT, optional_line, slug_of
from cop.spaces.commands.organisations import require_keeper
from cop.typed import one_line

SUMMARY_LIMIT = 1_000


@command
def create_programme(
    *,
    actor_id: int | None,
    name: str,
    slug: str | None = None,
    parent: str = "",
    summary: str = "",
    status: str = "running",
    ended_on: date | None = None,
) -> Programme:
    """A programme; `actor_id` None is the operator. Conflict where its address is taken."""
    require_keeper(actor_id)
    if status not in [*ProgrammeStatus]:
        raise Invalid("A programme is planned, running, ended or archived.", field="status")
    name = one_line(name, limit=NAME_LIMIT, field="name")
    programme = Programme(slug=slug_of(slug or name), name=name, status=status, ended_on=ended_on)
    programme.parent = optional_line(parent, limit=NAME_LIMIT, field="parent")
    programme.summary = optional_line(summary, limit=SUMMARY_LIMIT, field="summary")
    add_once(programme, taken="There is a programme of this name already. Choose another name.")
    return programme
