"""The count of what is left of something that was removed for good: made store by store once the commit stands."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from cop import db, storage
from cop.db import command, session
from cop.errors import NotFound
from cop.models import Contributed, Decision, Message, Piece, Post, PurgeCheck
from cop.models.indexed import entries_left, words_left
from cop.models.pieces import NO_MORE
from cop.models.purging import rows_about
from cop.models.stores import texts_with
from cop.models.traces import Traces

log = logging.getLogger("cop.moderation")


def prove(
    decision: Decision, traces: Traces, *, stored: Sequence[str], quoted_by: Sequence[int]
) -> Mapping[str, int]:
    """Count what is left of what `decision` has removed, and keep that with it. `traces` are of its words, `stored` the
    names of its files, `quoted_by` the ids of the posts that quoted it. Whatever fails here, the decision stands; that
    nothing was counted is seen in the log.
    """
    try:
        session.expunge_all()
        left = _left(decision, traces, stored=stored, quoted_by=quoted_by)
        session.rollback()
        _keep(decision_id=decision.id, left=left)
    except Exception:
        session.rollback()
        log.exception("what is left was not counted")
        return {}
    return left


def _left(
    decision: Decision, traces: Traces, *, stored: Sequence[str], quoted_by: Sequence[int]
) -> Mapping[str, int]:
    subject = _subject(decision)
    others = session.scalars(sa.select(Post).where(Post.id.in_(quoted_by))).unique().all()
    left = Counter(texts_with(traces))
    for store, rows in rows_about(subject).items():
        left[store] += sum(_count(table, which) for table, which in rows)
    left["The contribution itself"] = _is_there(subject)
    left["Search index"] = 0 if isinstance(subject, Piece) else entries_left(subject, others)
    left["Words of the index"] = words_left(traces)
    left["Bytes of files"] = _bytes_left(stored)
    return left


def _subject(decision: Decision) -> Contributed:
    if decision.post_id is not None:
        return db.get(Post, decision.post_id)
    if decision.piece_id is not None:
        return db.get(Piece, decision.piece_id)
    return db.get(Message, decision.message_id or 0)


def _is_there(subject: Contributed) -> int:
    """Whether its row holds anything: also what leaves no trace, such as a line of two words."""
    if isinstance(subject, Piece):
        return int(any(text != NO_MORE for text in subject.texts))
    kept = [subject.text, subject.html, subject.digest, subject.named]
    if isinstance(subject, Post):
        kept += [subject.whole_html, subject.quoted, subject.lost, subject.marked]
    return int(any(kept))


def _count(table: type[db.Base], which: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table).where(which)) or 0


def _bytes_left(stored: Iterable[str]) -> int:
    names = (name for each in stored for name in (each, storage.small(each)))
    return sum(map(_is_kept, names))


def _is_kept(name: str) -> bool:
    """What can't be asked for is counted: it may be there."""
    try:
        storage.store().open(name).close()
    except NotFound:
        return False
    except Exception:
        log.exception("a store of files could not be asked")
    return True


@command
def _keep(*, decision_id: int, left: Mapping[str, int]) -> None:
    session.add_all(
        PurgeCheck(decision_id=decision_id, store=store, left=number) for store, number in left.items()
    )
