"""What somebody needs to take part: told to whoever organises it, by consent, and taken back at any time."""

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, session
from cop.errors import Invalid
from cop.gatherings.commands.locks import read
from cop.models import AccessNote, GatheringPlace
from cop.typed import written

NOTE_LIMIT = 1_000
NO_PLACE = "Sign up first: this is for those who come, until its day."


@command
def tell_needs(*, actor_id: int, gathering_id: int, text: str, consents: bool) -> AccessNote:
    """Tell whoever organises it what one needs there. Raises Invalid without consent, NotFound, Forbidden."""
    gathering, _ = read(actor_id, gathering_id)
    place = GatheringPlace.of(actor_id, gathering.id)
    policy.require(place is not None and gathering.takes_names, NO_PLACE)
    if not consents:
        raise Invalid("Say that the organiser may read it. Nobody else will.", field="consents")
    kept = written(text, limit=NOTE_LIMIT, field="needs", missing="Write what you need, or leave it.")
    note = AccessNote.of(actor_id, gathering.id)
    if note is None:
        note = AccessNote(gathering_id=gathering.id, person_id=actor_id)
        session.add(note)
    note.text, note.consented_at = kept, clock.now()
    session.flush()
    return note


@command
def forget_needs(*, actor_id: int, gathering_id: int) -> None:
    """Take it back: it is gone. A repeat is harmless. Raises NotFound."""
    gathering, _ = read(actor_id, gathering_id)
    mine = (AccessNote.gathering_id == gathering.id, AccessNote.person_id == actor_id)
    session.execute(sa.delete(AccessNote).where(*mine))
