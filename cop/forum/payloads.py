"""What is shown of a post, rendered once for all who read it: for its push, and for every page that it stands on."""

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import db, web
from cop.db import session
from cop.forum import queries
from cop.forum.queries import Shown, Stamp
from cop.models import Post, Topic
from cop.policy import Actor
from cop.web.pieces import Piece

KEPT = 8_000_000
"""Characters of posts that are kept rendered: some hundred pages."""


class Fragments(dict[Stamp, str]):
    """Posts as they are shown, by their stamps; what was rendered first is forgotten first."""

    size = 0

    def keep(self, stamp: Stamp, html: str) -> None:
        self.size += len(html)
        self[stamp] = html
        while self.size > KEPT:
            self.size -= len(self.pop(next(iter(self))))


_kept: WeakKeyDictionary[Engine, Fragments] = WeakKeyDictionary()
"""By database and stamp. Whatever happens to a post or to a name in it changes its stamp, which is read anew for each
reader through what they may see: what was removed, hidden or said otherwise is asked for by no stamp again (I5).
"""


class Placed(NamedTuple):
    """A post on a page: how it stands, and what is shown of it."""

    stamp: Stamp
    html: str


def joined(posts: Iterable[Placed]) -> Piece:
    """What is shown of `posts`, one after the other."""
    return Piece("".join([each.html for each in posts]))


def posts_on(actor: Actor, topic: Topic, page: int) -> list[Placed]:
    """Page `page` (from 1) of `topic` as `actor` may read it. Only what is not known is read whole and rendered; it is
    asked for as the stamps were, so that nobody is shown what they could not have found.
    """
    stamps = queries.stamps_on(actor, topic, page)
    memory = _memory()
    known = {stamp.id: html for stamp in stamps if (html := memory.get(stamp))}
    unknown = [stamp.id for stamp in stamps if stamp.id not in known]
    if unknown:
        read = queries.posts_on(actor, topic, page, among=unknown)
        known |= {each.post.id: fragment(each) for each in read}
    return [Placed(stamp, known[stamp.id]) for stamp in stamps if stamp.id in known]


def placed(stamp: Stamp) -> Placed:
    """A post that stands so at this moment, as it is kept or as its command has left it; or read anew, as it is."""
    if stamp in _memory():
        return Placed(stamp, _memory()[stamp])
    post = db.left(Post, stamp.id)
    shown = Shown(post) if post and _is_left_as(stamp, post) else queries.post_shown(stamp.id)
    return Placed(Stamp.of(shown.post), fragment(shown))


def _is_left_as(stamp: Stamp, post: Post) -> bool:
    """Whether its command has left `post` with all that is shown of it, and nobody has changed it since."""
    is_whole = _SHOWN.isdisjoint(sa.inspect(post).unloaded) and not post.attached
    return is_whole and stamp.is_shared(post.topic) and Stamp.of(post) == stamp


_SHOWN = frozenset({"topic", "author", "organisation", "attachments"})
"""What the fragment of a post leads to."""


def fragment(shown: Shown) -> str:
    """What is shown of a post that was just read, the same for every viewer."""
    stamp, memory = Stamp.of(shown.post), _memory()
    if stamp in memory:
        return memory[stamp]
    html = web.fragment("forum/_post.html", post=shown.post, reason=shown.reason)
    if stamp.is_shared(shown.post.topic):
        memory.keep(stamp, html)
    return html


def _memory() -> Fragments:
    return _kept.setdefault(session.get_bind().engine, Fragments())
