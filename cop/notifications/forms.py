"""Shape and wording of what one chooses to be told of."""

from collections.abc import Collection

from flask_wtf import FlaskForm
from wtforms import BooleanField

from cop.models import NoticeKind

WORDS = {
    NoticeKind.MENTION: ("Somebody names me in a post", ""),
    NoticeKind.QUOTE: ("Somebody quotes me in a post", ""),
    NoticeKind.CALL: ("Somebody names me in a room", ""),
    NoticeKind.REPLY: (
        "Somebody replies in a topic that I opened",
        "Or opens a poll there. Once, however many do before I look.",
    ),
    NoticeKind.FOLLOWED: (
        "Somebody writes in a topic that I follow",
        "Or opens a poll there. Once, however many do before I look.",
    ),
    NoticeKind.TOPIC: ("There is a new topic in a space that I follow", ""),
    NoticeKind.DECISION: ("A moderator decides on what I wrote", "Its reason is sent by e-mail as well."),
    NoticeKind.REPORT: ("A moderator decides on what I reported", ""),
    NoticeKind.REMINDER: ("Something that I wanted to come back to is due", ""),
    NoticeKind.STATEMENT: (
        "A page that everybody here accepts was changed",
        "You are asked to accept it in any case.",
    ),
    NoticeKind.CONTRACT: (
        "Something in the contract of my set waits for us",
        "Ground rules to accept, or what we are offered while we do not meet.",
    ),
    NoticeKind.WORKSHOP: (
        "A workshop of my cohort is on another day or in another place, or is cancelled",
        "By e-mail as well: one letter for all that changes within a quarter of an hour.",
    ),
    NoticeKind.DATES: (
        "Dates are proposed for a meeting of my set",
        "By e-mail as well, without a word of what it is about.",
    ),
    NoticeKind.MEETING: (
        "A meeting of my set has a date, or another one, or is called off",
        "By e-mail as well, in the same way.",
    ),
    NoticeKind.PLACE_GIVEN: ("I have a place at a visit or an event for which I waited", ""),
    NoticeKind.GATHERING: (
        "A visit or an event that I signed up for is changed",
        "When or where it is, who organises it, or whether it is held at all.",
    ),
    NoticeKind.OFFERED: ("Somebody offers help with the intention of my pair", ""),
    NoticeKind.ANSWERED: ("A pair answers help that I offered", ""),
    NoticeKind.SHARING: ("The other half of my pair would share what we wrote", ""),
    NoticeKind.ENCOURAGED: ("Our board sponsor says something to us", ""),
    NoticeKind.UPDATE: (
        "It is time to look at our intention again",
        "On the day that you chose. You are sent an e-mail as well.",
    ),
    NoticeKind.COMMITMENT: (
        "It is time for a board sponsor to look at their commitment again",
        "A notice for the pair, an e-mail for the sponsor.",
    ),
    NoticeKind.HOSTING: (
        "I host a meeting of my set, and am to confirm it",
        "14 days before, and when its dates are answered. By e-mail as well.",
    ),
    NoticeKind.SOON: (
        "A meeting of my set is near, or I have yet to answer its dates",
        "7 days before, and the day before. By e-mail as well.",
    ),
    NoticeKind.ACTION: (
        "Something that I undertook in my set is due",
        "3 days before. By e-mail as well, without saying what.",
    ),
    NoticeKind.OUTCOME: ("The outcome of a poll that I wanted to look at again is due", ""),
}
"""What each kind is called, and a hint; of what everybody is owed there is no choice."""


class KindsForm(FlaskForm):
    """A box for each kind, ticked where one is told of it."""

    @classmethod
    def without(cls, unwanted: Collection[NoticeKind]) -> "KindsForm":
        """The form as it is shown to who has switched off `unwanted`."""
        return cls(data={kind.value: kind not in unwanted for kind in WORDS})

    @property
    def wanted(self) -> list[NoticeKind]:
        return [kind for kind in WORDS if self[kind.value].data]

    @property
    def boxes(self) -> list[tuple[BooleanField, str]]:
        """Each box with its hint."""
        return [(self[kind.value], hint) for kind, (_, hint) in WORDS.items()]


for _kind, (_label, _) in WORDS.items():
    setattr(KindsForm, _kind.value, BooleanField(_label))
