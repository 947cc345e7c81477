"""Writing: opening a topic and replying in one."""

from collections.abc import Mapping, Sequence
from functools import partial

from cop import db, policy
from cop.db import command, session
from cop.errors import Invalid, NotFound
from cop.forum import queries
from cop.forum.commands.binding import NO_FILES, bind, described, files_of, sent_with
from cop.forum.commands.locks import topic_under_lock
from cop.forum.commands.openings import Opening, one_title, reworded
from cop.forum.commands.pace import count_try, pace_writing
from cop.forum.commands.referring import refer
from cop.forum.commands.tags import chosen_tags
from cop.forum.queries import Writer
from cop.markup import POST_LIMIT, Words
from cop.models import (
    ForumDraft,
    Message,
    Post,
    Sheet,
    Space,
    SpaceKind,
    Topic,
    TopicSource,
    TopicState,
)
from cop.models.authored import new_post
from cop.models.confirmations import note_confirmed
from cop.models.listed_words import Listed
from cop.models.readings import take_part
from cop.models.slowing import take_turn
from cop.models.states import digest
from cop.models.wording import Part, heed, is_held_by, note_listed, settled
from cop.policy import Actor, require

NOT_A_WRITER = "You can read this space, but not write in it. Ask one of its moderators if that is a mistake."
GONE = "A message that you quote was removed or hidden since. Your text is kept: take its words out, then post again."
LOCKED = "This topic is locked: it can be read, but nobody adds to it."
ARCHIVED = "This topic is in the archive: everybody can read it, and nobody adds to it."
NOT_OPEN = "Nobody can reply here at the moment."
NOT_YET = "Replies open once a moderator has released this topic."


def open_topic(
    *,
    actor_id: int,
    space_id: int,
    title: str,
    text: str,
    key: str,
    message_ids: Sequence[int] = (),
    tag_ids: Sequence[int] = (),
    files: Mapping[int, str] = NO_FILES,
) -> Post:
    """Open a topic in a space with its first post, which is returned; held where the space's policy says so.
    `message_ids` are of the lines of its room that the post quotes: they lead to the topic once it can be read.
    `tag_ids` are of the space's list, `files` the ids of what they attach, each with a description.

    Raises Invalid (title of one line and at most 150 characters, text, a line that can't be read any more, tags),
    NotFound, Forbidden, TooFast, and Conflict where something else was sent under `key`; the same again returns the
    first post, or is TooFast as well.
    """
    count_try(actor_id)
    lines, tags = sorted(set(message_ids)), sorted(set(tag_ids))
    words, called = Words.of(text, limit=POST_LIMIT), one_title(title)
    opening = Opening(called, called, words, lines, tags, described(files))
    write = partial(_open_topic, actor_id, space_id, key=key)
    return settled(lambda said: write(opening=said), opening, reword=Opening.reworded)


@command
def _open_topic(actor_id: int, space_id: int, *, opening: Opening, key: str) -> Post:
    space = db.lock(Space, space_id)
    sheet = Sheet("space_id", space_id)
    actor, writer = queries.load_writer(actor_id, key=key, sheet=sheet, space_id=space_id)
    if not policy.can_read_space(actor, space) or space.kind is SpaceKind.DIRECT:
        raise NotFound
    words, sent = opening.words, opening.digest(space_id)
    earlier = _sent_before(writer, sent)
    if earlier is not None:
        return earlier
    pace_writing(actor_id)
    require(policy.can_open_topic(actor, space), NOT_A_WRITER)
    listed = heed(space, opening.parts(), heeds=policy.heeds_rules(actor, space))
    topic = Topic(space=space, author_id=actor_id, title=opening.title, state=TopicState.HELD)
    topic.tags = chosen_tags(space_id, opening.tag_ids)
    _begin_from(topic, _quoted(actor, space, opening.message_ids))
    session.add(topic)
    session.flush()  # its post names it
    _spend(writer, sheet, key=key, text=words.sent)
    attached = files_of(actor_id, space, opening.files)
    post = new_post(topic, words, author=writer.person, key=key, sent=sent, is_opening=True)
    return bind(_submit(actor, post, listed, has_read_all=True), attached, opening.files)


