"""What has changed between two versions, without the long passages that have not."""

from cop.differences import Change, Piece, compare

AROUND = 160
"""So many characters before and after a change say where it stands."""


def changes(before: str, after: str) -> list[Piece]:
    """The pieces of `compare`, of which those that stayed are shortened."""
    pieces = compare(before, after)
    return [
        _shortened(piece, begins=place == 0, ends=place == len(pieces) - 1)
        for place, piece in enumerate(pieces)
    ]


def _shortened(piece: Piece, *, begins: bool, ends: bool) -> Piece:
    """The first needs no beginning, the last no end."""
    if piece.change is not Change.SAME or len(piece.text) <= 3 * AROUND:
        return piece
    head = "" if begins else f"{piece.text[:AROUND].rpartition(' ')[0]} "
    tail = "" if ends else f" {piece.text[-AROUND:].partition(' ')[2]}"
    return Piece(Change.SAME, f"{head}…\n\n…{tail}" if head and tail else f"{head}…{tail}")
