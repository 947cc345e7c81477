"""Sign-ins are rows: the cookie holds a token, the row its fingerprint (security.md 0.8, S10)."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, UtcDateTime, session
from cop.models.people import Person, initials_of
from cop.models.publishing import StatementVersion

IDLE = timedelta(days=14)
"""How long a sign-in lasts unused; domain.md C02 asks for 20 hours at least."""

ABSOLUTE = timedelta(days=90)
"""How long a sign-in lasts at all."""

SEEN_EVERY = timedelta(minutes=5)
"""How exactly `seen_at` is kept; more often would write on every page."""


FRESH = timedelta(minutes=30)
"""How long after its person has proved who they are a sign-in does what matters (domain.md C02)."""

M = TypeVar("M")
Demand = Callable[[Any], sa.ColumnElement[bool]]
"""Makes of a person's id, or of a column of them, the condition that their sign-ins and their feeds count."""

_demands: tuple[Demand, ...] = ()
_forgetting: list[Callable[[], None]] = []


def demand(*demands: Demand) -> None:
    """Let sign-ins and feeds stand only where their person meets all of `demands`. The composition root says it: what
    is demanded stands above the models. Where nothing is, nothing is asked.
    """
    global _demands  # noqa: PLW0603 - one process has one set of them
    _demands = demands
    for forget in _forgetting:
        forget()


def made_for_demands(make: Callable[[], M]) -> Callable[[], M]:
    """Make a statement about sign-ins that stand once, and anew when something else is demanded of them."""
    made = cache(make)
    _forgetting.append(made.cache_clear)
    return made


def is_met(person_id: Any) -> sa.ColumnElement[bool]:
    """The condition that a person (an id, or a column of them) meets all that is demanded."""
    return sa.and_(sa.true(), *(each(person_id) for each in _demands))


def may_enter(person_id: int) -> bool:
    """Whether a sign-in of this person would stand."""
    return not _demands or bool(session.scalar(sa.select(is_met(person_id))))


class Visitor(NamedTuple):
    """Whoever is behind a standing sign-in: what every page says of them, under the names that a Person has for it.

    `must_accept`: something was published since that they have yet to be asked about.
    """

    sign_in_id: int
    seen_at: datetime
    proved_at: datetime
    id: int
    name: str
    email: str
    must_accept: bool

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    def is_stale(self) -> bool:
        """Whether `seen_at` wants writing again."""
        return self.seen_at < clock.now() - SEEN_EVERY

    def has_proved(self, *, within: timedelta = FRESH) -> bool:
        """Whether they have proved who they are not longer ago than `within`."""
        return self.proved_at > clock.now() - within


class SignIn(Base):
    __tablename__ = "sign_in"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    proved_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def begin(cls, person: Person, *, device: str) -> tuple["SignIn", str]:
        """A new sign-in of `person`, and the token for the cookie, which is kept nowhere else."""
        token = secrets.token_urlsafe(32)
        sign_in = cls(person=person, token_hash=fingerprint(token), device=device[:200])
        session.add(sign_in)
        return sign_in, token

    def prove(self) -> str:
        """Its person has proved anew who they are: another token counts from now on (ASVS 7.2.4)."""
        token = secrets.token_urlsafe(32)
        self.token_hash, self.proved_at = fingerprint(token), clock.now()
        return token

    @classmethod
    def lasts(cls) -> sa.ColumnElement[bool]:
        """The condition that a sign-in has not ended, at the moment the select is run."""
        return sa.and_(cls.ended_at.is_(None), cls.seen_at > _ago(IDLE), cls.started_at > _ago(ABSOLUTE))

    @classmethod
    def stands(cls) -> sa.ColumnElement[bool]:
        """The condition that a sign-in still counts: it has not ended, and its person meets what is demanded."""
        return sa.and_(cls.lasts(), is_met(cls.person_id))

    @classmethod
    def find(cls, token: str) -> "SignIn | None":
        """The standing sign-in of an active person behind `token`: one query, person and organisation with it."""
        return session.scalars(_standing(), {"token_hash": fingerprint(token)}).one_or_none()

    @classmethod
    def is_short(cls, token: str) -> bool:
        """Whether the sign-in behind `token` has not ended, and does not count for what is demanded of its person."""
        if not _demands:
            return False
        query = sa.select(cls.id).join(cls.person).where(cls.token_hash == fingerprint(token), cls.lasts())
        return (
            session.scalar(query.where(sa.not_(is_met(cls.person_id)), Person.deactivated_at.is_(None)))
            is not None
        )


def _ago(life: timedelta) -> sa.BindParameter[datetime]:
    return sa.bindparam(None, callable_=lambda: clock.now() - life, type_=UtcDateTime(), unique=True)


@made_for_demands
def _standing() -> sa.Select[SignIn]:
    """Person and organisation with it."""
    person = sa.orm.contains_eager(SignIn.person).joinedload(Person.organisation)
    return _behind_token(sa.select(SignIn)).options(person)  # type: ignore[no-any-return]


def visitor() -> sa.Select[*tuple[Any, ...]]:
    """The columns of the Visitor behind `token_hash`, in their order."""
    must_accept = Person.accepted_up_to < StatementVersion.material_id()
    columns = sa.select(
        SignIn.id, SignIn.seen_at, SignIn.proved_at, Person.id, Person.name, Person.email, must_accept
    )
    return _behind_token(columns)  # type: ignore[no-any-return]


def _behind_token(query: Any) -> Any:
    """`query` of the sign-in behind `token_hash`, if it stands and its person is active."""
    token = SignIn.token_hash == sa.bindparam("token_hash")
    return query.join(SignIn.person).where(token, SignIn.stands(), Person.deactivated_at.is_(None))


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
