"""The schedule: every kind of thing that is kept, from when it counts, and for how long. Each figure stands here once.

How the rows of a kind are found is in `outlived.py`, and how they go in `parting.py`.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Kept(StrEnum):
    LINES = "lines"
    DECLINED_POSTS = "declined-posts"
    DECLINED_MESSAGES = "declined-messages"
    REMOVED_POSTS = "removed-posts"
    REMOVED_MESSAGES = "removed-messages"
    DRAFTS = "drafts"
    ROOM_DRAFTS = "room-drafts"
    MEETING_LINES = "meeting-lines"
    MEETING_BIDS = "meeting-bids"
    MEETING_ACTIONS = "meeting-actions"
    MEETINGS = "meetings"
    MEETING_NOTES = "meeting-notes"
    ACCESS_NOTES = "access-notes"
    OUTSIDERS = "outsiders"
    DISCARDED = "discarded"
    FILES = "files"
    REPORTS = "reports"
    APPEALS = "appeals"
    FINDINGS = "findings"
    UNCONFIRMED = "unconfirmed"
    APPLICATIONS = "applications"
    INVITATIONS = "invitations"
    REQUESTS = "requests"
    WAVES = "waves"
    LETTERS = "letters"
    NOTICES = "notices"
    SIGN_INS = "sign-ins"
    ADDRESS_CHANGES = "address-changes"
    PRESENCES = "presences"
    READINGS = "readings"
    THROTTLES = "throttles"
    CHALLENGES = "challenges"
    RUNS = "runs"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind is called, the moment that it counts `since`, and what `goes` once it was kept for `period`.

    Who runs the network may choose `least` to `most` days instead; where `most` is 0 it is fixed. Where there is no
    period, `otherwise` says what holds instead.
    """

    name: str
    since: str
    goes: str
    period: timedelta | None
    least: int = 0
    most: int = 0
    otherwise: str = ""

    @property
    def can_be_set(self) -> bool:
        return self.most > 0

    def told(self, period: timedelta | None) -> str:
        """For how long, in words, where it is kept for `period`."""
        return in_words(period) if period is not None else self.otherwise


