"""How somebody stands to a topic or a space: whether they want to be told of it, and whether it counts as unread."""

from enum import StrEnum


class Stance(StrEnum):
    """Where there is none (NULL) nobody has chosen, and writing in a topic or being named there makes them follow it.

    `NEITHER` was chosen: it counts as unread like any other, and nothing makes its person follow it again but they.
    """

    FOLLOWED = "followed"
    MUTED = "muted"
    NEITHER = "neither"
