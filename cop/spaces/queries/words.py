"""The list of words of a space, for those who keep it."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop.db import session
from cop.models import ListedWord, Space


def words_of(space: Space) -> Sequence[ListedWord]:
    """All of them, in the order of the alphabet."""
    query = sa.select(ListedWord).where(ListedWord.space_id == space.id)
    return session.scalars(query.order_by(ListedWord.folded)).all()


def word_in(space: Space, word_id: int) -> sa.Select[ListedWord]:
    """A word of this list, if it is one."""
    return sa.select(ListedWord).where(ListedWord.space_id == space.id, ListedWord.id == word_id)
