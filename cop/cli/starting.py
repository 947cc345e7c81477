"""What every command of `cop` begins with: settings, a database, and refusals in a line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cop import config, db
from cop.errors import CopError


def settings_read() -> config.Settings:
    """The environment's settings; what is unsafe is said in a sentence."""
    try:
        return config.from_environment()
    except config.UnsafeSettings as refusal:
        raise click.ClickException(str(refusal)) from refusal


def connected(settings: config.Settings):  # type: ignore[no-untyped-def]
    if settings.is_sqlite:
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return db.connect(settings.database_url)


@contextmanager
def said_plainly() -> Iterator[None]:
    """A refusal as one line on the terminal."""
    try:
        yield
    except CopError as error:
        raise click.ClickException(error.message) from error
