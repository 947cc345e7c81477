"""Short ways to ask through the command, and to put polls, votes and outcomes there through the models."""

from datetime import date, datetime

from cop import clock, db
from cop.forum import commands
from cop.forum.commands import Choice, Paper
from cop.models import Ballot, Outcome, Person, Poll, PollKind, PollOption, Preference, Topic
from tests.people import key

DAY = date(2026, 3, 9)


def paper(*options: str, kind: PollKind = PollKind.SINGLE, **more: object) -> Paper:
    about: dict[str, object] = {"question": "Where?", "is_anonymous": False} | more
    return Paper(kind=kind, choices=[Choice(text=each) for each in options or ("Leeds", "York")], **about)


def ask(person: Person, topic_id: int, asked: Paper | None = None, **more: str) -> Poll:
    about = {"key": key()} | more
    return commands.open_poll(actor_id=person.id, topic_id=topic_id, paper=asked or paper(), **about)


def put_poll(
    topic: Topic,
    author: Person,
    question: str,
    *options: str,
    is_anonymous: bool = False,
    closed: bool = False,
) -> Poll:
    """One in which one option is chosen, in the running command."""
    poll = Poll(author_id=author.id, question=question, key=key(), digest="", kind=PollKind.SINGLE)
    poll.topic, poll.is_anonymous, poll.closed_at = topic, is_anonymous, _now_if(closed)
    words = options or ("This", "That")
    poll.options = [PollOption(place=place, text=text) for place, text in enumerate(words, start=1)]
    topic.poll_count += 1
    db.session.add(poll)
    db.session.flush()
    return poll


def _now_if(closed: bool) -> datetime | None:
    return clock.now() if closed else None


def put_ballot(poll: Poll, person: Person) -> Ballot:
    """The first option, chosen by somebody; an anonymous one is put with their name, as no command would."""
    ballot = Ballot(poll_id=poll.id, person_id=person.id)
    ballot.preferences = [Preference(option_id=poll.options[0].id, value=1)]
    poll.voted += 1
    db.session.add(ballot)
    db.session.flush()
    return ballot


def put_outcome(poll: Poll, author: Person, words: str) -> Outcome:
    outcome = Outcome(poll_id=poll.id, author_id=author.id, text=words, html=f"<p>{words}</p>", version=1)
    db.session.add(outcome)
    db.session.flush()
    return outcome