def in_words(period: timedelta) -> str:
    """A period of whole days, or of hours: “90 days”, “1 hour”."""
    number, unit = (period // DAY, "day") if period >= DAY else (period // timedelta(hours=1), "hour")
    return f"{number:,} {unit}{'s' * (number != 1)}"


SCHEDULE: dict[Kept, Rule] = {
    Kept.LINES: Rule(
        "What is said in rooms",
        "it was said",
        "Its words, earlier texts and reactions. Its place in the room stays.",
        None,
        otherwise="As each room says",
    ),
    Kept.DECLINED_POSTS: Rule(
        "Posts that were never read by others",
        "a moderator declined it, or its author took it back",
        "Its words, title, earlier texts and files.",
        365 * DAY,
        30,
        1_825,
    ),
    Kept.DECLINED_MESSAGES: Rule(
        "Messages that were never read by others",
        "a moderator declined it, or its author took it back",
        "Its words and earlier texts.",
        365 * DAY,
        30,
        1_825,
    ),
    Kept.REMOVED_POSTS: Rule(
        "Posts that were removed",
        "its author took it back, or a moderator hid it",
        "Its words, earlier texts, reactions and files. Its place in the topic stays.",
        365 * DAY,
        30,
        3_650,
    ),
    Kept.REMOVED_MESSAGES: Rule(
        "Messages that were removed",
        "its author took it back, or a moderator hid it",
        "Its words, earlier texts and reactions. Its place in the room stays.",
        365 * DAY,
        30,
        3_650,
    ),
    Kept.DRAFTS: Rule("Drafts of posts", "it was saved last", "The whole draft.", 365 * DAY, 90, 1_825),
    Kept.ROOM_DRAFTS: Rule(
        "Drafts of messages", "it was saved last", "The whole draft.", 365 * DAY, 90, 1_825
    ),
    Kept.MEETING_LINES: Rule(
        "What was said at meetings of sets",
        "it was said, if the set’s next meeting has not closed before",
        "What was said, and who was there at which moment.",
        90 * DAY,
        7,
        90,
    ),
    Kept.MEETING_BIDS: Rule(
        "Bids for time at meetings of sets", "it was made", "What it was about.", 365 * DAY, 30, 365
    ),
    Kept.MEETING_ACTIONS: Rule(
        "Actions of set meetings",
        "it was done or dropped",
        "What it said. That there was one, and what became of it, stays.",
        365 * DAY,
        30,
        1_095,
    ),
    Kept.MEETINGS: Rule(
        "Meetings of sets",
        "it was archived or cancelled",
        "The meeting, who came, its summary and how the set found it. What somebody learned stays theirs.",
        1_095 * DAY,
        365,
        1_095,
    ),
    Kept.ACCESS_NOTES: Rule(
        "What people need at visits and events",
        "it was over",
        "What was said. Until then its organiser alone reads it.",
        DAY,
    ),
    Kept.MEETING_NOTES: Rule(
        "Notes of former members for meetings of sets", "they left the set", "The note.", 365 * DAY, 30, 365
    ),
    Kept.OUTSIDERS: Rule(
        "Lists of people from outside at events",
        "the event was over",
        "The whole list: names and organisations.",
        90 * DAY,
        30,
        365,
    ),
    Kept.DISCARDED: Rule(
        "Drafts that were thrown away", "it was thrown away", "The whole draft.", timedelta(hours=1)
    ),
    Kept.FILES: Rule("Files that were not posted", "it was sent", "The file.", DAY),
    Kept.REPORTS: Rule(
        "Words of reports",
        "the report was decided",
        "What people wrote besides. Who reported what, and for which reason of the list, stays.",
        730 * DAY,
        180,
        2_555,
    ),
    Kept.APPEALS: Rule(
        "Words of appeals",
        "the appeal was decided",
        "What was written. That there was one stays.",
        730 * DAY,
        180,
        2_555,
    ),
    Kept.FINDINGS: Rule(
        "Places that looked like a patient’s",
        "a moderator decided",
        "The place. What stood there was never kept with it.",
        730 * DAY,
        180,
        2_555,
    ),
    Kept.UNCONFIRMED: Rule(
        "Applications whose address nobody confirmed",
        "it was sent",
        "The whole application.",
        14 * DAY,
    ),
    Kept.APPLICATIONS: Rule(
        "Applications that were decided",
        "it was decided or withdrawn",
        "Name, address, and what was written. What was decided stays.",
        365 * DAY,
        90,
        1_095,
    ),
    Kept.INVITATIONS: Rule(
        "Invitations that nobody took up",
        "it was withdrawn, or its link ended",
        "The address, and what was known of them.",
        180 * DAY,
        30,
        1_095,
    ),
    Kept.REQUESTS: Rule(
        "Requests to join a group",
        "it was answered",
        "What was written. Who asked, and what became of it, stays.",
        365 * DAY,
        30,
        1_095,
    ),
    Kept.WAVES: Rule(
        "Lists of people", "it was sent in", "The whole list. Who was invited by it stays.", 90 * DAY, 30, 365
    ),
    Kept.LETTERS: Rule(
        "Letters",
        "it was sent, or given up",
        "The address, and what it was about. What a letter says is never kept.",
        365 * DAY,
        30,
        730,
    ),
    Kept.NOTICES: Rule("Notices", "it came, seen or not", "The notice.", 180 * DAY, 30, 730),
    Kept.SIGN_INS: Rule(
        "Sign-ins that have ended",
        "it ended, or was used last",
        "When it was, and with which kind of browser.",
        180 * DAY,
        30,
        730,
    ),
    Kept.ADDRESS_CHANGES: Rule(
        "Changes of an e-mail address that came to nothing",
        "it was asked for",
        "Both addresses. The one that somebody had before a change stays with their account.",
        30 * DAY,
    ),
    Kept.PRESENCES: Rule(
        "Who looked at a room", "they looked at it last", "That they did.", 30 * DAY, 7, 365
    ),
    Kept.READINGS: Rule(
        "How far former members have read",
        "they left the space",
        "How far they read each topic, and whether they followed it.",
        365 * DAY,
        30,
        1_095,
    ),
    Kept.THROTTLES: Rule("Counts of what somebody did at once", "it was counted last", "The count.", 2 * DAY),
    Kept.CHALLENGES: Rule(
        "Questions that a passkey has answered",
        "it was answered",
        "That it was: it is too old to be asked again.",
        2 * DAY,
    ),
    Kept.RUNS: Rule("Counts of what went by this schedule", "it was counted", "The count.", 365 * DAY),
    Kept.DECISIONS: Rule(
        "What moderators, stewards and staff decided",
        "it was decided",
        "Nothing: the log is only ever added to.",
        None,
        otherwise="Without end",
    ),
}
"""In the order in which people read it: what they write, what is written about them, how they come, what is noted."""


def fixed(kind: Kept) -> timedelta:
    """The period of a kind for which nobody can choose another."""
    rule = SCHEDULE[kind]
    if rule.period is None or rule.can_be_set:
        raise ValueError(kind)
    return rule.period
