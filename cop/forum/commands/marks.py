"""Reactions to posts: said and taken back. The space's row is locked first, then the topic's and the post's."""

from datetime import timedelta

from cop import policy
from cop.db import command
from cop.errors import NotFound, TooFast
from cop.forum.commands.locks import post_under_lock
from cop.forum.commands.pace import count_try
from cop.models import Post, Throttle
from cop.models.post_marks import POST_MARKS
from cop.policy import Actor, require

NOT_HERE = "You can react to what others wrote, while the topic is open and you may write in it."


@command
def mark_post(*, actor_id: int, post_id: int, word: str) -> Post:
    """Say `word`, of POST_MARKS, to a post. A repeat changes nothing. Raises NotFound, Forbidden, TooFast."""
    post, actor = _reacted_to(actor_id, post_id, word)
    require(policy.can_react(actor, post), NOT_HERE)
    post.mark(person_id=actor.id, word=word, on=True)
    return post


@command
def unmark_post(*, actor_id: int, post_id: int, word: str) -> Post:
    """Take `word` back: whoever still reads a post may. A repeat changes nothing. Raises NotFound, TooFast."""
    post, actor = _reacted_to(actor_id, post_id, word)
    post.mark(person_id=actor.id, word=word, on=False)
    return post


def _reacted_to(actor_id: int, post_id: int, word: str) -> tuple[Post, Actor]:
    count_try(actor_id)
    if word not in POST_MARKS:
        raise NotFound
    post = post_under_lock(post_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_words(actor, post):
        raise NotFound
    if not Throttle.take(f"mark:{actor_id}", burst=20, every=timedelta(seconds=0.5)):
        raise TooFast("That is faster than people can read. Wait a few seconds, then try again.")
    return post, actor
