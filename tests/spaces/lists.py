"""Lists of organisations for tests, as a spreadsheet saves them."""

from cop.spaces import commands
from cop.spaces.commands import Coming, Judged

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
