"""What the clock does in forums."""

from cop.forum import commands, queries
from cop.jobs import job
from cop.offload import give_way


@job
def settle_dates() -> None:
    """Let pins that have ended and topics whose closing date has come say so. They are closed without this as well: it
    tells the open pages, and puts the lists in order. What a run leaves, the next finds.
    """
    for topic_id in queries.overdue():
        commands.end_pins_and_close(topic_id=topic_id)
        give_way()
