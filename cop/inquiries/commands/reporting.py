"""Giving back what was heard: themes with a text, a paper and a discussion."""

from dataclasses import dataclass

from cop import clock, policy
from cop.db import command
from cop.errors import Conflict, Invalid
from cop.inquiries.commands.locks import MEANWHILE, Overtaken, kept
from cop.inquiries.commands.quoting import refuse_quotations
from cop.models import Inquiry, Topic
from cop.models.pointing import topic_at
from cop.typed import in_one_line, optional, web_address

REPORT_LIMIT, NAME_LIMIT = 10_000, 160
STILL_OPEN = "It takes responses until the end of its last day. What was heard is published after that."
NO_THEME = "Make at least one theme first: what is published says what was heard."
NO_TOPIC = "Enter the address of a topic that you can read, as it stands above its page."


@dataclass(frozen=True, slots=True)
class Reported:
    """What is filled in: `address` is of the paper that is called `document`, `topic` that of a discussion."""

    report: str
    document: str = ""
    address: str = ""
    topic: str = ""

    def tell(self, inquiry: Inquiry, topic: Topic | None) -> None:
        """Let `inquiry` say this. Raises Invalid, also where it quotes somebody who has not said yes to that."""
        inquiry.report = optional(self.report, limit=REPORT_LIMIT, field="report")
        refuse_quotations(inquiry, inquiry.report, field="report")
        inquiry.document = optional(in_one_line(self.document), limit=NAME_LIMIT, field="document")
        inquiry.address = web_address(self.address, field="address") if self.address.strip() else ""
        if bool(inquiry.document) != bool(inquiry.address):
            field = "address" if inquiry.document else "document"
            raise Invalid("A paper has a name and an address: enter both, or neither.", field=field)
        inquiry.topic = topic


@command
def report(*, actor_id: int, inquiry_id: int, reported: Reported, publish: bool, seen: int) -> Inquiry:
    """Keep what was heard, and `publish` it with the themes: after that it stays published, and can be changed. Raises
    NotFound, Forbidden, Invalid, Conflict (it is open, or has no theme), Overtaken.
    """
    inquiry = kept(actor_id, inquiry_id)
    if inquiry.version != seen:
        raise Overtaken(MEANWHILE)
    reported.tell(inquiry, _topic(actor_id, reported.topic))
    if publish and not inquiry.is_published:
        if inquiry.is_open:
            raise Conflict(STILL_OPEN)
        if not inquiry.themes:
            raise Conflict(NO_THEME)
        for theme in inquiry.themes:
            refuse_quotations(inquiry, f"{theme.title}\n{theme.text}", field="report")
        inquiry.published_at = clock.now()
    inquiry.version += 1
    return inquiry


def _topic(actor_id: int, address: str) -> Topic | None:
    if not address.strip():
        return None
    topic = topic_at(address)
    if topic is None or not policy.can_read_topic(policy.load_actor(actor_id), topic):
        raise Invalid(NO_TOPIC, field="topic")
    return topic
