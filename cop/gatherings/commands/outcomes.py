"""What a visit or an event has come to, and who comes to it from outside."""

import sqlalchemy as sa

from cop import policy
from cop.db import command, get, session
from cop.errors import Conflict
from cop.gatherings.commands.arranging import LINE_LIMIT
from cop.gatherings.commands.locks import read
from cop.models import Gathering, Output, Outsider
from cop.typed import in_one_line, one_line, optional, web_address

MOST_OUTPUTS, MOST_OUTSIDERS = 30, 500
KEEPERS = "Whoever looks after this space says what came of it, and who comes from outside."


@command
def add_output(*, actor_id: int, gathering_id: int, title: str, address: str = "") -> Output:
    """Say one thing that it has come to. We never fetch its address (S15). Raises NotFound, Forbidden, Invalid,
    Conflict.
    """
    gathering = _kept(actor_id, gathering_id)
    title = one_line(title, limit=LINE_LIMIT, field="title", missing="Enter what came of it.")
    if in_one_line(address):
        address = web_address(address, field="address")
    _require_room(Output, gathering, most=MOST_OUTPUTS)
    output = Output(gathering_id=gathering.id, title=title, address=address)
    session.add(output)
    session.flush()
    return output


@command
def drop_output(*, actor_id: int, output_id: int) -> int:
    """Take one out, of the programmes that build on it too; the id of what it is of."""
    gathering = _kept(actor_id, get(Output, output_id).gathering_id)
    session.execute(sa.delete(Output).where(Output.id == output_id))
    return gathering.id


@command
def add_outsider(*, actor_id: int, gathering_id: int, name: str, organisation: str = "") -> Outsider:
    """Note somebody who comes from outside. Raises NotFound, Forbidden, Invalid, Conflict."""
    gathering = _kept(actor_id, gathering_id)
    name = one_line(name, limit=LINE_LIMIT, field="name", missing="Enter their name.")
    organisation = optional(in_one_line(organisation), limit=LINE_LIMIT, field="organisation")
    _require_room(Outsider, gathering, most=MOST_OUTSIDERS)
    outsider = Outsider(gathering_id=gathering.id, name=name, organisation=organisation)
    session.add(outsider)
    session.flush()
    return outsider


@command
def drop_outsider(*, actor_id: int, outsider_id: int) -> int:
    """Forget them; the id of what they would have come to."""
    gathering = _kept(actor_id, get(Outsider, outsider_id).gathering_id)
    session.execute(sa.delete(Outsider).where(Outsider.id == outsider_id))
    return gathering.id


def _kept(actor_id: int, gathering_id: int) -> Gathering:
    """Locked, for who looks after its space: also once its programme is over. Raises NotFound, Forbidden."""
    gathering, actor = read(actor_id, gathering_id)
    policy.require(policy.can_report_of(actor, gathering), KEEPERS)
    return gathering


def _require_room(table: type[Output | Outsider], gathering: Gathering, *, most: int) -> None:
    count = sa.select(sa.func.count()).select_from(table).where(table.gathering_id == gathering.id)
    if (session.scalar(count) or 0) >= most:
        raise Conflict(f"At most {most} fit here. Take one out first.")
