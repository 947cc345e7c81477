"""What a text refers to in a forum: whom it names, and which posts it quotes."""

from dataclasses import dataclass
from typing import NamedTuple

from cop.models import quotations
from cop.models.mentions import EVERYONE


class Quoted(NamedTuple):
    """A post that another one quotes: readers know of it, and read it now if `is_shown`."""

    id: int
    name: str
    author_id: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class References:
    """Whom a text names and what it quotes, where it stands or would stand."""

    whole_html: str
    named: tuple[int, ...]
    quoted: tuple[Quoted, ...]

    @property
    def names_everyone(self) -> bool:
        return EVERYONE[0] in self.named

    @property
    def people(self) -> list[int]:
        """Ids of the people whom it names one by one."""
        return [each for each in self.named if each != EVERYONE[0]]

    @property
    def lost(self) -> list[int]:
        return [each.id for each in self.quoted if not each.is_shown]

    @property
    def html(self) -> str:
        """As it is stored and shown: without what it quotes of posts that can't be read."""
        return quotations.without(self.whole_html, self.lost)
