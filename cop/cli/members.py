"""`cop member`: people, as the operator of an installation brings them in."""

from datetime import datetime
from typing import TYPE_CHECKING

import click
import sqlalchemy as sa

from cop import db
from cop.cli.starting import connected, said_plainly, settings_read

if TYPE_CHECKING:
    from cop.models import RoleName


@click.group()
def member() -> None:
    """People: the first ones of a new installation are invited from here. A running server sends the letters."""
    from cop import jobs

    settings = settings_read()
    connected(settings)
    jobs.connect(settings)


APPOINTMENTS = click.Choice(["staff", "steward", "sponsor", "evaluator", "guest"])


def _end_of(_context: click.Context, _option: click.Parameter, day: datetime | None) -> datetime | None:
    """The moment at which this day has ended in the United Kingdom."""
    from cop.web.forms import end_of

    end = end_of(day.date()) if day else None
    if day is not None and end is None:
        raise click.BadParameter("that day never comes")
    return end


until_option = click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_end_of,
    help="The last day of the role outside any space. An evaluator and a guest need one.",
)


@member.command()
@click.argument("email")
@click.option("--appointment", type=APPOINTMENTS, help="A role outside any space.")
@until_option
@click.option(
    "--space", "places", multiple=True, metavar="SLUG:ROLE", help="A space to join; may be repeated."
)
def invite(email: str, *, appointment: str | None, until: datetime | None, places: tuple[str, ...]) -> None:
    """Invite EMAIL, and print the link."""
    from cop.accounts import commands
    from cop.models import AppointmentRole

    role = AppointmentRole(appointment) if appointment else None
    with said_plainly():
        invitation = commands.invite_as_operator(
            email=email, places=_places(places), appointment=role, until=until
        )
    click.echo(commands.invitation_link(invitation))


@member.command()
@click.argument("email")
@click.argument("role", type=APPOINTMENTS)
@until_option
def appoint(email: str, role: str, until: datetime | None) -> None:
    """Give EMAIL a role outside any space, or the one that they have another last day."""
    from cop.accounts import commands
    from cop.models import AppointmentRole

    with said_plainly():
        commands.appoint(email=email, role=AppointmentRole(role), until=until)


@member.command()
@click.argument("email")
@click.argument("role", type=APPOINTMENTS)
def end(email: str, role: str) -> None:
    """End a role of EMAIL outside any space."""
    from cop.accounts import commands
    from cop.models import AppointmentRole

    with said_plainly():
        commands.end_appointment(email=email, role=AppointmentRole(role))


@member.command()
@click.argument("email")
def forget_second_step(email: str) -> None:
    """Let EMAIL, who has lost authenticator, passkeys and codes, sign in with their password alone. They are told."""
    from cop.accounts import commands

    with said_plainly():
        commands.forget_second_step(email=email)


@member.command()
@click.argument("whom", metavar="EMAIL|everybody")
def sign_out(whom: str) -> None:
    """End every sign-in of EMAIL, or of everybody, open pages included, and say how many there were."""
    from cop.accounts.commands import end_sign_ins_of

    with said_plainly():
        click.echo(end_sign_ins_of(email=None if whom == "everybody" else whom))


def _places(words: tuple[str, ...]) -> "list[tuple[int, RoleName]]":
    """`SLUG:ROLE` as (space id, role)."""
    from cop.models import RoleName, Space

    places = []
    for word in words:
        slug, _, role = word.partition(":")
        space_id = db.session.scalar(sa.select(Space.id).where(Space.slug == slug))
        if space_id is None or role not in set(RoleName):
            raise click.BadParameter(f"{word!r} is not SLUG:ROLE of a space and one of {', '.join(RoleName)}")
        places.append((space_id, RoleName(role)))
    return places
