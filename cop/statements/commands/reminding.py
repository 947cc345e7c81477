"""Reminding those who run the network that what is published of accessibility has grown old."""

from cop import clock, policy
from cop.db import command, session
from cop.models import Letter, LetterKind, Person, Statement, StatementKind, StatementVersion
from cop.models.publishing import A_YEAR


@command
def remind_of_accessibility() -> int:
    """Write to all who run the network once a year after it was published last; how many letters were written."""
    published = StatementVersion.newest(StatementKind.ACCESSIBILITY)
    if published is None:
        return 0
    statement, a_year_ago = Statement.locked(published.kind), clock.now() - A_YEAR
    if max(published.published_at, statement.reminded_at or published.published_at) > a_year_ago:
        return 0
    statement.reminded_at = clock.now()
    people = session.scalars(policy.who_run_network().order_by(Person.id)).unique().all()
    for person in people:
        Letter.write(LetterKind.STATEMENT, address=person.email, person_id=person.id)
    return len(people)
