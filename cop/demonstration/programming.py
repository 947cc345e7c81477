"""What the programmes of the demonstration say of themselves, who stood behind them, their workshops, and their end."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.demonstration import gathering
from cop.demonstration.story import document
from cop.models import Component, MeetingMode, PartnerRole, Programme, ProgrammeStatus, Space, Stage
from cop.models.states import digest
from cop.programme import commands
from cop.programme.commands import Assignment, Plan, Said, Window

COMPONENTS = {"k": Component.KNOWLEDGE, "l": Component.LEADERSHIP}
BEFORE = timedelta(days=60)
"""How long before the end of the story somebody wrote it down."""


def describe(as_of: datetime, *, staff_id: int) -> None:
    """Let the page of each programme say what it was."""
    with clock.at(as_of - BEFORE):
        for each in document("programmes")["programme"]:
            programme = session.scalars(sa.select(Programme).where(Programme.slug == each["slug"])).one()
            _describe(programme, each, staff_id=staff_id)


def _describe(programme: Programme, each: Mapping[str, Any], *, staff_id: int) -> None:
    about: dict[str, Any] = {"actor_id": staff_id, "programme_id": programme.id}
    told = ("domain", "eligibility", "cost", "recognition")
    rationale = "\n\n".join(part.strip() for part in (each["rationale"], each.get("context", "")) if part)
    said = Said(
        programme.name,
        parent=programme.parent,
        summary=programme.summary,
        rationale=rationale,
        **{name: each.get(name, "") for name in told},
    )
    commands.edit_programme(**about, said=said)
    for partner in each["partner"]:
        commands.name_partner(**about, role=PartnerRole(partner["role"]), name=partner["name"])
    for cohort in each.get("cohort", ()):
        _gather(cohort, each["workshop"], staff_id=staff_id)
    commands.set_status(**about, status=ProgrammeStatus(each["status"]), ended_on=each["ended_on"])


def _gather(cohort: Mapping[str, Any], days: Sequence[Mapping[str, Any]], *, staff_id: int) -> None:
    """The workshops of a cohort on the days on which they were held, and when its sets were to meet."""
    space = session.scalars(sa.select(Space).where(Space.slug == cohort["slug"])).one()
    about: dict[str, Any] = {"actor_id": staff_id, "space_id": space.id}
    for number, (day, held) in enumerate(zip(days, cohort["held"], strict=True), start=1):
        told = {"title": day["title"], "objectives": day["objectives"]}
        plan = Plan(number, day=held["day"], venue=held["venue"], **told)
        key = digest("workshop", space.slug, number)[:32]
        workshop = commands.plan_workshop(**about, plan=plan, key=key)
        for segment in day["segments"]:
            word, _, title = segment.partition(" ")
            commands.add_segment(
                actor_id=staff_id, workshop_id=workshop.id, title=title, component=COMPONENTS[word]
            )
        assignment = Assignment(day["task"], due_on=held["due"], workshop_id=workshop.id)
        commands.set_task(**about, assignment=assignment, key=digest("task", key)[:32])
    for number, each in enumerate(cohort["window"], start=1):
        window = Window(number, MeetingMode(each["mode"]), each["first_on"], each["last_on"])
        commands.set_window(**about, window=window)
    gathering.arrange_visits(space.slug, staff_id=staff_id)
    commands.keep_cohort(**about, venue=cohort["venue"], stage=Stage.ALUMNI)
