"""What authors say is no patient's identifier, and listed words, shown to moderators: in the review that waits, or in
one of its own.
"""

from collections.abc import Iterable
from datetime import timedelta

from cop import policy
from cop.db import get
from cop.errors import TooFast
from cop.events import IdentifierConfirmed
from cop.guarding import Confirmed
from cop.identifiers import Detector
from cop.identifiers import Finding as Found
from cop.models import (
    Attachment,
    Effect,
    Finding,
    ListedWord,
    Message,
    Person,
    Post,
    Review,
    ReviewKind,
    State,
    Throttle,
)

BURST, EVERY = 6, timedelta(minutes=10)
"""What one person may confirm at once, and how soon they may do so once more."""


def subject_of(fact: IdentifierConfirmed) -> Post | Message | Person:
    """What somebody confirmed to name no patient."""
    if fact.post_id is not None:
        return get(Post, fact.post_id)
    if fact.message_id is not None:
        return get(Message, fact.message_id)
    return get(Person, fact.profile_id or 0)


def show(subject: Post | Message | Person, confirmed: Iterable[Confirmed], *, by_id: int) -> None:
    """Let moderators read what somebody has `confirmed` of what they wrote in `subject`; TooFast for who does so again
    and again.
    """
    author_id = subject.id if isinstance(subject, Person) else subject.author_id
    _pace(by_id)
    _review_of(subject, author_id).add(*(_row(each.part, each.finding, by_id) for each in confirmed))


def show_listed(subject: Post | Message, words: Iterable[ListedWord]) -> None:
    """The same of words that the space lists: those for which it waits, and those that its author says they mean. A
    word that the review shows already stands there once.
    """
    detected = {word.phrase: DETECTORS[word.effect] for word in words}
    if Detector.ASKED_WORD in detected.values():
        _pace(subject.author_id)
    review = _review_of(subject, subject.author_id)
    shown = {(each.word, each.detector) for each in review.findings}
    new = [each for each in detected.items() if each not in shown]
    review.add(*(_row("text", Found(kind, 0, 0), subject.author_id, word=word) for word, kind in new))


DETECTORS = {Effect.HOLD: Detector.HELD_WORD, Effect.WARN: Detector.ASKED_WORD}


def _pace(author_id: int) -> None:
    if not Throttle.take(f"confirm:{author_id}", burst=BURST, every=EVERY):
        raise TooFast(
            "You have confirmed a good deal just now. Wait a few minutes, or write it without what was asked about."
        )


def show_file(attachment: Attachment) -> None:
    """The same of a file, where only the detectors are known."""
    if attachment.post is None:
        return
    _pace(attachment.person_id)
    rows = (
        _row("file", Found(Detector(word), 0, 0), attachment.person_id) for word in attachment.doubts.split()
    )
    _review_of(attachment.post, attachment.person_id).add(*rows)


def _review_of(subject: Post | Message | Person, author_id: int) -> Review:
    """One that waits to be released shows its findings there; they are reviewed by themselves otherwise."""
    space = None if isinstance(subject, Person) else subject.space
    is_held = not isinstance(subject, Person) and subject.state is State.HELD
    kind = ReviewKind.HELD if is_held else ReviewKind.FINDING
    return Review.open_for(subject, kind, falls_to=policy.falls_to(kind, space, author_id=author_id))


def _row(part: str, found: Found, person_id: int, *, word: str = "") -> Finding:
    return Finding(
        person_id=person_id,
        detector=found.detector,
        word=word,
        part=part,
        line=found.line,
        start=found.start,
        length=found.length,
    )
