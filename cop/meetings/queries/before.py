"""What was written before a meeting, for whom it is."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import session
from cop.models import Meeting, MeetingHope, MeetingNote
from cop.policy import Actor


def hopes(meeting: Meeting) -> Sequence[MeetingHope]:
    """What those of the set hope for, in the order in which they said so. The meeting is read already by who may."""
    query = sa.select(MeetingHope).options(joinedload(MeetingHope.person))
    here = query.where(MeetingHope.meeting_id == meeting.id)
    return session.scalars(here.order_by(MeetingHope.written_at, MeetingHope.person_id)).all()


def note_of_mine(actor: Actor, meeting: Meeting) -> MeetingNote | None:
    """The actor's own notes: there is no way to anybody else's."""
    mine = (MeetingNote.meeting_id == meeting.id, MeetingNote.person_id == actor.id)
    return session.scalars(sa.select(MeetingNote).where(*mine)).one_or_none()
