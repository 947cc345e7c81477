"""Who may say what in which state of a meeting, as a table (domain.md 2.3): pure, and held to on the server."""

from dataclasses import dataclass
from enum import StrEnum

from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel

S = MeetingState


class LineKind(StrEnum):
    """What a line is, as its author says and its state allows."""

    TALK = "talk"
    QUESTION = "question"
    ANSWER = "answer"
    OFFER = "offer"
    PROCESS = "process"


class Who(StrEnum):
    """Who is heard in a state, beside the facilitator's words on how to go on."""

    ALL = "all"
    PRESENTER = "presenter"
    FLOOR = "floor"
    """Whoever has the floor, and in a slot its presenter, who answers."""
    MEMBERS = "members"
    FACILITATOR = "facilitator"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Rule:
    """`members` is what a line of others is; `asked` how many a person asks in a round; `says` tells all of it."""

    who: Who
    says: str
    members: LineKind = LineKind.TALK
    asked: int = 0
    is_guided: bool = False
    """The facilitator may say how to go on, at any moment."""


_ONLY_PRESENTER = "Only the presenter speaks."
_ROUND = "One after the other, in the order of the set. Anybody may pass."

RULES: dict[MeetingState, Rule] = {
    S.LOBBY: Rule(Who.ALL, "Everybody can talk. It has not begun yet."),
    S.CHECK_IN: Rule(Who.FLOOR, f"Check-in: {_ROUND}", is_guided=True),
    S.REVIEW: Rule(
        Who.FLOOR,
        "Whoever has the floor says what became of their actions. Each of the others may ask one question.",
        LineKind.QUESTION,
        asked=1,
        is_guided=True,
    ),
    S.BIDDING: Rule(
        Who.ALL, "Bid for time: what it is about, for how long, how urgent. Then agree on an order."
    ),
    S.PRESENT: Rule(Who.PRESENTER, f"{_ONLY_PRESENTER} Everybody else listens."),
    S.CLARIFY: Rule(
        Who.FLOOR,
        "Questions about facts, by those who have the floor. The presenter answers.",
        LineKind.QUESTION,
        is_guided=True,
    ),
    S.EXPLORE: Rule(
        Who.FLOOR,
        "Rounds: one open question each, and at most one more on it, or pass. The presenter answers, or lets it sit.",
        LineKind.QUESTION,
        asked=2,
        is_guided=True,
    ),
    S.RESOURCES: Rule(
        Who.MEMBERS,
        "Offer what you know or whom you know. The presenter takes what they can use.",
        LineKind.OFFER,
    ),
    S.SUMMARISE: Rule(Who.PRESENTER, f"{_ONLY_PRESENTER} What do they take from this?"),
    S.ACTIONS: Rule(
        Who.MEMBERS,
        "The presenter writes actions. Others may ask: what, by when, how will you know?",
        LineKind.QUESTION,
        is_guided=True,
    ),
    S.FEEDBACK: Rule(
        Who.FLOOR, f"How did we work, and what did we learn? Not the issue itself. {_ROUND}", is_guided=True
    ),
    S.WITHDRAWN: Rule(
        Who.NOBODY, "This slot was stopped, and nothing of it is kept. The facilitator goes on."
    ),
    S.BREAK: Rule(Who.ALL, "A break. Everybody can talk."),
    S.PAUSED: Rule(
        Who.FACILITATOR, "Time-out: the clock stands. Only the facilitator speaks, on how to go on."
    ),
    S.CLOSE: Rule(Who.FLOOR, f"Check-out: {_ROUND}", is_guided=True),
    S.INQUORATE: Rule(Who.ALL, "You are too few today. Find another date, or agree on a support meeting."),
}
"""A state that is missing here has no floor: nobody says anything."""

OFFER_LIMIT = 300

ROUNDS = (S.CHECK_IN, S.FEEDBACK, S.CLOSE)
"""The floor goes from one to the next in the order of the set."""

QUEUED = (S.CLARIFY, S.EXPLORE)
"""The floor goes to hands that are up."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever wants to say something."""

    is_member: bool = True
    is_presenter: bool = False
    is_facilitator: bool = False
    has_floor: bool = False
    asked: int = 0
    """How many questions they have asked in this round."""


def kind_of(state: MeetingState, speaker: Speaker, channel: Channel) -> LineKind | None:
    """What a line is that somebody says now; None where they are not heard. `asked` is not looked at."""
    rule = RULES.get(state)
    if rule is None or channel is Channel.COMPANION:
        return None
    own = _own(rule, state, speaker, channel=channel)
    if own is None and speaker.is_facilitator and (rule.is_guided or rule.who is Who.FACILITATOR):
        return LineKind.PROCESS
    return own


def _own(rule: Rule, state: MeetingState, speaker: Speaker, *, channel: Channel) -> LineKind | None:
    if rule.who is Who.ALL:
        return LineKind.TALK
    if rule.who in (Who.NOBODY, Who.FACILITATOR):
        return None
    if speaker.is_presenter and state not in ROUNDS:
        return LineKind.TALK if rule.who is Who.PRESENTER else LineKind.ANSWER
    if rule.who is Who.PRESENTER or not speaker.is_member:
        return None
    return _of_member(rule, state, speaker, channel=channel)


def _of_member(rule: Rule, state: MeetingState, speaker: Speaker, *, channel: Channel) -> LineKind | None:
    """Over days nobody gives the floor: each speaks when they are there."""
    if rule.who is Who.MEMBERS:
        return rule.members
    if state is S.REVIEW:
        return LineKind.TALK if speaker.has_floor else rule.members
    return rule.members if speaker.has_floor or channel is Channel.ASYNC else None


def why_not(
    state: MeetingState, speaker: Speaker, channel: Channel, *, text: str, is_strict: bool
) -> tuple[LineKind | None, str]:
    """What the line is, and why it can't be said; the reason is empty where it can."""
    kind, rule = kind_of(state, speaker, channel), RULES.get(state)
    if kind is None or rule is None:
        return None, _unheard(state, rule, channel)
    if kind is LineKind.QUESTION:
        if rule.asked and speaker.asked >= rule.asked:
            return kind, _ASKED[rule.asked]
        if is_strict and not is_question(text):
            return kind, "Only questions are heard now. Ask it as one, with a question mark."
    if kind is LineKind.OFFER and len(text) > OFFER_LIMIT:
        return (
            kind,
            f"An offer has at most {OFFER_LIMIT} characters. Shorten it; you can talk about it later.",
        )
    return kind, ""


_ASKED = {
    1: "You have asked your question. The floor goes on.",
    2: "You have asked in this round, and once more on it. There may be another round.",
}


def _unheard(state: MeetingState, rule: Rule | None, channel: Channel) -> str:
    if channel is Channel.COMPANION:
        return (
            "This meeting is not held in writing: you talk with one another, and nothing said is kept here."
        )
    if rule is None:
        return "Nothing can be said in this meeting now."
    if rule.who is Who.FLOOR and state is not S.REVIEW:
        return "You don’t have the floor. Raise your hand." if state in QUEUED else "It is not your turn yet."
    return rule.says


def is_question(text: str) -> bool:
    """Whether what is said is a question, as far as a machine can tell: it ends with its mark, or quoted so."""
    return text.rstrip(" \n\"'”’)").endswith(("?", "\u061f", "\uff1f"))
