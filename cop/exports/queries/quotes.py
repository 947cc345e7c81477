"""What stands of others in a person's own texts: quotations, told as far as what they quote may be read now."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Post, SpaceKind, State, Topic
from cop.models.quoted_text import Quotation, quotations_in, with_left_out
from cop.policy import Actor

LEFT_OUT = "> *What was quoted here is left out of this copy.*"
AT_ONCE = 500

Row = dict[str, Any]


def leave_out_others(rows: Sequence[Row], actor: Actor) -> None:
    """Let the texts of these rows quote nothing that the actor may not read now, and in sets nobody at all. `_kind` and
    `_sees` of a row say in what kind of space it was written, and whether they see that.
    """
    found = [(row, quotations_in(row["text"])) for row in rows if row.get("text")]
    ids = {each.post_id for _, quotations in found for each in quotations if each.post_id is not None}
    readable = _readable(ids, actor)
    for row, quotations in found:
        lost = [each for each in quotations if not _is_told(row, each, readable)]
        row["text"] = with_left_out(row["text"], lost, LEFT_OUT) if lost else row["text"]


def _is_told(row: Row, quotation: Quotation, readable: set[int]) -> bool:
    """Without a link nobody can say whose words they are: where the space is read, they are read there too."""
    if not row["_sees"] or row["_kind"] == SpaceKind.SET:
        return False
    return quotation.post_id is None or quotation.post_id in readable


def _readable(ids: Iterable[int], actor: Actor) -> set[int]:
    """Those of these posts whose words the actor reads, or wrote."""
    wanted, found = sorted(ids), set[int]()
    read = sa.and_(policy.visible_posts(actor), Post.state == State.RELEASED)
    for first in range(0, len(wanted), AT_ONCE):
        some = Post.id.in_(wanted[first : first + AT_ONCE])
        query = sa.select(Post.id).join(Topic).where(some, sa.or_(Post.author_id == actor.id, read))
        found.update(session.scalars(query))
    return found
