"""What becomes a notice, what makes one seen, and what open pages are told of it.

One more kind is a word of `NoticeKind`, what it is about (`ABOUT`), a reaction that calls `notify`, and its sentence in
`templates/notifications/_sentence.html`.
"""

import sqlalchemy as sa

from cop import live, policy
from cop.db import get
from cop.events import (
    AcceptanceWanted,
    ContributionDecided,
    EveryoneMentioned,
    ForumRead,
    InspectionTold,
    MeasureTaken,
    MessageReleased,
    NoticesChanged,
    OutcomeDue,
    PeopleCalled,
    PeopleMentioned,
    PeopleQuoted,
    PersonPlaced,
    PollOpened,
    PostAnnounced,
    PostsMoved,
    ReminderDue,
    ReviewDecided,
    RoomRead,
    SpaceMuted,
    StatementsAccepted,
    TopicMuted,
    TopicRead,
)
from cop.models import (
    Bookmark,
    Decision,
    Membership,
    Message,
    Notice,
    NoticeKind,
    Outcome,
    Person,
    Poll,
    Post,
    Report,
    Review,
    ReviewKind,
    Stance,
    Topic,
    TopicReading,
    Verdict,
)
from cop.models.notices import COUNTED
from cop.notifications import queries
from cop.notifications.commands import notify, notify_followers, see_here
from cop.notifications.reactions.seeing import see_forum, see_room, see_topic, still_space, still_topic
from cop.policy.decisions import OF_WORDS

FEW = 8
"""Of so many people at once the server counts what is unseen; more than that ask by themselves."""

PLACED = (Verdict.MERGE, Verdict.SPLIT, Verdict.MOVE_HERE)
"""Decisions on a topic that its author is told of where they may read what has become of it."""


def tell_mentioned(fact: PeopleMentioned) -> None:
    """WITH: a post concerns whom it names."""
    notify(fact.person_ids, NoticeKind.MENTION, get(Post, fact.post_id))


def tell_everyone(fact: EveryoneMentioned) -> None:
    """WITH: a post that calls everybody concerns all who may read it."""
    post = get(Post, fact.post_id)
    others = policy.readers_of(post.space).where(Person.id != post.author_id)
    notify(others, NoticeKind.MENTION, post)


def tell_quoted(fact: PeopleQuoted) -> None:
    """WITH: a post concerns whom it quotes."""
    notify(fact.person_ids, NoticeKind.QUOTE, get(Post, fact.post_id))


def remind(fact: ReminderDue) -> None:
    """WITH: a day has come on which somebody wanted to be reminded."""
    bookmark = get(Bookmark, fact.bookmark_id)
    notify([bookmark.person_id], NoticeKind.REMINDER, bookmark.post)


def remind_of_outcome(fact: OutcomeDue) -> None:
    """WITH: a day has come on which somebody wanted to look again at what a poll has come to."""
    outcome = get(Outcome, fact.poll_id)
    notify([outcome.author_id], NoticeKind.OUTCOME, outcome.poll.topic)


def tell_of_post(fact: PostAnnounced) -> None:
    """WITH: a reply concerns who follows its topic; a new topic concerns who follows its space."""
    post = get(Post, fact.post_id)
    if not post.is_opening:
        notify_followers(post)
        return
    followers = sa.select(Membership.person_id).where(
        Membership.space_id == post.topic.space_id,
        Membership.reads(),
        Membership.stance == Stance.FOLLOWED,
        Membership.person_id != post.author_id,
    )
    notify(followers, NoticeKind.TOPIC, post.topic)


def tell_of_poll(fact: PollOpened) -> None:
    """WITH: a poll concerns whom a reply would: who follows its topic, and whoever opened that, if it is not theirs."""
    poll = get(Poll, fact.poll_id)
    opener = TopicReading.person_id == poll.topic.author_id
    followers = sa.select(TopicReading.person_id).where(
        TopicReading.topic_id == poll.topic_id,
        TopicReading.stance == Stance.FOLLOWED,
        TopicReading.person_id != poll.author_id,
    )
    notify(followers.where(opener), NoticeKind.REPLY, poll.topic)
    notify(followers.where(~opener), NoticeKind.FOLLOWED, poll.topic)


