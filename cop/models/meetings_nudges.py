"""What somebody is asked to think about before a question of theirs is sent: local rules on open questions, as pure
functions of its words (domain.md 2.3). Only its author is asked, and nothing of it is kept.
"""

import re

from cop.models.meetings_speaking import is_question
from cop.models.meetings_states import MeetingState

S = MeetingState
MOST_WORDS = 25

CLOSED = "It may be answered with yes or no. Could this be a what or how question?"
ADVICE = "That may be advice. Could you hold it for the offers?"
MANY = "There is more than one question in it. One at a time?"
LONG = "Could it be shorter? A long question, or one with “because” in it, is often an answer."
STATEMENT = "That is no question. Could you ask it as one?"

_CLOSED = re.compile(r"\W*(?:is|are|do|did|have|can|could|would|should|will)\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:you should|have you tried|why don['’]?t you|i would|i['’]d|in my trust,? we)\b", re.IGNORECASE
)
_BECAUSE = re.compile(r"\bbecause\b", re.IGNORECASE)
_MARKS = re.compile(r"[?\u061f\uff1f]+")


def nudges(text: str, state: MeetingState) -> list[str]:
    """What to think about, in sentences to the author of `text`, who asks it in `state`; mostly nothing. Questions
    about facts may be closed.
    """
    found = []
    if not is_question(text):
        found.append(STATEMENT)
    elif state is S.EXPLORE and _CLOSED.match(text):
        found.append(CLOSED)
    if _ADVICE.search(text):
        found.append(ADVICE)
    if len(_MARKS.findall(text)) > 1:
        found.append(MANY)
    if len(text.split()) > MOST_WORDS or _BECAUSE.search(text):
        found.append(LONG)
    return found
