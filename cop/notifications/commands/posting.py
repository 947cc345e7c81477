"""Letters beside notices, for what people must know who do not look in: a date, or that it changed."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Letter, LetterKind, Meeting, NoticeKind, Person
from cop.notifications.commands.telling import wanting


def write_to(person_ids: sa.Select[int], kind: NoticeKind, meeting: Meeting) -> None:
    """Within a command: a letter about a meeting to each of these people who is told of that `kind`, unless one waits
    to be sent: it says how things are at that moment.
    """
    waits = sa.exists().where(
        Letter.person_id == Person.id,
        Letter.meeting_id == meeting.id,
        Letter.kind == LetterKind.SET_MEETING,
        Letter.sent_at.is_(None),
        Letter.given_up_at.is_(None),
    )
    told = wanting(person_ids, kind, meeting).where(~waits).order_by(Person.id)
    for person in session.scalars(told).unique():
        Letter.write(LetterKind.SET_MEETING, address=person.email, person_id=person.id, meeting_id=meeting.id)
