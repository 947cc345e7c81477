"""Changing one's own posts: a new text, or taking it back."""

from cop import policy
from cop.db import command
from cop.errors import NotFound
from cop.forum.commands.locks import post_under_lock
from cop.forum.commands.referring import refer
from cop.markup import POST_LIMIT, Words
from cop.models import Policy, Post, State
from cop.policy import Actor, require


def edit_post(*, actor_id: int, post_id: int, text: str, version: int) -> Post:
    """Let one's own post say `text`. `version` is the one that was edited; Conflict if it changed meanwhile.

    What it said is kept as a revision. The text it has already changes nothing, so a repeat is harmless.
    Raises Invalid, NotFound, Forbidden.
    """
    words = Words.of(text, limit=POST_LIMIT)
    return _edit_post(actor_id=actor_id, post_id=post_id, words=words, version=version)


@command
def _edit_post(*, actor_id: int, post_id: int, words: Words, version: int) -> Post:
    post = post_under_lock(post_id)
    actor = _reader(actor_id, post)
    require(policy.can_edit_post(actor, post), why_not_edit(actor, post))
    if post.text != words.text:
        post.revise(
            text=words.text,
            html=words.html,
            renderer=words.renderer,
            editor_id=actor_id,
            seen_version=version,
        )
        refer(actor, post)
    return post


def why_not_edit(actor: Actor, post: Post) -> str:
    """Why `actor` may not edit `post`, as a sentence for them."""
    if post.author_id != actor.id:
        return "Only its author can edit a post."
    if post.topic.is_locked:
        return "This topic is locked, so its posts stay as they are."
    if post.topic.space.policy is Policy.ALL_HELD and post.state is State.RELEASED:
        return (
            "A moderator has read this post and released it, so it stays as it is. Write a new one instead."
        )
    return "This post can't be edited any more."


@command
def remove_post(*, actor_id: int, post_id: int) -> Post:
    """Take one's own post back; where readers knew of it a tombstone stays. A repeat is harmless.

    A held one leaves the moderators' queue. Raises NotFound, Forbidden.
    """
    post = post_under_lock(post_id)
    actor = _reader(actor_id, post)
    if post.author_id == actor_id and post.state is State.REMOVED:
        return post
    require(
        policy.can_remove_post(actor, post), "Only its author can remove a post, and not once it is hidden."
    )
    post.remove()
    return post


def _reader(actor_id: int, post: Post) -> Actor:
    actor = policy.load_actor(actor_id)
    if not policy.can_read_post(actor, post):
        raise NotFound
    return actor
