"""What the clock does in forums."""

from cop.errors import NotFound
from cop.forum import commands, queries
from cop.jobs import job
from cop.offload import give_way


@job
def remind() -> None:
    """Tell people of bookmarks whose day has come. What a run leaves, or dies before, is found by the next."""
    for bookmark_id in queries.due_bookmark_ids():
        try:
            commands.remind(bookmark_id=bookmark_id)
        except NotFound:  # its owner took it away just now
            continue
        give_way()
