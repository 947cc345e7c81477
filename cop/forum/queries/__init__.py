"""What the pages of a forum show, each page in a fixed number of queries whatever its length."""

from cop.forum.queries.attachments import (
    attachment_in,
    known_names,
    unposted_ids,
    waiting_files,
    withdrawn_files,
)
from cop.forum.queries.audience import told, told_of
from cop.forum.queries.ballots import ballot_of, seal_of
from cop.forum.queries.bookmarks import Kept, bookmark_in, bookmarks, due_bookmark_ids
from cop.forum.queries.destinations import Destination, destinations
from cop.forum.queries.drafts import draft_on, drafts_of
from cop.forum.queries.entries import Entry
from cop.forum.queries.following import Heeded, heeded
from cop.forum.queries.heads import Head
from cop.forum.queries.lines import MOST_LINES, quotable_lines, quoted
from cop.forum.queries.listing import Cursor, Filter, Listing, Row, Show, listing
from cop.forum.queries.marks import people_by_mark
from cop.forum.queries.news import News, news_of
from cop.forum.queries.polls import due_outcome_ids, ended_poll_ids, load_polls, poll_in
from cop.forum.queries.posts import (
    KNOWN,
    Shown,
    placed_among,
    post_in,
    post_shown,
    posts_on,
    posts_shown,
    text_to_quote,
)
from cop.forum.queries.reader import Reader, first_unread, reader_of
from cop.forum.queries.referring import references
from cop.forum.queries.results import Standing, names_by_option, standings
from cop.forum.queries.revisions import (
    Edit,
    edits_of_post,
    edits_of_summary,
    texts_of_post,
    texts_of_summary,
)
from cop.forum.queries.stamps import Stamp, stamps_on
from cop.forum.queries.tags import Counted, tag_in, tags_in, tags_of, topics_with
from cop.forum.queries.titles import MOST_TITLES, titles
from cop.forum.queries.topics import merged_into, others_in, overdue, related, topic_in, topic_of
from cop.forum.queries.unread import Unread, begun, begun_ids, is_unread, reading_of, unread
from cop.forum.queries.writers import Writer, load_writer

__all__ = [
    "KNOWN",
    "MOST_LINES",
    "MOST_TITLES",
    "Counted",
    "Cursor",
    "Destination",
    "Edit",
    "Entry",
    "Filter",
    "Head",
    "Heeded",
    "Kept",
    "Listing",
    "News",
    "Reader",
    "Row",
    "Show",
    "Shown",
    "Stamp",
    "Standing",
    "Unread",
    "Writer",
    "attachment_in",
    "ballot_of",
    "begun",
    "begun_ids",
    "bookmark_in",
    "bookmarks",
    "destinations",
    "draft_on",
    "drafts_of",
    "due_bookmark_ids",
    "due_outcome_ids",
    "edits_of_post",
    "edits_of_summary",
    "ended_poll_ids",
    "first_unread",
    "heeded",
    "is_unread",
    "known_names",
    "listing",
    "load_polls",
    "load_writer",
    "merged_into",
    "names_by_option",
    "news_of",
    "others_in",
    "overdue",
    "people_by_mark",
    "placed_among",
    "poll_in",
    "post_in",
    "post_shown",
    "posts_on",
    "posts_shown",
    "quotable_lines",
    "quoted",
    "reader_of",
    "reading_of",
    "references",
    "related",
    "seal_of",
    "stamps_on",
    "standings",
    "tag_in",
    "tags_in",
    "tags_of",
    "text_to_quote",
    "texts_of_post",
    "texts_of_summary",
    "titles",
    "told",
    "told_of",
    "topic_in",
    "topic_of",
    "topics_with",
    "unposted_ids",
    "unread",
    "waiting_files",
    "withdrawn_files",
]
