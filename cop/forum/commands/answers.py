"""Which post of a topic answers it."""

from cop import policy
from cop.db import command
from cop.errors import Conflict, NotFound
from cop.forum.commands.locks import post_under_lock
from cop.forum.commands.pace import count_try, pace_change
from cop.forum.commands.steered import keep_decision
from cop.models import Post, Verdict
from cop.policy import Actor, require

NOT_YOURS = "Who started the topic, its facilitators and its moderators say which post answers it."
NO_ANSWER = "Only a reply that can be read can be the answer."


@command
def choose_answer(*, actor_id: int, post_id: int) -> Post:
    """Let a post be the answer of its topic, in the place of any other. A repeat is harmless.

    Raises NotFound, Forbidden, TooFast, Conflict (an opening post, or one that can't be read).
    """
    post, actor = _answering(actor_id, post_id)
    if post.is_answer:
        return post
    if not policy.can_be_answer(post):
        raise Conflict(NO_ANSWER)
    pace_change(actor.id)
    _let_go(post)
    post.answer()
    keep_decision(Verdict.SET_ANSWER, actor, post.topic, person_id=post.author_id)
    return post


@command
def withdraw_answer(*, actor_id: int, post_id: int) -> Post:
    """Let a post be the answer no longer. A repeat is harmless. Raises NotFound, Forbidden, TooFast."""
    post, actor = _answering(actor_id, post_id)
    if post.is_answer:
        pace_change(actor.id)
        post.stop_answering()
        keep_decision(Verdict.WITHDRAW_ANSWER, actor, post.topic, person_id=post.author_id)
    return post


def _answering(actor_id: int, post_id: int) -> tuple[Post, Actor]:
    count_try(actor_id)
    post = post_under_lock(post_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_post(actor, post):
        raise NotFound
    require(policy.can_choose_answer(actor, post.topic), NOT_YOURS)
    return post, actor


def _let_go(post: Post) -> None:
    if post.topic.answer_id is not None:
        post_under_lock(post.topic.answer_id).stop_answering()
