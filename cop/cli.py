"""`cop`: serve, work off jobs, bring the database up to date, build the demonstration."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import sqlalchemy as sa

from cop import config, db, server
from cop.errors import CopError

if TYPE_CHECKING:
    from cop.models import RoleName


@click.group()
def main() -> None:
    """The community-of-practice platform."""


@main.command()
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    help="So many processes, on PORT and the ports after it; more than one needs PostgreSQL and COP_REDIS_URL.",
)
def serve(processes: int) -> None:
    """Serve on PORT, jobs included unless COP_REDIS_URL names a queue."""
    settings = _settings()
    if processes == 1:
        _serve(settings)
    else:
        _serve_several(settings, processes)


@main.command()
def worker() -> None:
    """Work off jobs until stopped; for installations with COP_REDIS_URL."""
    from cop import create_app, jobs, logs

    app = create_app(_settings(), async_mode="threading")
    logs.write_to_stderr(app.config["COP"].log_level)
    jobs.work()


@main.group(name="db")
def database() -> None:
    """The database's schema."""


@database.command()
def upgrade() -> None:
    """Apply the migrations that are missing."""
    from cop import schema

    schema.upgrade(_connect(_settings()))
    click.echo("The database is up to date.")


@database.command(hidden=True)
@click.argument("message")
def revise(message: str) -> None:
    """Write a migration from the difference between models and database."""
    from cop import schema

    schema.revise(_connect(_settings()), message)


@main.command()
def index() -> None:
    """Look at everything that can be found, and index what is missing or of an older version."""
    from cop.search import tasks

    _connect(_settings())
    tasks.index_everything(click.echo)


@main.command()
@click.option("--reset", is_flag=True, help="Build it anew, whatever was done in it.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Move the story's last day; by default 2026-11-20."
)
@click.option("--fictional-orgs", is_flag=True, help="Replace the names of all organisations.")
@click.option("--serve/--no-serve", default=True, help="Serve it once it is built.")
def demo(*, reset: bool, as_of: datetime | None, fictional_orgs: bool, serve: bool) -> None:
    """Build the demonstration network where it is missing, and serve it on PORT."""
    from cop.demonstration import build, story

    os.environ.setdefault("COP_DATABASE_URL", f"sqlite:///{config.ROOT / 'var' / 'demonstration.sqlite'}")
    settings = _settings()
    engine = _connect(settings)
    moment = as_of.replace(hour=17, tzinfo=UTC) if as_of else story.AS_OF
    try:
        is_built = build.is_built(engine)
    except build.NotADemonstration as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if reset or not is_built:
        build.build(engine, settings, as_of=moment, fictional=fictional_orgs, tell=click.echo)
    engine.dispose()
    _introduce(settings)
    if serve:
        _serve(settings)


def _introduce(settings: config.Settings) -> None:
    from cop.demonstration.build import ACCOUNTS, PASSWORD

    click.echo(f"\nThe demonstration: people and posts are invented. Password of every account: {PASSWORD}\n")
    for account in ACCOUNTS:
        click.echo(f"  {account}@example.org")
    click.echo(f"\n{settings.public_url}\n")


@main.group()
def member() -> None:
    """People: the first ones of a new installation are invited from here. A running server sends the letters."""
    from cop import jobs

    settings = _settings()
    _connect(settings)
    jobs.connect(settings)


APPOINTMENTS = click.Choice(["staff", "steward", "sponsor", "evaluator", "guest"])


@member.command()
@click.argument("email")
@click.option("--appointment", type=APPOINTMENTS, help="A role outside any space.")
@click.option(
    "--space", "places", multiple=True, metavar="SLUG:ROLE", help="A space to join; may be repeated."
)
def invite(email: str, appointment: str | None, places: tuple[str, ...]) -> None:
    """Invite EMAIL, and print the link."""
    from cop.accounts import commands
    from cop.models import AppointmentRole

    role = AppointmentRole(appointment) if appointment else None
    with _said_plainly():
        invitation = commands.invite_as_operator(email=email, places=_places(places), appointment=role)
    click.echo(commands.invitation_link(invitation))


@member.command()
@click.argument("email")
@click.argument("role", type=APPOINTMENTS)
def appoint(email: str, role: str) -> None:
    """Give EMAIL a role outside any space."""
    from cop.accounts import commands
    from cop.models import AppointmentRole

    with _said_plainly():
        commands.appoint(email=email, role=AppointmentRole(role))


@member.command()
@click.argument("email")
@click.argument("role", type=APPOINTMENTS)
def end(email: str, role: str) -> None:
    """End a role of EMAIL outside any space."""
    from cop.accounts import commands
    from cop.models import AppointmentRole

    with _said_plainly():
        commands.end_appointment(email=email, role=AppointmentRole(role))


@member.command()
@click.argument("email")
def forget_second_step(email: str) -> None:
    """Let EMAIL, who has lost authenticator, passkeys and codes, sign in with their password alone. They are told."""
    from cop.accounts import commands

    with _said_plainly():
        commands.forget_second_step(email=email)


@member.command()
@click.argument("whom", metavar="EMAIL|everybody")
def sign_out(whom: str) -> None:
    """End every sign-in of EMAIL, or of everybody, open pages included, and say how many there were."""
    from cop.accounts.commands import end_sign_ins_of

    with _said_plainly():
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


@contextmanager
def _said_plainly() -> Iterator[None]:
    """A refusal as one line on the terminal."""
    try:
        yield
    except CopError as error:
        raise click.ClickException(error.message) from error


def _settings() -> config.Settings:
    """The environment's settings; what is unsafe is said in a sentence."""
    try:
        return config.from_environment()
    except config.UnsafeSettings as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _serve_several(settings: config.Settings, processes: int) -> None:
    """Look after `processes` servers until told to stop."""
    from cop import logs, supervisor

    try:
        settings = config.check(replace(settings, processes=max(processes, settings.processes)))
    except config.UnsafeSettings as refusal:
        raise click.ClickException(str(refusal)) from refusal
    logs.write_to_stderr(settings.log_level)
    supervisor.supervise(supervisor.wards(settings, processes))


def _connect(settings: config.Settings):  # type: ignore[no-untyped-def]
    if settings.is_sqlite:
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return db.connect(settings.database_url)


def _serve(settings: config.Settings) -> None:
    _connect(settings)
    server.become(settings)


if __name__ == "__main__":
    main()
