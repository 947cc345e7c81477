"""Showing a line as it is rendered by now: nothing that anybody said changes, and nobody is told."""

from cop import db
from cop.db import command
from cop.markup import Words
from cop.models import Message


@command
def render_line_anew(*, message_id: int, words: Words) -> None:
    """Let a line show `words`, unless it says something else by now. Raises NotFound."""
    message = db.lock(Message, message_id)
    if message.text == words.text:
        message.render_anew(words)
