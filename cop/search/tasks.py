"""What the clock does for the index."""

from collections.abc import Callable
from datetime import timedelta

from cop import clock
from cop.jobs import job
from cop.models.findable import EntryKind, entry_id
from cop.offload import give_way
from cop.search import commands, queries

AT_ONCE = 50
"""Steps of one kind in one run: what is left is for the next."""

SETTLED = timedelta(seconds=5)
"""So long after it could first be read every entry stands: no command takes more."""


@job
def catch_up() -> None:
    """Index what changed in rooms, look through some posts and people, count words, forget lost ones: every minute."""
    until = entry_id(EntryKind.POST, clock.now() - SETTLED, 0)
    for space_id in queries.rooms_to_follow():
        _step(commands.follow_room, space_id=space_id)
    commands.follow_posts()
    commands.follow_people()
    _step(commands.count_words, until=until)
    _step(commands.count_gained)
    _step(commands.forget_gone)


def index_everything(tell: Callable[[str], None]) -> None:
    """Bring the whole index up to date at one go: for an operator, and after another stemmer."""
    commands.start_over()
    for name, step in (("posts", commands.follow_posts), ("people", commands.follow_people)):
        tell(f"Looking at {name}")
        while step():
            give_way()
    tell("Looking at rooms")
    for space_id in queries.rooms_to_follow():
        while commands.follow_room(space_id=space_id):
            give_way()
    tell("Counting words")
    while commands.count_words(until=entry_id(EntryKind.POST, clock.now() + SETTLED, 0)):
        give_way()


def _step(step: Callable[..., bool], **about: int) -> None:
    for _ in range(AT_ONCE):
        if not step(**about):
            return
        give_way()
