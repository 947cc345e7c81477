"""What everybody says, in the order of time and through the commands: no row is written behind their back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cop import clock, quoting
from cop.chat import commands as chat
from cop.db import get, session
from cop.demonstration.carrying import files_for, tags_for
from cop.demonstration.polling import find_a_date
from cop.demonstration.story import Character, Line
from cop.forum import commands as forum
from cop.forum.commands.quotas import Quotas
from cop.models import Membership, Message, Notice, Post, Review, ReviewKind, Space, State
from cop.moderation import commands as moderation
from cop.notifications import commands as notifications
from cop.spaces import commands as spaces

SOON = timedelta(minutes=25)
"""How long a moderator of the demonstration takes to look at something."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and where: people's ids by key, spaces and their moderators by slug; and how much they may attach."""

    people: dict[str, int]
    spaces: dict[str, Space]
    moderators: dict[str, str]
    quotas: Quotas

    @classmethod
    def of(
        cls,
        people: dict[str, int],
        spaces: dict[str, Space],
        *,
        characters: Iterable[Character],
        quotas: Quotas,
    ) -> "Cast":
        moderators = {slug: each.key for each in characters for slug in each.moderated}
        facilitators = {
            slug: each.key for each in characters if each.set_role == "facilitator" for slug in each.sets
        }
        return cls(people, spaces, facilitators | moderators, quotas)

    def moderator_of(self, line: Line) -> int:
        return self.people[line.raw.get("by", self.moderators[line.space])]


def perform(cast: Cast, lines: Iterable[Line], *, tell: Callable[[int], None]) -> None:
    """Say every line; `tell` hears how many were said, now and then."""
    for number, line in enumerate(lines, start=1):
        with clock.at(line.at):
            said = _say(cast, line)
        line.siblings.append(said.id)
        _follow_up(cast, line, said)
        if number % 200 == 0:
            tell(number)


def _say(cast: Cast, line: Line) -> Post | Message:
    key = f"demonstration-{line.space}-{line.thread}-{line.number}"
    if line.kind in ("message", "aside"):
        return _talk(cast, line, key)
    return _post(cast, line, key)


def _talk(cast: Cast, line: Line, key: str) -> Message:
    """In a room; an aside in that of the conversation, which begins with the first."""
    actor_id, slug = cast.people[line.author], line.space
    if line.kind == "aside":
        others = [cast.people[each] for each in line.raw["to"]]
        slug = spaces.start_conversation(actor_id=actor_id, person_ids=others).slug
    answered = line.raw.get("reply_to")
    reply_to = line.siblings[answered - 1] if answered else None
    return chat.send_message(actor_id=actor_id, slug=slug, text=line.text, key=key, reply_to=reply_to)


def _post(cast: Cast, line: Line, key: str) -> Post:
    author_id, space = cast.people[line.author], cast.spaces[line.space]
    files = files_for(line, space, author_id=author_id, quotas=cast.quotas)
    if line.kind == "topic":
        return forum.open_topic(
            actor_id=author_id,
            space_id=space.id,
            title=line.raw["title"],
            text=line.text,
            key=key,
            tag_ids=tags_for(line, space, moderator_id=cast.people[cast.moderators[line.space]]),
            files=files,
        )
    topic_id, text = get(Post, line.siblings[0]).topic_id, _with_quotation(line)
    return forum.post_reply(actor_id=author_id, topic_id=topic_id, text=text, key=key, files=files)


def _with_quotation(line: Line) -> str:
    if "quotes" not in line.raw:
        return line.text
    quoted = get(Post, line.siblings[line.raw["quotes"] - 1])
    if not quoted.is_readable():
        return line.text
    words, name = _first_paragraph(quoted.text), quoted.author.name
    return quoting.quote_from(f"/posts/{quoted.id}", words, name=name) + line.text


def _first_paragraph(text: str) -> str:
    return next(part for part in text.split("\n\n") if not part.startswith((">", "**", "[")) or part == text)


