"""What the clock does in rooms."""

from cop.chat import commands, queries
from cop.jobs import job
from cop.models import Space
from cop.models.rendering import outdated_lines
from cop.offload import give_way


@job
def let_go() -> None:
    """Let go of what the rooms no longer keep. What a run leaves, or dies before, is found by the next."""
    for space in queries.forgetful():
        _let_go_of(space)


@job
def render_anew() -> None:
    """Show lines as they are rendered by now. What a run leaves, or dies before, is found by the next."""
    for message_id, words in outdated_lines():
        commands.render_line_anew(message_id=message_id, words=words)
        give_way()


def _let_go_of(space: Space) -> None:
    ids = queries.outlived_ids(space)
    for message_id in ids:
        commands.expire_message(message_id=message_id)
        give_way()
    if ids:
        commands.pass_over_expired(space_id=space.id)
