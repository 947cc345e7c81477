"""What the pages of a forum show, each page in a fixed number of queries whatever its length."""

from cop.forum.queries.attachments import (
    attachment_in,
    known_names,
    unposted_ids,
    waiting_files,
    withdrawn_files,
)
from cop.forum.queries.lines import MOST_LINES, quotable_lines, quoted
from cop.forum.queries.listing import Cursor, Listing, Row, listing
from cop.forum.queries.posts import KNOWN, Shown, post_in, post_shown, posts_on, revisions_of, text_to_quote
from cop.forum.queries.reader import Reader, first_unread, has_read_all, reader_of
from cop.forum.queries.topics import topic_in
from cop.forum.queries.unread import Unread, begun, begun_ids, is_unread, reading_of, unread

__all__ = [
    "KNOWN",
    "MOST_LINES",
    "Cursor",
    "Listing",
    "Reader",
    "Row",
    "Shown",
    "Unread",
    "attachment_in",
    "begun",
    "begun_ids",
    "first_unread",
    "has_read_all",
    "is_unread",
    "known_names",
    "listing",
    "post_in",
    "post_shown",
    "posts_on",
    "quotable_lines",
    "quoted",
    "reader_of",
    "reading_of",
    "revisions_of",
    "text_to_quote",
    "topic_in",
    "unposted_ids",
    "unread",
    "waiting_files",
    "withdrawn_files",
]
