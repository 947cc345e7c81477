"""What somebody has begun to write in a forum: kept for them while they type, thrown away, taken back."""

from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from cop import clock, db, policy
from cop.db import add_once, command, session
from cop.errors import Conflict, NotFound, TooFast
from cop.forum.commands.editing import why_not_edit
from cop.forum.commands.openings import TITLE_LIMIT
from cop.forum.commands.writing import NOT_A_WRITER, why_not
from cop.markup import POST_LIMIT
from cop.models import ForumDraft, Membership, Post, Sheet, Space, SpaceKind, Throttle, Topic
from cop.models.holds import wait_for_holds
from cop.models.keeping import Kept, fixed
from cop.models.states import is_key
from cop.policy import Actor, require
from cop.typed import drafted, in_one_line

ELSEWHERE = "You have also been writing this in another tab or on another device. Nothing is lost: see both."


@dataclass(frozen=True, slots=True)
class Begun:
    """What a page holds of a draft: its words, the key of its form, the version of the post that an edit began from (0
    for none), and the last turn of the draft that it knows of (0 for none).
    """

    text: str
    title: str = ""
    key: str = ""
    seen_version: int = 0
    turn: int = 0

    def titled(self, title: str) -> "Begun":
        return replace(self, title=title)

    def from_version(self, version: int) -> "Begun":
        return replace(self, seen_version=version)

    def accepted(self) -> "Begun":
        """The words as they are kept; Invalid where they could not be sent: they stay in the page."""
        title = drafted(in_one_line(self.title), limit=TITLE_LIMIT, field="title")
        text = drafted(self.text, limit=POST_LIMIT)
        key = self.key if is_key(self.key) else ""
        return replace(self, text=text, title=title, key=key)

    def overlooks(self, draft: ForumDraft) -> bool:
        """Whether `draft` holds other words, which this page knows nothing of."""
        is_other = (draft.title, draft.text) != (self.title, self.text)
        return is_other and draft.turn != self.turn and draft.discarded_at is None


def keep_draft(*, actor_id: int, sheet: Sheet, begun: Begun) -> ForumDraft | None:
    """Keep `begun` as what the actor has begun to write on `sheet`; None where nothing is kept, because it is empty or
    stands there already. Its key is empty where something else was sent with it: the form needs another.

    Raises Invalid, NotFound, Forbidden, TooFast, and Conflict where another page has kept something else there since.
    """
    return _keep_draft(actor_id=actor_id, sheet=sheet, begun=begun.accepted())


@command
def _keep_draft(*, actor_id: int, sheet: Sheet, begun: Begun) -> ForumDraft | None:
    wait_for_holds()
    Membership.hold(actor_id, _space_of(sheet))
    _allow(policy.load_actor(actor_id), sheet)
    draft = _on(actor_id, sheet)
    if draft is not None and begun.overlooks(draft) and not _sent_with(actor_id, draft.key):
        raise Conflict(ELSEWHERE)
    sent = _sent_with(actor_id, begun.key)
    if not (begun.title or begun.text) or _is_there(sheet, begun, sent):
        ForumDraft.forget(actor_id, sheet)
        return None
    if not Throttle.take(f"draft:{actor_id}", burst=10, every=timedelta(seconds=2)):
        raise TooFast("Drafts are saved every few seconds.")
    draft = draft or ForumDraft(person_id=actor_id, turn=0, **{sheet.kind: sheet.id})
    draft.title, draft.text, draft.seen_version = begun.title, begun.text, begun.seen_version
    draft.key = "" if sent else begun.key
    draft.turn, draft.saved_at, draft.discarded_at = draft.turn + 1, clock.now(), None
    add_once(draft, taken=ELSEWHERE)
    return draft


def _space_of(sheet: Sheet) -> int:
    """The id of the space where that is written; 0 where it is gone."""
    if sheet.kind == "space_id":
        return sheet.id
    topic_id: int | None = sheet.id
    if sheet.kind == "post_id":
        topic_id = session.scalar(sa.select(Post.topic_id).where(Post.id == sheet.id))
    return session.scalar(sa.select(Topic.space_id).where(Topic.id == topic_id)) or 0


def _on(person_id: int, sheet: Sheet) -> ForumDraft | None:
    """What they have there, locked."""
    query = sa.select(ForumDraft).where(ForumDraft.person_id == person_id, ForumDraft.on(sheet))
    return session.scalars(query.with_for_update()).one_or_none()


def _allow(actor: Actor, sheet: Sheet) -> None:
    """NotFound for who must not know of what they would write on, Forbidden for who may not write there."""
    match sheet.kind:
        case "space_id":
            space = db.get(Space, sheet.id)
            _know(policy.can_read_space(actor, space) and space.kind is not SpaceKind.DIRECT)
            require(policy.can_open_topic(actor, space), NOT_A_WRITER)
        case "topic_id":
            topic = db.get(Topic, sheet.id)
            _know(policy.can_read_topic(actor, topic))
            require(policy.can_reply(actor, topic), why_not(actor, topic))
        case "post_id":
            post = db.lock(Post, sheet.id)  # an edit that is saved at this moment comes first
            _know(policy.can_read_post(actor, post))
            require(policy.can_edit_post(actor, post), why_not_edit(actor, post))


def _know(is_known: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_known:
        raise NotFound


def _sent_with(person_id: int, key: str) -> Post | None:
    return session.scalars(sa.select(Post).where(Post.author_id == person_id, Post.key == key)).one_or_none()


def _is_there(sheet: Sheet, begun: Begun, sent: Post | None) -> bool:
    """Whether a post says so already: the one that was edited, or the one that was sent from this form."""
    post = session.get(Post, sheet.id) if sheet.kind == "post_id" else sent
    return post is not None and post.text == begun.text and begun.title in {"", post.topic.title}


@command
def discard_draft(*, actor_id: int, draft_id: int) -> ForumDraft:
    """Throw away what one had begun; for a while it can be taken back. A repeat is harmless. Raises NotFound."""
    draft = _mine(actor_id, draft_id)
    draft.discarded_at = draft.discarded_at or clock.now()
    return draft


@command
def take_back_draft(*, actor_id: int, draft_id: int) -> ForumDraft:
    """Have again what was thrown away. A repeat is harmless. Raises NotFound, also where that was too long ago."""
    draft = _mine(actor_id, draft_id)
    if draft.discarded_at is not None and draft.discarded_at < clock.now() - fixed(Kept.DISCARDED):
        raise NotFound
    draft.discarded_at = None
    return draft


def _mine(actor_id: int, draft_id: int) -> ForumDraft:
    draft = db.lock(ForumDraft, draft_id)
    _know(policy.can_read_forum_draft(policy.load_actor(actor_id), draft))
    return draft