def _follow_up(cast: Cast, line: Line, said: Post | Message) -> None:
    """What became of it: released, declined, edited, marked, reported, hidden or taken back."""
    with clock.at(line.at + SOON):
        if said.state is State.HELD and line.state != "held":
            _decide(cast, line, said)
        for word, key in line.raw.get("marks", []):
            _mark(cast.people[key], said, word)
        if "edited" in line.raw:
            _edit(cast, line, said)
        if "reported" in line.raw:
            reporter = cast.people[line.raw["reported_by"]]
            moderation.report(
                actor_id=reporter, category="other", reason=line.raw["reported"], **_named(said)
            )
        if line.state == "hidden":
            moderation.hide(actor_id=cast.moderator_of(line), reason=line.raw["reason"], **_named(said))
        if line.state == "removed":
            _take_back(cast, line, said)
        if isinstance(said, Post):
            _steer(cast, line, said)


def _mark(actor_id: int, said: Post | Message, word: str) -> None:
    if isinstance(said, Post):
        forum.mark_post(actor_id=actor_id, post_id=said.id, word=word)
    else:
        chat.mark_message(actor_id=actor_id, message_id=said.id, word=word, on=True)


def _named(said: Post | Message) -> dict[str, Any]:
    return {"post_id" if isinstance(said, Post) else "message_id": said.id}


def _decide(cast: Cast, line: Line, said: Post | Message) -> None:
    waiting = sa.select(Review.id).where(
        Review.is_about(said), Review.kind == ReviewKind.HELD, Review.decided_at.is_(None)
    )
    review_id, actor_id = session.scalars(waiting).one(), cast.moderator_of(line)
    if line.state == "declined":
        moderation.decline(actor_id=actor_id, review_id=review_id, reason=line.raw["reason"])
    else:
        moderation.release(actor_id=actor_id, review_id=review_id)


def _edit(cast: Cast, line: Line, said: Post | Message) -> None:
    author, text = cast.people[line.author], line.raw["edited"]
    if isinstance(said, Post):
        forum.edit_post(actor_id=author, post_id=said.id, text=text, version=get(Post, said.id).version)
    else:
        chat.edit_message(
            actor_id=author, message_id=said.id, text=text, changed=get(Message, said.id).changed
        )


def _take_back(cast: Cast, line: Line, said: Post | Message) -> None:
    author = cast.people[line.author]
    if isinstance(said, Post):
        forum.remove_post(actor_id=author, post_id=said.id)
    else:
        chat.remove_message(actor_id=author, message_id=said.id, changed=get(Message, said.id).changed)


def _steer(cast: Cast, line: Line, post: Post) -> None:
    """A moderator pins the topic once it is open, and locks it after what was said last in it."""
    moderator = cast.people[cast.moderators[line.space]]
    if line.raw.get("pinned"):
        forum.pin_topic(actor_id=moderator, topic_id=post.topic_id)
    if line.raw.get("locks"):
        forum.lock_topic(actor_id=moderator, topic_id=post.topic_id)
    if "dates" in line.raw:
        find_a_date(cast.people, line, topic_id=post.topic_id)


def catch_up(cast: Cast, keys: Iterable[str], *, at: datetime) -> None:
    """Let people have read all that is there by now, and seen what concerns them; `at` is the moment in the play."""
    with clock.at(at):
        for person_id in [cast.people[key] for key in keys]:
            member_of = (
                sa.select(Space).join(Membership).where(Membership.person_id == person_id, Membership.reads())
            )
            for space in session.scalars(member_of).all():
                chat.read_room(actor_id=person_id, slug=space.slug, upto=space.said)
                forum.mark_space_read(actor_id=person_id, space_id=space.id, upto=space.activity)
            newest = session.scalar(sa.select(sa.func.max(Notice.id))) or 0
            notifications.see_all(actor_id=person_id, upto=newest)
