"""Ballots: what was chosen in a poll, and, where the poll is named, by whom.

One of an anonymous poll has no person. While its poll is open it carries a seal, of which only the server's secret can
tell whose it is, so that it can be changed and taken back; as the poll closes the seals are broken, and nobody can.
"""

import hmac
import secrets

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, BigId, session
from cop.models.people import Person
from cop.models.polls import Poll, PollOption

CHOSEN = 1
NO, IF_NEED_BE, YES = 0, 1, 2
"""What a preference says of a day; of an option that is ranked it says the place, from 1."""


def _any_id() -> int:
    """The order of ids would tell who voted before whom."""
    return secrets.randbits(52) + 1


class Ballot(Base):
    """One for a person and a poll: `person_id` where it is named, `seal` where it is anonymous and open."""

    __tablename__ = "poll_ballot"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"), UniqueConstraint("poll_id", "seal"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=_any_id)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    seal: Mapped[str | None]

    poll: Mapped[Poll] = relationship()
    person: Mapped[Person | None] = relationship()
    preferences: Mapped[list["Preference"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    def choose(self, chosen: dict[int, int]) -> None:
        """Say this from now on, by option, and nothing that it said before."""
        there = {each.option_id: each for each in self.preferences}
        for option_id, value in chosen.items():
            if option_id in there:
                there[option_id].value = value
            else:
                self.preferences.append(Preference(option_id=option_id, value=value))
        self.preferences = [each for each in self.preferences if each.option_id in chosen]

    @property
    def chosen(self) -> dict[int, int]:
        return {each.option_id: each.value for each in self.preferences}


class Preference(Base):
    """What a ballot says of one option: CHOSEN, a place, or how a day suits. Of NO there is none."""

    __tablename__ = "poll_answer"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("poll_ballot.id", ondelete="CASCADE"), primary_key=True)
    option_id: Mapped[int] = mapped_column(
        ForeignKey("poll_option.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    value: Mapped[int]

    option: Mapped[PollOption] = relationship()


def seal_of(person_id: int, poll: Poll, *, secret: str) -> str:
    """What a person's ballot of an anonymous poll is found by: whoever has the rows alone can't make it."""
    return hmac.digest(secret.encode(), f"ballot:{poll.id}:{person_id}".encode(), "sha256").hex()


def break_seals(poll_id: int) -> None:
    """Let nothing tell any more whose the anonymous ballots of a poll are."""
    broken = sa.update(Ballot).where(Ballot.poll_id == poll_id).values(seal=None)
    session.execute(broken.execution_options(synchronize_session=False))
