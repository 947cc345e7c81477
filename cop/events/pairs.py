"""Facts of pairs: what has come to be of their intention that somebody has to know of."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class HelpOffered(Fact):
    """Somebody of another organisation offers help."""

    offer_id: int


@dataclass(frozen=True, slots=True)
class OfferAnswered(Fact):
    """The pair has accepted or declined an offer."""

    offer_id: int


@dataclass(frozen=True, slots=True)
class SharingAsked(Fact):
    """One half would share what they wrote, and waits for the other."""

    intention_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class SharingSettled(Fact):
    """It is shared, or nobody is asked any more."""

    intention_id: int


@dataclass(frozen=True, slots=True)
class PairEncouraged(Fact):
    """A board sponsor has said something to a pair."""

    intention_id: int


@dataclass(frozen=True, slots=True)
class UpdateDue(Fact):
    """The day has come on which a pair looks at its intention again."""

    intention_id: int


@dataclass(frozen=True, slots=True)
class UpdateWritten(Fact):
    """A pair has said what has changed."""

    intention_id: int


@dataclass(frozen=True, slots=True)
class CommitmentDue(Fact):
    """The day has come on which a sponsor looks again at what they have undertaken."""

    commitment_id: int
