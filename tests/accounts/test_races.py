"""Two at once, on connections of their own: one is first, and the other is told."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine

from cop import db, jobs, schema
from cop.accounts import commands
from cop.accounts.commands import Newcomer
from cop.config import Settings
from cop.errors import CopError
from cop.models import Letter, LetterKind, Person, ProfessionalRole, RoleName, Throttle
from tests.accounts.letterbox import NEW, invitation
from tests.people import World


@pytest.fixture(params=["postgresql", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database whose commits stand, for this test alone."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite"), tmp_path / "races.sqlite")
        made = db.connect(f"sqlite:///{tmp_path / 'races.sqlite'}")
        yield made
        made.dispose()
        return
    server: Engine = request.getfixturevalue("postgresql")
    name = f"races_{request.node.originalname}"[:60]
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    made = db.connect(server.url.set(database=name).render_as_string(hide_password=False))
    schema.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def here(app: Flask, engine: Engine, settings: Settings) -> Iterator[World]:
    jobs.connect(replace(settings, uploads=settings.uploads / "unused"), ())
    yield World.build()
    db.session.remove()


def at_once(*works: Callable[[], object]) -> list[str]:
    """What each came to, in alphabetical order: `done`, a word of ours, or the name of an error that is none."""
    outcomes: list[str] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append("done" if work() else "nothing")
        except CopError as error:
            outcomes.append(error.code)
        except sa.exc.SQLAlchemyError as error:
            outcomes.append(type(error).__name__)
        finally:
            db.session.remove()

    threads = [threading.Thread(target=copy_context().run, args=(run, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def acceptance(world: World, email: str = "rowan@example.org") -> Callable[[], object]:
    link = commands.invitation_link(invitation(email, (world.set_a, RoleName.MEMBER), inviter=world.ann))
    newcomer = Newcomer("Rowan Ashdown", None, ProfessionalRole.OTHER, NEW)
    return lambda: commands.join_as_newcomer(token=link.rpartition("/")[2], newcomer=newcomer)


def test_one_of_two_who_follow_a_link_at_once_joins(here: World) -> None:
    accept = acceptance(here)
    first, second = at_once(accept, accept)
    assert first in {"conflict", "done"}
    assert {first, second} in ({"conflict", "done"}, {"done", "not_found"})


def test_two_links_to_one_address_make_one_account(here: World) -> None:
    assert at_once(acceptance(here), acceptance(here)) == ["conflict", "done"]
    assert len(db.session.scalars(sa.select(Person).where(Person.email == "rowan@example.org")).all()) == 1


def test_several_who_draw_first_from_a_bucket_each_get_one(here: World) -> None:
    @db.command
    def draw() -> bool:
        return Throttle.take("a bucket", burst=3, every=timedelta(minutes=1))

    assert at_once(*[draw] * 5) == ["done", "done", "done", "nothing", "nothing"]


def test_one_postman_takes_a_letter(here: World) -> None:
    @db.command
    def write() -> int:
        return Letter.write(LetterKind.PASSWORD_RESET, address="ann@example.org").id

    letter_id = write()
    assert at_once(*[lambda: commands.claim_letter(letter_id)] * 4) == [
        "done",
        "nothing",
        "nothing",
        "nothing",
    ]


def test_two_who_join_through_spaces_in_another_order_do_not_wait_for_each_other_for_ever(
    here: World,
) -> None:
    one = invitation("one@example.org", (here.cohort, RoleName.MEMBER), (here.set_a, RoleName.MEMBER))
    two = invitation(
        "two@example.org",
        (here.set_a, RoleName.MEMBER),
        (here.network, RoleName.MEMBER),
        (here.cohort, RoleName.MEMBER),
    )
    newcomer = Newcomer("Rowan Ashdown", None, ProfessionalRole.OTHER, NEW)

    def accept(link: str) -> Callable[[], object]:
        return lambda: commands.join_as_newcomer(token=link.rpartition("/")[2], newcomer=newcomer)

    links = [commands.invitation_link(sent) for sent in (one, two)]
    assert at_once(*map(accept, links)) == ["done", "done"]