def _begin_from(topic: Topic, lines: list[Message]) -> None:
    topic.first_line_id = lines[0].id if lines else None
    topic.sources = [TopicSource(message=each) for each in lines]


def _quoted(actor: Actor, space: Space, message_ids: list[int]) -> list[Message]:
    """The lines, all of which can be read now and were said here."""
    found = queries.quotable_lines(actor, space, message_ids)
    if len(found) < len(message_ids):
        raise Invalid(GONE)
    return found


def post_reply(
    *, actor_id: int, topic_id: int, text: str, key: str, files: Mapping[int, str] = NO_FILES
) -> Post:
    """Reply in a topic; the post is returned, held where the space's policy says so. `files` are the ids of what they
    attach, each with a description.

    Raises Invalid, NotFound, Forbidden (locked, or no writer there), TooFast, and Conflict where something else was
    sent under `key`; the same again returns the first post, for ever, or is TooFast as well.
    """
    count_try(actor_id)
    words, said = Words.of(text, limit=POST_LIMIT), described(files)
    write = partial(_post_reply, actor_id=actor_id, topic_id=topic_id, key=key, files=said)
    return settled(lambda words: write(words=words), words, reword=reworded)


@command
def _post_reply(*, actor_id: int, topic_id: int, words: Words, key: str, files: Mapping[int, str]) -> Post:
    topic = topic_under_lock(topic_id)
    sheet = Sheet("topic_id", topic.id)
    actor, writer = queries.load_writer(actor_id, key=key, sheet=sheet, space_id=topic.space_id)
    if not policy.can_read_topic(actor, topic):
        raise NotFound
    sent = digest("reply", topic_id, words.sent, *sent_with(files))
    earlier = _sent_before(writer, sent)
    if earlier is not None:
        return earlier
    pace_writing(actor_id)
    require(policy.can_reply(actor, topic), why_not(actor, topic))
    listed = _look_after(topic, actor, words)
    _spend(writer, sheet, key=key, text=words.sent)
    attached = files_of(actor_id, topic.space, files)
    post = new_post(topic, words, author=writer.person, key=key, sent=sent)
    return bind(_submit(actor, post, listed, has_read_all=writer.has_read_all(topic)), attached, files)


def _look_after(topic: Topic, actor: Actor, words: Words) -> tuple[Listed, ...]:
    """The rules of the topic and its space, for whom they hold: how often one posts, and words that are heeded."""
    heeds = policy.heeds_rules(actor, topic.space)
    if topic.slow_posts and heeds:
        take_turn(f"topic:{topic.id}", actor.id, seconds=topic.slow_posts)
    return heed(topic.space, [Part("text", words.sent, words.text)], heeds=heeds)


def why_not(actor: Actor, topic: Topic) -> str:
    """Why `actor` may not reply in `topic`, as a sentence for them."""
    if not policy.writes_in(actor, topic.space):
        return NOT_A_WRITER
    if topic.state is TopicState.HELD:
        return NOT_YET
    if topic.is_archived:
        return ARCHIVED
    return LOCKED if topic.is_locked else NOT_OPEN


def _sent_before(writer: Writer, sent: str) -> Post | None:
    """The post that was first sent under the key; Conflict if that was something else."""
    if writer.sent_id is None:
        return None
    post = db.get(Post, writer.sent_id)
    post.matches(sent)
    return post


def _spend(writer: Writer, sheet: Sheet, *, key: str, text: str) -> None:
    if writer.has_begun:
        ForumDraft.spend(writer.person.id, sheet, key=key, text=text)


def _submit(actor: Actor, post: Post, listed: Sequence[Listed], *, has_read_all: bool) -> Post:
    """Let the space read `post`, or hold it for a moderator. It is new to nobody who had read all that came before."""
    with db.only_one("That was already sent from another page. Your text is kept."):
        refer(actor, post)
        if is_held_by(listed) or policy.is_held(actor, post.topic.space):
            post.hold()
        else:
            post.release()
    note_confirmed(post, by_id=actor.id)
    note_listed(post, listed)
    place = post.position if has_read_all else None
    take_part([actor.id], topic_id=post.topic_id, position=place or 0)
    return post
