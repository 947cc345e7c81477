"""Facts of people: who belongs where, what others see of them, and what is decided about what they wrote."""

from dataclasses import dataclass

from cop.events.fact import Fact


@dataclass(frozen=True, slots=True)
class RosterChanged(Fact):
    """Who may read a space, or what someone may do there, has changed for these people."""

    space_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AppointmentChanged(Fact):
    """Somebody has a role outside of any space from now on, or no more."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonPlaced(Fact):
    """Somebody has come into a set, and somebody else has brought them in."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class ContractWaits(Fact):
    """Something in the contract of a set waits for those who are in it, but for who has brought that about."""

    space_id: int
    actor_id: int | None = None


@dataclass(frozen=True, slots=True)
class RulesAccepted(Fact):
    """Somebody accepts the ground rules of their set."""

    space_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SetClosed(Fact):
    """A set meets no more."""

    space_id: int


@dataclass(frozen=True, slots=True)
class InspectionTold(Fact):
    """A set is told that somebody who is not in it reads it, or did."""

    decision_id: int
    asker_id: int


@dataclass(frozen=True, slots=True)
class PersonChanged(Fact):
    """Somebody is new here, or what others see of them has changed."""

    person_id: int


@dataclass(frozen=True, slots=True)
class DepartureBegun(Fact):
    """Somebody has left, and what is to be erased is still there."""

    person_id: int


@dataclass(frozen=True, slots=True)
class SignInEnded(Fact):
    """Sign-ins that no longer stand; their sockets must go."""

    sign_in_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WaveSent(Fact):
    """Somebody has said that the people of a list are to be invited."""

    wave_id: int


@dataclass(frozen=True, slots=True)
class AcceptanceWanted(Fact):
    """Something that everybody accepts was published anew, and they are asked again."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class StatementsAccepted(Fact):
    """Somebody accepts what was published."""

    person_id: int


@dataclass(frozen=True, slots=True)
class ExportAsked(Fact):
    """A copy of all that is kept of a person waits to be made."""

    person_id: int


@dataclass(frozen=True, slots=True)
class LetterWritten(Fact):
    """A letter waits to be sent."""

    letter_id: int


@dataclass(frozen=True, slots=True)
class ReviewOpened(Fact):
    """A review waits, waits again, has one more report to it, or is looked at by somebody."""

    review_id: int


@dataclass(frozen=True, slots=True)
class IdentifierConfirmed(Fact):
    """Somebody has said that what may be a patient's identifier is none: in a contribution, or in their profile."""

    person_id: int
    post_id: int | None = None
    message_id: int | None = None
    profile_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListedWordsWritten(Fact):
    """A contribution has words of its space's list for which it waits, or of which its author says that they mean
    them.
    """

    word_ids: tuple[int, ...]
    post_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class FileConfirmed(Fact):
    """The same of a file, which a post has now."""

    attachment_id: int


@dataclass(frozen=True, slots=True)
class ReviewDecided(Fact):
    review_id: int
    decision_id: int


@dataclass(frozen=True, slots=True)
class MeasureTaken(Fact):
    """Something was decided about a person, or that it holds no more."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class ContributionDecided(Fact):
    """A moderator has decided about a post or a message, whether it had been asked for or not, or about where a topic
    or its posts stand.
    """

    decision_id: int
