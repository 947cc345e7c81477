"""`cop`: serve, work off jobs, bring the database up to date, build the demonstration."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import click

from cop import config, server
from cop.cli.members import member
from cop.cli.starting import connected, settings_read


@click.group()
def main() -> None:
    """The community-of-practice platform."""


main.add_command(member)


@main.command()
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    help="So many processes, on PORT and the ports after it; more than one needs PostgreSQL and COP_REDIS_URL.",
)
def serve(processes: int) -> None:
    """Serve on PORT, jobs included unless COP_REDIS_URL names a queue."""
    settings = settings_read()
    if processes == 1:
        _serve(settings)
    else:
        _serve_several(settings, processes)


@main.command()
def worker() -> None:
    """Work off jobs until stopped; for installations with COP_REDIS_URL."""
    from cop import create_app, jobs, logs

    app = create_app(settings_read(), async_mode="threading")
    logs.write_to_stderr(app.config["COP"].log_level)
    jobs.work()


@main.group(name="db")
def database() -> None:
    """The database's schema."""


@database.command()
def upgrade() -> None:
    """Apply the migrations that are missing."""
    from cop import schema

    schema.upgrade(connected(settings_read()))
    click.echo("The database is up to date.")


@database.command(hidden=True)
@click.argument("message")
def revise(message: str) -> None:
    """Write a migration from the difference between models and database."""
    from cop import schema

    schema.revise(connected(settings_read()), message)


@main.command()
def index() -> None:
    """Look at everything that can be found, and index what is missing or of an older version."""
    from cop.search import tasks

    connected(settings_read())
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
    from cop.demonstration import build, story, underway

    os.environ.setdefault("COP_DATABASE_URL", f"sqlite:///{config.ROOT / 'var' / 'demonstration.sqlite'}")
    settings = settings_read()
    engine = connected(settings)
    moment = as_of.replace(hour=17, tzinfo=UTC) if as_of else story.AS_OF
    try:
        is_built = build.is_built(engine)
    except build.NotADemonstration as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if reset or not is_built:
        build.build(engine, settings, as_of=moment, fictional=fictional_orgs, tell=click.echo)
    if serve:
        underway.bring_forward()
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


def _serve_several(settings: config.Settings, processes: int) -> None:
    """Look after `processes` servers until told to stop."""
    from cop import logs, supervisor

    try:
        settings = config.check(replace(settings, processes=max(processes, settings.processes)))
    except config.UnsafeSettings as refusal:
        raise click.ClickException(str(refusal)) from refusal
    logs.write_to_stderr(settings.log_level)
    supervisor.supervise(supervisor.wards(settings, processes))


def _serve(settings: config.Settings) -> None:
    connected(settings)
    server.become(settings)
