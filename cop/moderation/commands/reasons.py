"""Reasons of decisions: one of the list, and words of one's own."""

from dataclasses import dataclass

from cop.errors import Invalid
from cop.models import Ground
from cop.typed import tidied, written

REASON_LIMIT = 2_000
SAY_WHY = "Say why. The author reads this."


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: one of the list, and what there is to say about it."""

    ground: Ground | None = None
    text: str = ""

    @classmethod
    def given(cls, ground: str | None, text: str) -> "Why":
        """A reason for the author to read; Invalid unless one of the list is chosen, or something said."""
        if ground and ground not in set(Ground):
            raise Invalid("Choose one of these reasons.", field="ground")
        chosen = Ground(ground) if ground else Ground.OTHER
        if chosen is Ground.OTHER:
            return cls(chosen, given(text, missing=SAY_WHY))
        return cls(chosen, optional(text))


NO_REASON = Why()


def given(reason: str, *, field: str = "reason", missing: str) -> str:
    """A reason as it is kept; Invalid with `missing` where there is none, or if it is too long."""
    return written(reason, limit=REASON_LIMIT, field=field, missing=missing)


def optional(reason: str, *, field: str = "reason") -> str:
    """A reason as it is kept, or nothing."""
    return written(reason, limit=REASON_LIMIT, field=field) if tidied(reason) else ""
