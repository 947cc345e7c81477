"""Lists of organisations for tests, as a spreadsheet saves them."""

from cop import db
from cop.models import Organisation
from cop.spaces import commands
from cop.spaces.commands import Coming, Judged
from tests.people import words

HEAD = "Code,Name,Town,Region,Kind,Successor"
VALE = "X01,Teasel Vale,Teasel,North West,acute,"
MARL = "X02,Marlfield,,Midlands,,"


def table(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines)).encode()


def foresee(actor_id: int, *lines: str) -> list[Judged]:
    return commands.foresee_organisations(actor_id=actor_id, lines=commands.read_organisations(table(*lines)))


def enter(actor_id: int, *lines: str) -> list[Judged]:
    return commands.enter_organisations(actor_id=actor_id, lines=commands.read_organisations(table(*lines)))


def comings(judged: list[Judged]) -> list[Coming]:
    return [each.coming for each in judged]


def main(answer) -> str:
    """What a page says in the middle, in one line."""
    return " ".join(words(answer).partition('id="main"')[2].split())


def of(code: str) -> Organisation | None:
    return db.session.query(Organisation).filter_by(code=code).one_or_none()
