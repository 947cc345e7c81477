"""The people of the demonstration who have applied, and what programme staff have decided about some of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import clock
from cop.accounts import commands as accounts
from cop.accounts.commands import tokens
from cop.db import session
from cop.demonstration.story import document
from cop.models import Application, Band, ProfessionalRole, Programme, Review, ReviewKind, Space
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from cop.spaces.commands import Terms


def apply(
    as_of: datetime, *, staff_id: int, spaces_by_slug: Mapping[str, Space], organisations: Mapping[str, int]
) -> None:
    """Open a programme to everybody, and let people apply to it in the weeks before `as_of`."""
    script = document("applications")
    programme = session.scalars(sa.select(Programme).where(Programme.slug == script["programme"])).one()
    terms = Terms(script["criteria"], Band(script["least_band"]))
    with clock.at(as_of - timedelta(days=30)):
        spaces.recruit(actor_id=staff_id, programme_id=programme.id, terms=terms, is_open=True)
    for number, each in enumerate(script["application"]):
        sent_at = as_of - timedelta(days=each["days_ago"])
        with clock.at(sent_at):
            organisation_id = organisations.get(each.get("organisation", ""))
            review = _applied(each, programme, key=f"{number:032x}", organisation_id=organisation_id)
        with clock.at(sent_at + timedelta(days=1)):
            places = [spaces_by_slug[slug].id for slug in each.get("places", ())]
            _decide(each, review, actor_id=staff_id, places=places)


def _applied(
    each: Mapping[str, Any], programme: Programme, *, key: str, organisation_id: int | None
) -> Review:
    applicant = accounts.Applicant(
        name=each["name"],
        email=each["email"],
        organisation_id=organisation_id,
        elsewhere=each.get("elsewhere", ""),
        professional_role=ProfessionalRole(each["professional_role"]),
        band=Band(each["band"]),
        statement=each["statement"],
    )
    accounts.apply(programme_id=programme.id, cohort_id=None, applicant=applicant, key=key, address=None)
    application = session.scalars(sa.select(Application).where(Application.key == key)).one()
    accounts.confirm_application(token=tokens.of_application(application))
    review = Review.of(application, ReviewKind.APPLICATION)
    assert review is not None, "it was confirmed"  # noqa: S101 - a mistake of ours
    return review


def _decide(each: Mapping[str, Any], review: Review, *, actor_id: int, places: list[int]) -> None:
    match each.get("decided"):
        case "approve":
            moderation.approve(actor_id=actor_id, review_id=review.id, space_ids=places)
        case "ask":
            moderation.ask(actor_id=actor_id, review_id=review.id, question=each["reason"])
        case "refuse":
            moderation.turn_down(actor_id=actor_id, review_id=review.id, reason=each["reason"])
