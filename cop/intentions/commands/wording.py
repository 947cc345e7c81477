"""Writing what an intention says. Each save is a wording of its own, so that nothing that was shared ever changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from cop.db import command, record, session
from cop.errors import Conflict, Invalid
from cop.events import SharingSettled
from cop.intentions.commands.locks import NOT_YOURS, locked_pair, pace
from cop.models import Intention, Stakeholder, Theme, Wording
from cop.typed import one_line, written

STATEMENT_LIMIT, AMBITION_LIMIT = 300, 2_000

CLOSED = "This intention is closed. Open it again first, or begin another one."


@dataclass(frozen=True, slots=True)
class Said:
    """What is filled in, as it is kept."""

    statement: str
    ambition: str
    theme: Theme
    stakeholders: str

    @classmethod
    def of(
        cls, statement: str, ambition: str, *, theme: Theme, stakeholders: Iterable[Stakeholder]
    ) -> "Said":
        """Raises Invalid (`statement`, `ambition`, `stakeholders`)."""
        kinds = [each for each in Stakeholder if each in set(stakeholders)]
        if not kinds:
            raise Invalid("Choose at least one kind of people whom it takes.", field="stakeholders")
        return cls(
            one_line(
                statement,
                limit=STATEMENT_LIMIT,
                field="statement",
                missing="Say in a sentence what is to be different.",
            ),
            written(
                ambition,
                limit=AMBITION_LIMIT,
                field="ambition",
                missing="Say how far you want to go, and how you would know.",
            ),
            theme,
            " ".join(kinds),
        )


def write_intention(*, actor_id: int, pair_id: int, said: Said, seen: int) -> Intention:
    """Let the open intention of a pair say this from now on, as a draft until both have shared it; where there is none
    it is begun. `seen` is the number of the wording that was edited, 0 where there was none.

    Raises NotFound for who is no half of the pair, Conflict (the other wrote meanwhile), TooFast.
    """
    return _write(actor_id, pair_id, said=said, seen=seen)


@command
def _write(actor_id: int, pair_id: int, *, said: Said, seen: int) -> Intention:
    pair, actor = locked_pair(actor_id, pair_id)
    if pair.is_over():
        raise Conflict(NOT_YOURS)
    pace(actor.id)
    intention = Intention.open_of(pair.id)
    if intention is None:
        intention = _begin(pair.id, seen)
    wording = Wording(editor_id=actor.id)
    for name in Said.__slots__:
        setattr(wording, name, getattr(said, name))
    was_asked = intention.asked_by_id is not None
    intention.say(wording, seen=seen)
    session.flush()
    if was_asked and intention.asked_by_id is None:
        record(SharingSettled(intention.id))
    return intention


def _begin(pair_id: int, seen: int) -> Intention:
    if seen:
        raise Conflict(CLOSED)
    intention = Intention(pair_id=pair_id, shown=0)
    session.add(intention)
    session.flush()
    return intention
