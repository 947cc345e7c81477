"""At which level something is discussed or done: of the nation, a region, or an organisation (domain.md A11)."""

from enum import StrEnum


class AgendaLevel(StrEnum):
    NATIONAL = "national"
    REGIONAL = "regional"
    ORGANISATIONAL = "organisational"

    @property
    def label(self) -> str:
        return self.value.capitalize()
