"""People who apply, and the programme to which they do."""

from typing import Any

import sqlalchemy as sa

from cop import db
from cop.accounts import commands
from cop.accounts.commands import Applicant, tokens
from cop.models import (
    Application,
    Band,
    Organisation,
    ProfessionalRole,
    Programme,
    Recruitment,
    Review,
    Space,
)
from tests import people

ADDRESS = "rowan@applicant.example"
TO_ANYBODY = {"is_open": "y", "criteria": "Anybody", "least_band": "", "regions": ""}
"""The form by which a programme looks for people."""


@db.command
def put_programme(cohort: Space, *, is_open: bool = True, **rules: Any) -> Programme:
    """A programme of which `cohort` is, and to which anybody may apply."""
    programme = Programme(slug="leading", name="Leading research")
    db.session.add(programme)
    db.session.flush()
    db.lock(Space, cohort.id).programme_id = programme.id
    db.session.add(Recruitment(programme_id=programme.id, is_open=is_open, **rules))
    return programme


@db.command
def put_organisation(name: str, *, region: str) -> Organisation:
    organisation = Organisation(code=name[:3].upper(), name=name, region=region)
    db.session.add(organisation)
    return organisation


def applicant(**other: Any) -> Applicant:
    said: dict[str, Any] = {
        "name": "Rowan Newfield",
        "email": ADDRESS,
        "organisation_id": None,
        "elsewhere": "Invented Partner",
        "professional_role": ProfessionalRole.SERVICE_LEAD,
        "band": Band.EIGHT_B,
        "statement": "I run two clinics and would like them to take part in research.",
    }
    return Applicant(**said | other)


def apply(programme: Programme, cohort: Space | None = None, *, key: str = "", **other: Any) -> None:
    commands.apply(
        programme_id=programme.id,
        cohort_id=cohort.id if cohort else None,
        applicant=applicant(**other),
        key=key or people.key(),
        address="127.0.0.1",
    )


def applications() -> list[Application]:
    """All of them, read again."""
    query = sa.select(Application).order_by(Application.id).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def applied(programme: Programme, cohort: Space | None = None, **other: Any) -> Review:
    """Who has applied and confirmed their address: the review of that."""
    apply(programme, cohort, **other)
    application = applications()[-1]
    commands.confirm_application(token=tokens.of_application(application))
    return db.session.query(Review).filter_by(application_id=application.id).one()
