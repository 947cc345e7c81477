"""Cause and effect of the whole site on one screen.

WITH runs in the transaction of the command and writes rows: it must happen. AFTER runs once the commit stands and
may only push or wake a job: nice to see now, never retried, because whoever missed it catches up.
"""

from cop.accounts import reactions as accounts
from cop.chat import reactions as chat
from cop.db import Reactions
from cop.events import (
    ContributionDecided,
    EveryoneMentioned,
    FileConfirmed,
    ForumRead,
    IdentifierConfirmed,
    LetterWritten,
    ListedWordsWritten,
    MessageChanged,
    MessageExpired,
    MessageHeld,
    MessageReleased,
    MessageWithdrawn,
    NoticesChanged,
    OutcomeDue,
    PeopleCalled,
    PeopleMentioned,
    PeopleQuoted,
    PersonChanged,
    PollChanged,
    PollOpened,
    PollWorded,
    PostAnnounced,
    PostChanged,
    PostHeld,
    PostMarked,
    PostReleased,
    PostsMoved,
    PostsRequoted,
    PostWithdrawn,
    ReminderDue,
    ReviewDecided,
    ReviewOpened,
    RoomChanged,
    RoomRead,
    RosterChanged,
    SignInEnded,
    SpaceMuted,
    TopicChanged,
    TopicMoved,
    TopicMuted,
    TopicRead,
)
from cop.feeds import reactions as feeds
from cop.forum import reactions as forum
from cop.moderation import reactions as moderation
from cop.notifications import reactions as notifications
from cop.search import reactions as search

WITH: Reactions = {
    PostHeld: [moderation.open_review_of_post],
    PostReleased: [forum.keep_mentions, forum.tell_others, search.index_post],
    PostChanged: [forum.keep_mentions, search.renew_post],
    PostsRequoted: [search.renew_posts],
    MessageHeld: [moderation.open_review_of_message],
    RosterChanged: [chat.forget_drafts, forum.forget_drafts, feeds.end_of_former],
    PostWithdrawn: [moderation.close_review_of_post],
    MessageWithdrawn: [moderation.close_review_of_message],
    MessageExpired: [moderation.close_review_of_expired],
    PeopleMentioned: [notifications.tell_mentioned],
    EveryoneMentioned: [notifications.tell_everyone],
    PeopleQuoted: [notifications.tell_quoted],
    PostAnnounced: [notifications.tell_of_post],
    ReminderDue: [notifications.remind],
    OutcomeDue: [notifications.remind_of_outcome],
    TopicChanged: [search.follow_topic],
    PollOpened: [search.follow_polls, notifications.tell_of_poll],
    PollWorded: [search.follow_polls],
    TopicMoved: [forum.renew_quotations, search.follow_topic],
    PostsMoved: [search.follow_posts, notifications.follow_merged],
    PersonChanged: [search.index_person],
    MessageReleased: [notifications.tell_called],
    PeopleCalled: [notifications.tell_called],
    ContributionDecided: [notifications.tell_author],
    IdentifierConfirmed: [moderation.show_confirmed],
    ListedWordsWritten: [moderation.show_listed],
    FileConfirmed: [moderation.show_confirmed_file],
    ReviewDecided: [notifications.tell_reporters],
    TopicRead: [notifications.see_topic],
    ForumRead: [notifications.see_forum],
    RoomRead: [notifications.see_room],
    TopicMuted: [notifications.still_topic],
    SpaceMuted: [notifications.still_space],
}

AFTER: Reactions = {
    PostReleased: [forum.show_post],
    PostChanged: [forum.show_post],
    PostMarked: [forum.show_post],
    PostsRequoted: [forum.show_requoted],
    TopicChanged: [forum.show_topic],
    PollChanged: [forum.show_topic],
    TopicMoved: [forum.show_move],
    PostsMoved: [forum.show_posts_moved],
    MessageReleased: [chat.show_message],
    MessageChanged: [chat.show_change],
    ReviewDecided: [chat.tell_author, forum.show_decline, moderation.show_decision],
    RosterChanged: [chat.apply_roster],
    RoomChanged: [chat.show_room],
    ReviewOpened: [moderation.show_review],
    SignInEnded: [accounts.end_sockets],
    LetterWritten: [accounts.wake_postman],
    NoticesChanged: [notifications.show_counts],
}
