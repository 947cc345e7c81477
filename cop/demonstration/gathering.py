"""The visits and events of the demonstration, and the programme that builds on what the first of them came to."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from cop.db import session
from cop.demonstration.story import document
from cop.gatherings import commands
from cop.gatherings.commands import Details
from cop.models import Gathering, GatheringKind, Programme, Scope, Space
from cop.models.states import digest
from cop.programme.commands.grounds import cite_output

NETWORK, FOLLOWED_BY = "network", "rd-leaders"


def arrange_visits(cohort: str, *, staff_id: int) -> None:
    """Those of a cohort, while its programme is under way."""
    for each in document("gatherings")["visit"]:
        if each["cohort"] == cohort:
            _arrange(each, slug=cohort, kind=GatheringKind.VISIT, staff_id=staff_id)


def hold_events(*, staff_id: int) -> None:
    """Those of the network, with what came of each."""
    outputs = [
        commands.add_output(actor_id=staff_id, gathering_id=made.id, title=title)
        for each, made in [(each, _event(each, staff_id)) for each in document("gatherings")["event"]]
        for title in each["outputs"]
    ]
    programme = session.scalars(sa.select(Programme.id).where(Programme.slug == FOLLOWED_BY)).one()
    for output in outputs[:2]:
        cite_output(actor_id=staff_id, programme_id=programme, output_id=output.id)


def _event(each: Mapping[str, Any], staff_id: int) -> Gathering:
    made = _arrange(each, slug=NETWORK, kind=GatheringKind(each["kind"]), staff_id=staff_id)
    for name in each.get("outsiders", ()):
        commands.add_outsider(actor_id=staff_id, gathering_id=made.id, name=name)
    return made


def _arrange(each: Mapping[str, Any], *, slug: str, kind: GatheringKind, staff_id: int) -> Gathering:
    space_id = session.scalars(sa.select(Space.id).where(Space.slug == slug)).one()
    words = ("called", "day", "last_day", "venue", "partner", "purpose", "places", "region")
    said: dict[str, Any] = {name: each[name] for name in words if name in each}
    scope = Scope(each.get("scope", Scope.ORGANISATION))
    key = digest("gathering", slug, each["day"])[:32]
    return commands.arrange(
        actor_id=staff_id, space_id=space_id, details=Details(kind=kind, scope=scope, **said), key=key
    )
