"""Programmes: entered by staff or by the installation's operator. Their ending ends none of their spaces."""

from datetime import date

import sqlalchemy as sa

from cop import policy
from cop.db import command, session
from cop.errors import Conflict, Invalid
from cop.models import Programme
from cop.policy import require
from cop.spaces.commands.lines import NAME_LIMIT, line, optional_line, slug_of

STATUSES = ("planned", "running", "ended", "archived")
"""domain.md A01."""

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
    if actor_id is not None:
        require(
            policy.can_keep_organisations(policy.load_actor(actor_id)), "Only programme staff can do that."
        )
    if status not in STATUSES:
        raise Invalid(f"A programme is {', '.join(STATUSES[:-1])} or {STATUSES[-1]}.", field="status")
    name = line(name, limit=NAME_LIMIT, field="name")
    slug = slug_of(slug or name)
    if session.scalar(sa.select(sa.exists().where(Programme.slug == slug))):
        raise Conflict("There is a programme of this name already. Choose another name.", field="name")
    programme = Programme(slug=slug, name=name, status=status, ended_on=ended_on)
    programme.parent = optional_line(parent, limit=NAME_LIMIT, field="parent")
    programme.summary = optional_line(summary, limit=SUMMARY_LIMIT, field="summary")
    session.add(programme)
    return programme
