"""Bookmarks: set, changed, taken away, and told when their day has come. Nobody but their owner learns of them."""

from datetime import date, timedelta

import sqlalchemy as sa

from cop import clock, db, policy
from cop.db import add_once, command, record, session
from cop.errors import Invalid, NotFound, TooFast
from cop.events import ReminderDue
from cop.forum.commands.days import require_to_come
from cop.models import Bookmark, Post, Throttle

MOST = 2_000
"""Bookmarks of one person: whoever has more finds nothing by them."""


@command
def bookmark_post(*, actor_id: int, post_id: int, remind_on: date | None = None) -> Bookmark:
    """Keep a post within reach of the actor, who is reminded of it on a day in the United Kingdom, or is not (None).
    Anew, it changes that day. Raises NotFound, Invalid (a day in the past or in more than five years), TooFast.
    """
    post = session.scalars(_held_still(post_id)).one_or_none()
    if post is None or not policy.can_bookmark(policy.load_actor(actor_id), post):
        raise NotFound
    _slow_down(actor_id)
    bookmark = Bookmark.of(actor_id, post_id) or _begun(actor_id, post_id)
    if remind_on != bookmark.remind_on:
        require_to_come(remind_on, field="remind_on")
    bookmark.remind(remind_on)
    return bookmark


def _held_still(post_id: int) -> sa.Select[Post]:
    # A weak lock, before the row that refers to the post: it hinders nobody who writes there.
    return sa.select(Post).where(Post.id == post_id).with_for_update(of=Post, read=True, key_share=True)


def _begun(actor_id: int, post_id: int) -> Bookmark:
    mine = sa.select(sa.func.count()).select_from(Bookmark).where(Bookmark.person_id == actor_id)
    if (session.scalar(mine) or 0) >= MOST:
        raise Invalid(f"You have {MOST:,} bookmarks. Remove some of them first.", field="remind_on")
    bookmark = Bookmark(person_id=actor_id, post_id=post_id)
    add_once(bookmark, taken="You have just bookmarked this from another page. Look at it as it is now.")
    return bookmark


@command
def forget_bookmark(*, actor_id: int, post_id: int) -> None:
    """Have a post within reach no longer, whether it can be read or not. A repeat is harmless."""
    bookmark = Bookmark.of(actor_id, post_id)
    if bookmark is not None:
        session.delete(bookmark)


@command
def remind(*, bookmark_id: int) -> bool:
    """Tell that the day of a bookmark has come, once. Of what its owner may not read now nothing is told: it waits
    until they may. Says whether it was told; NotFound where the bookmark has gone.
    """
    bookmark = db.lock(Bookmark, bookmark_id)
    owner = policy.load_actor(bookmark.person_id)
    if not (bookmark.is_due() and policy.can_read_bookmark(owner, bookmark)):
        return False
    bookmark.reminded_at = clock.now()
    record(ReminderDue(bookmark.id))
    return True


def _slow_down(actor_id: int) -> None:
    if not Throttle.take(f"bookmark:{actor_id}", burst=30, every=timedelta(seconds=2)):
        raise TooFast("You are setting bookmarks very fast. Wait a few seconds, then try again.")
