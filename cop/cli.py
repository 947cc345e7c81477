"""`cop`: serve, work off jobs, bring the database up to date, build the demonstration."""

import os
import sys
from pathlib import Path

import click

from cop import config, db


@click.group()
def main() -> None:
    """The community-of-practice platform."""


@main.command()
def serve() -> None:
    """Serve on PORT: one process, jobs included unless COP_REDIS_URL names a queue."""
    _serve(config.from_environment())


@main.command()
def worker() -> None:
    """Work off jobs until stopped; for installations with COP_REDIS_URL."""
    from cop import create_app, jobs, logs

    app = create_app(async_mode="threading")
    logs.write_to_stderr(app.config["COP"].log_level)
    jobs.consume(worker_type="thread").run()


@main.group(name="db")
def database() -> None:
    """The database's schema."""


@database.command()
def upgrade() -> None:
    """Apply the migrations that are missing."""
    from cop import schema

    schema.upgrade(_connect(config.from_environment()))
    click.echo("The database is up to date.")


@database.command(hidden=True)
@click.argument("message")
def revise(message: str) -> None:
    """Write a migration from the difference between models and database."""
    from cop import schema

    schema.revise(_connect(config.from_environment()), message)


def _connect(settings: config.Settings):  # type: ignore[no-untyped-def]
    if settings.is_sqlite:
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return db.connect(settings.database_url)


def _serve(settings: config.Settings) -> None:
    """Become gunicorn with one gevent worker: what Flask-SocketIO's documentation asks for."""
    _connect(settings)
    server = [sys.executable, "-m", "gunicorn", "--worker-class", "gevent", "--workers", "1"]
    bound = ["--bind", f"127.0.0.1:{settings.port}", "--graceful-timeout", "10", "--log-level", "warning"]
    home = Path(__file__).resolve().parent.parent
    os.execv(sys.executable, [*server, *bound, "--chdir", str(home), "wsgi:app"])  # noqa: S606 - our own words only


if __name__ == "__main__":
    main()
