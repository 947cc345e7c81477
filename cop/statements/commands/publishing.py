"""Publishing a statement: once, whole, and as it was looked at."""

import sqlalchemy as sa

from cop.db import add_once, command, record, session
from cop.errors import Conflict, Invalid
from cop.events import AcceptanceWanted
from cop.models import (
    Acceptance,
    Decision,
    Person,
    Space,
    SpaceKind,
    Statement,
    StatementKind,
    StatementVersion,
    Verdict,
)
from cop.statements.commands.drafting import require_publisher
from cop.statements.queries import blanks, filled
from cop.typed import one_line

CHANGE_LIMIT = 200
NOTHING_NEW = "That is what is published already. Change the draft first."
AT_ONCE = "Somebody else published something at this moment. Look at it, and publish again."
USED = "This page was used to publish something else. Open it anew."


def publish(
    *, actor_id: int, kind: StatementKind, version: int, change: str, is_material: bool, key: str
) -> StatementVersion:
    """Publish the draft of `kind` as it was at its `version`. `change` says in a line what is new in it; where it
    `is_material` everybody is asked to accept it. The same key again returns what was published with it.

    Raises Invalid (`draft`: blanks are left, each is named; `change`; `is_material`), Conflict (the draft was changed
    meanwhile, or says what is published already), NotFound for whoever doesn't run the network.
    """
    said = one_line(
        change,
        limit=CHANGE_LIMIT,
        field="change",
        missing="Say in one line what is new, for those who read it.",
    )
    if is_material and not kind.is_accepted:
        raise Invalid("Nobody accepts this page: it says how things are.", field="is_material")
    asked = StatementVersion(kind=kind, change=said, is_material=is_material, key=key, publisher_id=actor_id)
    return _publish(asked, version)


@command
def _publish(asked: StatementVersion, version: int) -> StatementVersion:
    person = require_publisher(asked.publisher_id)
    statement = Statement.locked(asked.kind)
    if (done := _with_key(asked)) is not None:
        return done
    statement.is_unchanged_since(version)
    asked.text = _whole(statement)
    _number(asked)
    is_asked = person.accepted_up_to < (session.scalar(sa.select(StatementVersion.material_id())) or 0)
    add_once(asked, taken=AT_ONCE)
    if not is_asked:
        _accept(person, asked)
    decision = _log(asked)
    if asked.is_material:
        record(AcceptanceWanted(decision.id))
    return asked


def _with_key(asked: StatementVersion) -> StatementVersion | None:
    query = sa.select(StatementVersion).where(StatementVersion.key == asked.key)
    done = session.scalars(query).one_or_none()
    if done is not None and (done.kind, done.change, done.is_material) != (
        asked.kind,
        asked.change,
        asked.is_material,
    ):
        raise Conflict(USED)
    return done


def _whole(statement: Statement) -> str:
    """What the draft says, filled as far as the settings know; Invalid where anything is still blank."""
    text = filled(statement.text)
    left = blanks(text)
    if left:
        raise Invalid(f"Still blank: {'; '.join(map(str, left))}. Fill it in, then publish.", field="draft")
    if not text:
        raise Conflict(NOTHING_NEW)
    return text


def _number(asked: StatementVersion) -> None:
    """The next of all, which the primary key lets only one have, and the next of its kind."""
    before = StatementVersion.newest(asked.kind)
    if before is not None and before.text == asked.text:
        raise Conflict(NOTHING_NEW)
    asked.id = StatementVersion.newest_id() + 1
    asked.number = before.number + 1 if before else 1


def _accept(person: Person, published: StatementVersion) -> None:
    """Whoever publishes something accepts it. If they are asked about other things it is asked with them instead."""
    if published.kind.is_accepted:
        session.add(Acceptance(person_id=person.id, version_id=published.id))
    person.accepted_up_to = published.id


def _log(published: StatementVersion) -> Decision:
    network_id = session.scalar(sa.select(Space.id).where(Space.kind == SpaceKind.NETWORK))
    said = f"{published.kind.label}, version {published.number}: {published.change}"
    return Decision.log(Verdict.PUBLISH, space_id=network_id, actor_id=published.publisher_id, reason=said)
