"""What a person chose in a poll: by their name, or, while an anonymous poll is open, by a seal that is theirs."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from cop import jobs
from cop.db import session
from cop.models import Ballot, Poll, ballots


def seal_of(person_id: int, poll: Poll) -> str:
    """What a person's ballot of an anonymous poll is found by: whoever has the rows alone can't make it."""
    return ballots.seal_of(person_id, poll, secret=jobs.settings().secret_key)


def ballot_of(person_id: int, poll: Poll) -> Ballot | None:
    """Theirs; None where they have not voted, and of an anonymous poll that is closed."""
    if not poll.is_anonymous:
        theirs = Ballot.person_id == person_id
    elif poll.is_closed:
        return None
    else:
        theirs = Ballot.seal == seal_of(person_id, poll)
    query = sa.select(Ballot).where(Ballot.poll_id == poll.id, theirs)
    return session.scalars(query.options(selectinload(Ballot.preferences))).one_or_none()
