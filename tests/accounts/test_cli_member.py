"""`cop member`: the first people of an installation."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import HalfWay, Newcomer, SignedIn
from cop.cli import main
from cop.models import Appointment, Authenticator, LetterKind, Person, ProfessionalRole, RecoveryCode, SignIn
from cop.policy import load_actor
from tests.accounts.letterbox import NEW, give_password, letters
from tests.people import PASSWORD, World, begin_sign_in

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite: Path, tmp_path: Path) -> Iterator[Run]:
    """Run `cop member …` for an installation of its own, with two cohorts in it."""
    shutil.copy(sqlite, tmp_path / "cop.sqlite")
    url = f"sqlite:///{tmp_path / 'cop.sqlite'}"
    environ = {
        "COP_DATABASE_URL": url,
        "COP_SECRET_KEY": "x" * 40,
        "COP_PUBLIC_URL": "https://cop.example.org",
        "COP_UPLOADS": str(tmp_path / "var" / "uploads"),
    }
    engine = db.connect(url)
    World.build()
    db.session.remove()
    engine.dispose()
    yield lambda *words: CliRunner().invoke(main, ["member", *words], env=environ)
    engine = db.session.get_bind()
    db.session.remove()
    engine.dispose()


def accept(link: str) -> int:
    newcomer = Newcomer("Rowan Ashdown", None, ProfessionalRole.OTHER, NEW)
    return commands.join_as_newcomer(token=link.rpartition("/")[2], newcomer=newcomer).person_id


def test_it_invites_and_prints_the_link(run: Run) -> None:
    told = run("invite", "Rowan@example.org", "--appointment", "staff", "--space", "cohort-1:moderator")
    assert told.exit_code == 0, told.output
    link = told.output.strip()
    assert link.startswith("https://cop.example.org/invitations/")
    actor = load_actor(accept(link))
    assert actor.is_staff
    assert len(actor.roles) == 2


def test_whoever_has_lost_their_second_step_is_let_in_without(run: Run) -> None:
    assert run("forget-second-step", "nobody@example.org").exit_code == 1
    told = run("forget-second-step", "ann@example.org")
    assert (told.exit_code, "has no authenticator" in told.output) == (1, True)
    ann, bob = (_person(email) for email in ("ann@example.org", "bob@example.org"))
    for person in (ann, bob):
        give_password(person)
        _put_second_step(person)
    assert isinstance(_sign_in(ann), HalfWay), "control"

    assert run("forget-second-step", "ann@example.org").exit_code == 0
    assert isinstance(_sign_in(ann), SignedIn)
    assert isinstance(_sign_in(bob), HalfWay)
    for table in (Authenticator, RecoveryCode):
        assert [row.person_id for row in db.session.query(table)] == [bob.id], "his alone"
    assert [each.address for each in letters(LetterKind.SECOND_STEP_CHANGED)] == [ann.email]


def _person(email: str) -> Person:
    return db.session.query(Person).filter_by(email=email).one()


@db.command
def _put_second_step(person: Person) -> None:
    db.session.add(Authenticator(person_id=person.id, salt="x"))
    db.session.add(RecoveryCode(person_id=person.id, code_hash=f"of {person.name}"))


def _sign_in(person: Person) -> object:
    return commands.sign_in(email=person.email, password=PASSWORD, address=None, device="test")


def standing() -> list[int]:
    return sorted(row.person_id for row in db.session.query(SignIn).filter(SignIn.ended_at.is_(None)))


def test_somebody_is_signed_out_and_everybody_is(run: Run) -> None:
    assert run("sign-out", "nobody@example.org").exit_code == 1
    ann, bob = (_person(email) for email in ("ann@example.org", "bob@example.org"))
    for person in (ann, ann, bob):
        begin_sign_in(person)
    assert standing() == sorted([ann.id, ann.id, bob.id]), "control"

    told = run("sign-out", "Ann@example.org")
    assert (told.exit_code, told.output) == (0, "2\n")
    assert standing() == [bob.id]
    begin_sign_in(ann)
    told = run("sign-out", "everybody")
    assert (told.exit_code, told.output) == (0, "2\n")
    assert standing() == []


@pytest.mark.parametrize(
    "words",
    [
        ["sign-out"],
        ["sign-out", "nobody@example.org"],
        ["invite", "rowan"],
        ["invite", "rowan@example.org", "--space", "cohort-9:member"],
        ["invite", "rowan@example.org", "--space", "cohort-1:king"],
        ["invite", "rowan@example.org", "--appointment", "king"],
        ["appoint", "nobody@example.org", "staff"],
        ["end", "ann@example.org", "staff"],
        ["invite", "rowan@example.org", "--appointment", "guest"],
        ["invite", "rowan@example.org", "--appointment", "evaluator", "--until", "2020-01-01"],
        ["invite", "rowan@example.org", "--appointment", "evaluator", "--until", "9999-12-31"],
        ["invite", "rowan@example.org", "--space", "cohort-1:member", "--until", "2027-01-01"],
        ["appoint", "ann@example.org", "evaluator"],
        ["appoint", "ann@example.org", "guest", "--until", "soon"],
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(run: Run, words: list[str]) -> None:
    told = run(*words)
    assert told.exit_code in {1, 2}
    assert "Error: " in told.output
    assert "Traceback" not in told.output


def test_it_appoints_and_ends_appointments(run: Run) -> None:
    for _ in range(2):
        assert run("appoint", "ANN@example.org", "steward").exit_code == 0
    from cop.models import AppointmentRole

    ann = _person("ann@example.org").id
    assert load_actor(ann).has(AppointmentRole.STEWARD)
    assert run("end", "ann@example.org", "steward").exit_code == 0
    db.session.remove()
    assert not load_actor(ann).has(AppointmentRole.STEWARD)


def _last_day(email: str) -> str | None:
    db.session.remove()
    (held,) = db.session.query(Appointment).filter_by(person_id=_person(email).id)
    return held.last_day and held.last_day.date().isoformat()


def test_a_role_is_given_until_a_day(run: Run) -> None:
    last, later = (f"{clock.today() + timedelta(days=days)}" for days in (60, 90))
    told = run("invite", "rowan@example.org", "--appointment", "guest", "--until", last)
    assert told.exit_code == 0, told.output
    accept(told.output.strip())
    assert _last_day("rowan@example.org") == last

    assert run("appoint", "ann@example.org", "evaluator", "--until", last).exit_code == 0
    assert _last_day("ann@example.org") == last
    assert run("appoint", "ann@example.org", "evaluator", "--until", later).exit_code == 0
    assert _last_day("ann@example.org") == later

    assert run("appoint", "bob@example.org", "steward").exit_code == 0
    assert _last_day("bob@example.org") is None, "control: a steward needs none"
