"""What is chosen from a list at a meeting: how the set goes on, why it is called off, who does what."""

from enum import StrEnum


class Next(StrEnum):
    """How the set goes on, as was said before a meeting's record."""

    DATE = "date"
    POLL = "poll"
    ENDING = "ending"


class Called(StrEnum):
    """Why a meeting was cancelled."""

    DATE = "date"
    TOO_FEW = "too_few"
    LEADERS = "leaders"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _CALLED[self]


_CALLED = {
    Called.DATE: "the date does not suit",
    Called.TOO_FEW: "too few can come",
    Called.LEADERS: "its host or facilitator can’t come",
    Called.OTHER: "another reason",
}


class Office(StrEnum):
    """A part in a meeting that somebody holds, and can hand to somebody else."""

    FACILITATOR = "facilitator"
    HOST = "host"
    TIMEKEEPER = "timekeeper"
    NOTE_TAKER = "note_taker"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")
