"""Changing one's own posts: a new text, or taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from cop import policy
from cop.db import command
from cop.errors import Conflict, NotFound
from cop.forum.commands.binding import NO_FILES, bind_more, described
from cop.forum.commands.locks import post_under_lock
from cop.forum.commands.openings import fitting_title, one_title
from cop.forum.commands.pace import count_try, pace_change
from cop.forum.commands.referring import refer
from cop.markup import POST_LIMIT, Words
from cop.models import ForumDraft, Post, Review, Sheet, State
from cop.models.confirmations import note_confirmed
from cop.models.holds import wait_for_holds
from cop.models.listed_words import Listed
from cop.models.posts import CHANGED
from cop.models.wording import Part, heed, note_listed, settled
from cop.policy import Actor, require


@dataclass(frozen=True, slots=True)
class Retitling:
    """The title that the topic of an opening post is to have, and the one that was edited. `typed` is what its author
    sent, where words were replaced in it.
    """

    title: str
    seen: str
    typed: str | None = None

    @property
    def sent(self) -> str:
        return self.title if self.typed is None else self.typed


@dataclass(frozen=True, slots=True)
class Edited:
    """What a post is to say and to attach besides what it has; `version` is the one that was edited."""

    words: Words
    version: int
    retitling: Retitling | None
    files: Mapping[int, str]

    def reworded(self, parts: Mapping[str, str]) -> "Edited":
        """The same, saying `parts`, of which those that are not there stay as they are."""
        words, retitling = self.words, self.retitling
        if "text" in parts:
            words = words.reworded(parts["text"], limit=POST_LIMIT)
        if retitling is not None and "title" in parts:
            retitling = replace(retitling, title=fitting_title(parts["title"]), typed=retitling.sent)
        return replace(self, words=words, retitling=retitling)


def edit_post(
    *,
    actor_id: int,
    post_id: int,
    text: str,
    version: int,
    retitling: Retitling | None = None,
    files: Mapping[int, str] = NO_FILES,
    key: str = "",
) -> Post:
    """Let one's own post say `text`, and where it opened its topic let that be called otherwise. `version` is the one
    that was edited; Conflict if post or title changed meanwhile. A draft that was kept under `key` is one no more.
    `files` are the ids of what it attaches besides what it has, each with a description.

    What it said is kept as a revision. What it says already changes nothing, so a repeat is harmless.
    Raises Invalid, NotFound, Forbidden, TooFast.
    """
    count_try(actor_id)
    words = Words.of(text, limit=POST_LIMIT)
    if retitling is not None:
        retitling = replace(retitling, title=one_title(retitling.title))
    edited = Edited(words, version, retitling, described(files))
    write = partial(_edit_post, actor_id, post_id, key=key)
    return settled(lambda said: write(edited=said), edited, reword=Edited.reworded)


@command
def _edit_post(actor_id: int, post_id: int, *, edited: Edited, key: str) -> Post:
    post = post_under_lock(post_id)
    actor = _reader(actor_id, post)
    require(policy.can_edit_post(actor, post), why_not_edit(actor, post))
    pace_change(actor.id)
    _edit(post, edited, actor)
    ForumDraft.spend(actor_id, Sheet("post_id", post_id), key=key, text=edited.words.sent)
    return post


def _edit(post: Post, edited: Edited, actor: Actor) -> None:
    title = _another_title(post, edited.retitling)
    has_more = bind_more(post, edited.files)
    if post.text != edited.words.text or title is not None:
        listed = _heed(post, edited, title, heeds=policy.heeds_rules(actor, post.space))
        post.revise(edited.words, editor_id=actor.id, seen_version=edited.version, title=title)
        refer(actor, post)
        note_listed(post, listed)
    elif has_more:
        post.is_unchanged_since(edited.version)
        post.change()
    note_confirmed(post, by_id=actor.id)
    Review.renew(post)


def _heed(post: Post, edited: Edited, title: str | None, *, heeds: bool) -> tuple[Listed, ...]:
    """The listed words that come with the edit. What can be read already can't wait for one."""
    parts = [Part("text", edited.words.sent, edited.words.text, before=post.text)]
    if title is not None and edited.retitling is not None:
        parts.append(Part("title", edited.retitling.sent, title, before=post.topic.title))
    return heed(post.space, parts, heeds=heeds, can_wait=post.state is State.HELD)


def _another_title(post: Post, retitling: Retitling | None) -> str | None:
    """What the topic is to be called from now on, None where that is as it is; Conflict if somebody else renamed it."""
    if not post.is_opening or retitling is None or retitling.title in {retitling.seen, post.topic.title}:
        return None
    if retitling.seen != post.topic.title:
        raise Conflict(CHANGED)
    return retitling.title


def why_not_edit(actor: Actor, post: Post) -> str:
    """Why `actor` may not edit `post`, as a sentence for them."""
    if post.author_id != actor.id:
        return "Only its author can edit a post."
    if post.topic.is_archived:
        return "This topic is in the archive, so its posts stay as they are."
    if post.topic.is_locked:
        return "This topic is locked, so its posts stay as they are."
    if policy.stays_as_released(actor, post.topic.space) and post.state is State.RELEASED:
        return (
            "A moderator has read this post and released it, so it stays as it is. Write a new one instead."
        )
    return "This post can't be edited any more."


@command
def remove_post(*, actor_id: int, post_id: int) -> Post:
    """Take one's own post back; where readers knew of it a tombstone stays. A repeat is harmless.

    A held one leaves the moderators' queue. A text that one had begun to give it goes too. Raises NotFound, Forbidden.
    """
    wait_for_holds()
    post = post_under_lock(post_id)
    actor = _reader(actor_id, post)
    if post.author_id == actor_id and post.state is State.REMOVED:
        return post
    require(
        policy.can_remove_post(actor, post), "Only its author can remove a post, and not once it is hidden."
    )
    post.remove()
    ForumDraft.forget(actor_id, Sheet("post_id", post_id))
    return post


def _reader(actor_id: int, post: Post) -> Actor:
    actor = policy.load_actor(actor_id)
    if not policy.can_read_post(actor, post):
        raise NotFound
    return actor
