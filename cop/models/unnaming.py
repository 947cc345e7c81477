"""A name that is taken out of what others have written: where they call somebody by it, and above what they quote."""

import re
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from cop import quoting
from cop.db import session
from cop.models.departures import FORMER, NAMED
from cop.models.people import Person


@dataclass(frozen=True)
class WithoutName:
    """A change of texts: `name` stands in none of them any more behind an "@" or above a quotation. Who else is called
    so is still called by it (`is_shared`), and so is whose name goes on where it ends (`longer`: the rest of theirs).
    """

    name: str
    longer: tuple[str, ...] = ()
    is_shared: bool = False

    @classmethod
    def of(cls, person_id: int, name: str) -> "WithoutName":
        """That of a person who was called `name`, among those who are called something now."""
        alike = Person.name.istartswith(name, autoescape=True)
        others = sa.select(Person.name).where(Person.id != person_id, alike).distinct()
        rests = {each[len(name) :].casefold() for each in session.scalars(others.order_by(Person.name))}
        return cls(name, tuple(sorted(filter(None, rests))), "" in rests)

    def __call__(self, text: str) -> str:
        text = self._above_link.sub(rf"[{FORMER} wrote]\1", text)
        if self.is_shared:
            return text
        return self._called.sub(NAMED, self._above_lines.sub(rf"**{FORMER}** wrote", text))

    @cached_property
    def _called(self) -> re.Pattern[str]:
        """As `mentions` finds it: in no word, whole, and not the beginning of another's name."""
        ends = r"(?!\w)" if re.match(r"\w", self.name[-1]) else ""
        others = "".join(rf"(?!{re.escape(rest)}(?!\w))" for rest in self.longer)
        return re.compile(rf"(?<![\w@])@(?:{self._forms}){ends}{others}", re.IGNORECASE)

    @cached_property
    def _above_link(self) -> re.Pattern[str]:
        return re.compile(rf"\[(?:{self._forms}) wrote\](\(/posts/\d+\))", re.IGNORECASE)

    @cached_property
    def _above_lines(self) -> re.Pattern[str]:
        return re.compile(rf"\*\*(?:{self._forms})\*\* wrote\b", re.IGNORECASE)

    @property
    def _forms(self) -> str:
        """As it is typed, and as a quotation writes it."""
        return "|".join(map(re.escape, dict.fromkeys((self.name, quoting.escaped(self.name)))))

    def may_be_in(self, text: sa.orm.InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
        """The condition that a column may hold it in one of these places."""
        names = dict.fromkeys((self.name, quoting.escaped(self.name)))
        places = (each for name in names for each in (f"@{name}", f"[{name} wrote](", f"**{name}** wrote"))
        return sa.or_(*(text.icontains(place, autoescape=True) for place in places))
