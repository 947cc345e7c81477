"""Pointing at a topic by the address of its page, as people copy it from their browser."""

import re

from cop.db import session
from cop.models.topics import Topic

PLACE = re.compile(r"(?:^|/)topics/(\d{1,15})(?:[/?#].*)?$")


def topic_at(address: str) -> Topic | None:
    """The topic whose page has this address, on whatever host; whether somebody may read it is for who asks."""
    found = PLACE.search(address.strip())
    return session.get(Topic, int(found[1])) if found else None
