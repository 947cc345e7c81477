"""How statements stand: what is published, what is begun, and what somebody has yet to accept."""

from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from cop.db import session
from cop.differences import Piece
from cop.models import Acceptance, Person, Statement, StatementKind, StatementVersion
from cop.models.publishing import ACCEPTED
from cop.statements.queries.comparing import changes
from cop.statements.queries.texts import Blank, blanks, filled, shipped


class Draft(NamedTuple):
    """What is to be published next, and which version of it that is; 0 where nobody has begun it."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A kind of statement: what is published of it, what is begun, and what is still blank in that."""

    kind: StatementKind
    published: StatementVersion | None
    draft: Statement | None
    blanks: list[Blank]

    @property
    def is_ahead(self) -> bool:
        """Whether something was begun that is not published."""
        said = self.published.text if self.published else ""
        return self.draft is not None and filled(self.draft.text) != said


def all_standings() -> list[Standing]:
    """Of each kind, in their order."""
    published = StatementVersion.as_of(StatementVersion.newest_id())
    query = sa.select(Statement).options(sa.orm.joinedload(Statement.editor))
    begun = {each.kind: each for each in session.scalars(query).unique()}
    return [_standing(kind, published.get(kind), begun.get(kind)) for kind in StatementKind]


def _standing(kind: StatementKind, published: StatementVersion | None, draft: Statement | None) -> Standing:
    said = draft.text if draft else published.text if published else shipped(kind)
    return Standing(kind, published, draft, blanks(filled(said)))


def draft_of(kind: StatementKind) -> Draft:
    """What an editor begins with: what was begun before, or what is published, or what comes with the software."""
    statement = session.get(Statement, kind)
    if statement is not None:
        return Draft(statement.text, statement.version)
    published = StatementVersion.newest(kind)
    return Draft(published.text if published else shipped(kind), 0)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that somebody is asked to accept: what is published, and what has changed in it, in lines and word by
    word, since they last accepted it, or since what they were not asked about. `pieces` is None where there was none.
    """

    version: StatementVersion
    changes: list[str]
    pieces: list[Piece] | None


def questions_for(person_id: int) -> tuple[list[Question], int]:
    """What somebody is asked to accept, and up to which version their page shows it."""
    accepted, newest = session.get_one(Person, person_id).accepted_up_to, StatementVersion.newest_id()
    wanted = sa.select(StatementVersion.kind, sa.func.min(StatementVersion.id)).where(
        StatementVersion.id > accepted, StatementVersion.id <= newest, StatementVersion.is_material
    )
    first = {row[0]: row[1] for row in session.execute(wanted.group_by(StatementVersion.kind))}
    before, now = StatementVersion.as_of(accepted), StatementVersion.as_of(newest)
    asked = [
        _question(now[kind], before.get(kind) or StatementVersion.as_of(first[kind] - 1).get(kind))
        for kind in ACCEPTED
        if kind in first
    ]
    return asked, newest


def _question(version: StatementVersion, before: StatementVersion | None) -> Question:
    seen = before.number if before else 0
    since = [
        each.change for each in StatementVersion.of(version.kind) if seen < each.number <= version.number
    ]
    return Question(version, since[::-1], changes(before.text, version.text) if before else None)


def accepted_by(person_id: int) -> dict[StatementKind, Acceptance]:
    """The last version of each kind that somebody has accepted."""
    return {each.version.kind: each for each in reversed(Acceptance.of(person_id))}
