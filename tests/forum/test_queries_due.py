"""All that is due is gone through, a few at a time, each once, whatever becomes of it meanwhile."""

from collections.abc import Callable

import pytest

from cop.forum.queries import due
from cop.models import Person, Post

Write = Callable[..., Post]


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_each_comes_once_in_order(
    bob: Person, ann: Person, start: Write, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(due, "AT_ONCE", at_once)
    mine, _hers = [start(bob).id for _ in range(5)], start(ann)
    assert list(due.ids_in_turn(Post.id, Post.author_id == bob.id)) == mine


def test_where_nothing_is_due_nothing_comes(bob: Person, ann: Person, start: Write) -> None:
    start(bob)
    assert list(due.ids_in_turn(Post.id, Post.author_id == ann.id)) == []
