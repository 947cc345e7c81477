"""Letters beside notices, for what people must know who do not look in: a date, that it changed, that it is near."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Letter, LetterKind, Meeting, NoticeKind, Person, Space
from cop.notifications.commands.telling import Whom, wanting

LETTERS = {
    NoticeKind.DATES: LetterKind.SET_MEETING,
    NoticeKind.MEETING: LetterKind.SET_MEETING,
    NoticeKind.HOSTING: LetterKind.SET_HOSTING,
    NoticeKind.SOON: LetterKind.SET_SOON,
    NoticeKind.ACTION: LetterKind.SET_ACTION,
}


def write_to(person_ids: Whom, kind: NoticeKind, subject: Meeting | Space) -> None:
    """Within a command: a letter to each of these people who is told of that `kind`, unless one about the same waits to
    be sent: it says how things are at that moment.
    """
    letter, meeting_id = LETTERS[kind], subject.id if isinstance(subject, Meeting) else None
    waits = sa.exists().where(
        Letter.person_id == Person.id,
        Letter.meeting_id.is_not_distinct_from(meeting_id),
        Letter.kind == letter,
        Letter.sent_at.is_(None),
        Letter.given_up_at.is_(None),
    )
    told = wanting(person_ids, kind, subject).where(~waits).order_by(Person.id)
    for person in session.scalars(told).unique():
        Letter.write(letter, address=person.email, person_id=person.id, meeting_id=meeting_id)
