"""Short ways to write statements and to publish them."""

from typing import Any

from cop import db, policy
from cop.models import Person, StatementKind, StatementVersion
from cop.statements import commands, queries
from tests import people

RULES, PRIVACY, COOKIES = StatementKind.RULES, StatementKind.PRIVACY, StatementKind.COOKIES


def draft(person: Person, text: str, kind: StatementKind = RULES, *, version: int | None = None):
    """Let the draft say `text`, on top of what it says now unless another version is named."""
    seen = queries.draft_of(kind).version if version is None else version
    return commands.keep_draft(actor_id=person.id, kind=kind, text=text, version=seen)


def publish(person: Person, text: str, kind: StatementKind = RULES, **more: Any) -> StatementVersion:
    """Draft and publish it; everybody is asked about it unless `is_material` says otherwise."""
    draft(person, text, kind)
    return publish_draft(person, kind, **more)


def publish_draft(person: Person, kind: StatementKind = RULES, **more: Any) -> StatementVersion:
    given = {"change": "It says more", "is_material": kind.is_accepted, "key": people.key()}
    given["version"] = queries.draft_of(kind).version
    return commands.publish(actor_id=person.id, kind=kind, **(given | more))


def must_accept(person: Person) -> bool:
    """Whether they are asked at their next page: what its row says, and what it would ask, are the same."""
    asker = policy.load_asker(people.begin_sign_in(person))
    assert asker is not None
    assert asker[0].must_accept == bool(queries.questions_for(person.id)[0])
    return asker[0].must_accept


def accept(person: Person, up_to: int | None = None) -> None:
    commands.accept(actor_id=person.id, up_to=StatementVersion.newest_id() if up_to is None else up_to)
    db.session.expire_all()