def tell_called(fact: MessageReleased | PeopleCalled) -> None:
    """WITH: a line of a room concerns whom it names, from the first or since it was edited."""
    message = get(Message, fact.message_id)
    if message.mentions:
        notify(message.mentions, NoticeKind.CALL, message)


def tell_author(fact: ContributionDecided) -> None:
    """WITH: what a moderator decided on somebody's contribution concerns them."""
    decision = get(Decision, fact.decision_id)
    person_id = decision.person_id
    if person_id is None or person_id == decision.actor_id:
        return
    if decision.verdict in OF_WORDS + PLACED or _is_taken_from(person_id, decision):
        notify([person_id], NoticeKind.DECISION, decision)


def tell_measured(fact: MeasureTaken) -> None:
    """WITH: what was decided about somebody concerns them; whoever is shut out by it has it in a letter alone."""
    decision = get(Decision, fact.decision_id)
    if decision.person_id is not None:
        notify([decision.person_id], NoticeKind.DECISION, decision)


def tell_inspected(fact: InspectionTold) -> None:
    """WITH: that somebody else reads a set concerns all who are in it."""
    decision = get(Decision, fact.decision_id)
    if decision.space is not None:
        others = policy.readers_of(decision.space).where(Person.id != fact.asker_id)
        notify(others, NoticeKind.INSPECTION, decision)


def tell_placed(fact: PersonPlaced) -> None:
    """WITH: who comes into a set, and by whom, concerns all who are in it; whoever has come is told the same."""
    decision = get(Decision, fact.decision_id)
    if decision.space is not None:
        others = policy.readers_of(decision.space).where(Person.id.is_distinct_from(decision.actor_id))
        notify(others, NoticeKind.PLACED, decision)


def _is_taken_from(person_id: int, decision: Decision) -> bool:
    """Whether it took a topic to where they can't read it: they are told that, and not where."""
    if decision.verdict is not Verdict.MOVE_AWAY or decision.topic is None:
        return False
    return not policy.can_read_space(policy.load_actor(person_id), decision.topic.space)


def tell_reporters(fact: ReviewDecided) -> None:
    """WITH: what became of a report concerns who made it."""
    review = get(Review, fact.review_id)
    if review.kind is ReviewKind.REPORT:
        reporters = sa.select(Report.reporter_id).where(Report.review_id == review.id)
        notify(reporters, NoticeKind.REPORT, get(Decision, fact.decision_id))


def tell_of_statement(fact: AcceptanceWanted) -> None:
    """WITH: what everybody accepts concerns the network, but for who has published it. Whoever is not of the network is
    asked at their next page all the same.
    """
    decision = get(Decision, fact.decision_id)
    if decision.space is not None:
        others = policy.readers_of(decision.space).where(Person.id != decision.actor_id)
        notify(others, NoticeKind.STATEMENT, decision)


def see_statements(fact: StatementsAccepted) -> None:
    """WITH: whoever accepts what was published has seen that it was."""
    see_here(fact.person_id, Notice.kind == NoticeKind.STATEMENT)


def follow_merged(fact: PostsMoved) -> None:
    """WITH: what was not seen of a topic is not seen of the one that it went into."""
    if get(Topic, fact.topic_id).merged_into_id == fact.into_id:
        Notice.follow_topic(from_id=fact.topic_id, into_id=fact.into_id)


def show_counts(fact: NoticesChanged) -> None:
    """AFTER: each of them is told in every open tab how much is unseen, of what they may read at this moment."""
    if len(fact.person_ids) > FEW:
        live.push("badge", {"notices": None}, to=fact.person_ids)
        return
    for person_id in fact.person_ids:
        unseen = queries.unseen_count(policy.load_actor(person_id))
        live.push("badge", {"notices": unseen}, to=[person_id])


__all__ = [
    "COUNTED",
    "ForumRead",
    "RoomRead",
    "SpaceMuted",
    "TopicMuted",
    "TopicRead",
    "follow_merged",
    "remind",
    "remind_of_outcome",
    "see_forum",
    "see_room",
    "see_statements",
    "see_topic",
    "show_counts",
    "still_space",
    "still_topic",
    "tell_author",
    "tell_called",
    "tell_everyone",
    "tell_inspected",
    "tell_measured",
    "tell_mentioned",
    "tell_of_poll",
    "tell_of_post",
    "tell_of_statement",
    "tell_placed",
    "tell_quoted",
    "tell_reporters",
]
