"""The mail of a demonstration."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cop import clock, db, jobs
from cop.accounts import commands
from cop.models import LetterKind, Person, Site
from tests.accounts.letterbox import deliver, letters
from tests.conftest import NOON
from tests.people import World

Client = Callable[[Person | None], FlaskClient]


@pytest.fixture
def demonstration(world: World, app: Flask) -> World:
    @db.command
    def demonstrate() -> None:
        db.session.add(Site(id=1, is_demonstration=True))

    demonstrate()
    app.extensions.pop("is_demonstration", None)
    return world


def write(world: World, times: int = 1) -> None:
    for number in range(times):
        commands.ask_for_reset(
            email=["ann@example.org", "bob@example.org", "mallory@example.org"][number % 3],
            address=f"192.0.2.{number}",
        )
    deliver()


def test_staff_read_it_with_its_links(demonstration: World, client_for: Client) -> None:
    write(demonstration)
    html = client_for(demonstration.staff).get("/demonstration/mail").get_data(as_text=True)
    assert "Choose a new password – Community of Practice" in html
    assert "To ann@example.org" in html
    assert '<a href="http://localhost/reset-password/' in html
    (letter,) = letters(LetterKind.PASSWORD_RESET)
    path = jobs.settings().var / "mail" / f"{letter.id:08}.eml"
    assert path.stat().st_mode & 0o077 == 0


def test_nobody_else_does(demonstration: World, client_for: Client) -> None:
    write(demonstration)
    assert client_for(demonstration.staff).get("/demonstration/mail").status_code == 200
    for person in (demonstration.ann, demonstration.bob, demonstration.mallory):
        assert client_for(person).get("/demonstration/mail").status_code == 404
    assert client_for(None).get("/demonstration/mail").status_code == 303


def test_outside_of_a_demonstration_there_is_no_such_page(world: World, client_for: Client) -> None:
    write(world)
    assert client_for(world.staff).get("/demonstration/mail").status_code == 404


def test_without_letters_it_says_how_to_get_one(demonstration: World, client_for: Client) -> None:
    assert "No e-mails yet" in client_for(demonstration.staff).get("/demonstration/mail").get_data(
        as_text=True
    )


def test_it_comes_in_pages_and_misses_no_file(demonstration: World, client_for: Client) -> None:
    for hour in range(8):
        with clock.at(NOON + timedelta(hours=hour)):
            write(demonstration, 3)
    newest = letters(LetterKind.PASSWORD_RESET)[-1].id
    (jobs.settings().var / "mail" / f"{newest:08}.eml").unlink()
    staff = client_for(demonstration.staff)
    first = staff.get("/demonstration/mail").get_data(as_text=True)
    assert "not in the folder any more" in first
    assert first.count("<article") == 20
    older = first.split('href="/demonstration/mail?before=')[1].split('"')[0]
    second = staff.get(f"/demonstration/mail?before={older}").get_data(as_text=True)
    assert second.count("<article") == 4
    assert "Older e-mails" not in second
