"""The rows of a kind that is kept for a while: which, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from cop import clock
from cop.db import Base


@dataclass(frozen=True)
class Rows:
    """The rows of a kind: those of `table` for which all of `which` holds, each counting `since` a moment."""

    table: type[Base]
    since: sa.ColumnElement[Any] | sa.orm.InstrumentedAttribute[Any]
    which: Sequence[sa.ColumnElement[bool]]

    @property
    def key(self) -> Sequence[sa.ColumnElement[Any]]:
        """The columns by which a row is known."""
        return sa.inspect(self.table).primary_key

    def older_than(self, period: timedelta) -> sa.ColumnElement[bool]:
        """The condition that a row is of the kind and has been kept for longer."""
        return sa.and_(self.since < clock.now() - period, *self.which)
