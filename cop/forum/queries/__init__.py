"""What the pages of a forum show, each page in a fixed number of queries whatever its length."""

from cop.forum.queries.attachments import (
    attachment_in,
    known_names,
    unposted_ids,
    waiting_files,
    withdrawn_files,
)
from cop.forum.queries.destinations import Destination, destinations
from cop.forum.queries.lines import MOST_LINES, quotable_lines, quoted
from cop.forum.queries.listing import Cursor, Filter, Listing, Row, Show, listing
from cop.forum.queries.posts import KNOWN, Shown, post_in, post_shown, posts_on, text_to_quote
from cop.forum.queries.reader import Reader, first_unread, has_read_all, reader_of
from cop.forum.queries.revisions import (
    Edit,
    edits_of_post,
    edits_of_summary,
    texts_of_post,
    texts_of_summary,
)
from cop.forum.queries.tags import Counted, tag_in, tags_of
from cop.forum.queries.topics import merged_into, others_in, overdue, related, topic_in

__all__ = [
    "KNOWN",
    "MOST_LINES",
    "Counted",
    "Cursor",
    "Destination",
    "Edit",
    "Filter",
    "Listing",
    "Reader",
    "Row",
    "Show",
    "Shown",
    "attachment_in",
    "destinations",
    "edits_of_post",
    "edits_of_summary",
    "first_unread",
    "has_read_all",
    "known_names",
    "listing",
    "merged_into",
    "others_in",
    "overdue",
    "post_in",
    "post_shown",
    "posts_on",
    "quotable_lines",
    "quoted",
    "reader_of",
    "related",
    "tag_in",
    "tags_of",
    "text_to_quote",
    "texts_of_post",
    "texts_of_summary",
    "topic_in",
    "unposted_ids",
    "waiting_files",
    "withdrawn_files",
]
