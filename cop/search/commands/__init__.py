"""Keeping the index: what was missed or is of an older stemmer, the lines of rooms, the people, the words. Each step is
one short transaction, so that nobody waits long for it.
"""

from cop.search.commands.catching_up import follow_people, follow_posts, follow_room
from cop.search.commands.counting import count_gained, count_words, forget_gone, start_over

__all__ = [
    "count_gained",
    "count_words",
    "follow_people",
    "follow_posts",
    "follow_room",
    "forget_gone",
    "start_over",
]
