"""What is chosen from a list at a meeting: how the set goes on, why it is called off or stopped, who does what."""

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


class Pause(StrEnum):
    """Why the clock was stopped, where somebody said so: nobody has to."""

    PROCESS = "process"
    MOMENT = "moment"
    TECHNICAL = "technical"
    BREAK = "break"

    @property
    def label(self) -> str:
        return _PAUSES[self]


_PAUSES = {
    Pause.PROCESS: "a question about how we work",
    Pause.MOMENT: "somebody needs a moment",
    Pause.TECHNICAL: "something technical",
    Pause.BREAK: "a short break",
}
