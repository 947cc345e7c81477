"""A canary in everything that a post or a line of a room can carry, and a look into everything for it."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from cop import clock, db, guarding, storage
from cop.chat import commands as chat
from cop.forum import commands as forum
from cop.forum.commands.drafts import Begun
from cop.forum.commands.editing import Retitling
from cop.models import Decision, Message, Person, Post, PurgeCheck, Sheet
from cop.moderation import commands
from cop.quoting import quote_from
from cop.search import tasks as search
from tests.attachments import attach, picture
from tests.moderation import things
from tests.people import World, key

CANARY = "quizzlewort"
TEXT = f"The {CANARY} patient came back to our ward on Tuesday morning, @Dan."


@dataclass
class Carried:
    """A post that carries everything, what quotes it, and under which names its files are kept."""

    post: Post
    quoting: Post
    review_id: int
    stored: list[str]


def carried(world: World, dan: Person) -> Carried:
    """Bob's topic, edited, quoted, answered, attached to, marked, kept, appealed about, reported and found."""
    bob, ann = world.bob, world.ann
    file = attach(bob, world.cohort, f"{CANARY}.txt", f"A list of {CANARY} patients.".encode())
    image = attach(bob, world.cohort, f"{CANARY}.png", picture())
    title = f"Costing of {CANARY} trials"
    files = {file.id: f"What {CANARY} says", image.id: f"A picture of {CANARY}"}
    post = forum.open_topic(
        actor_id=bob.id, space_id=world.cohort.id, title=title, text=TEXT, key=key(), files=files
    )
    quotation = quote_from(f"/posts/{post.id}", post.text, name="Bob")
    quoting = forum.post_reply(actor_id=dan.id, topic_id=post.topic_id, text=f"{quotation}I see.", key=key())
    index()
    pause = clock.at(clock.now() + timedelta(minutes=5))
    with pause:
        again = Retitling(f"The {CANARY} trials and their cost", seen=title)
        said = f"{TEXT} And {CANARY}s left. DOB 01/02/1950"
        with guarding.confirming(True):
            forum.edit_post(actor_id=bob.id, post_id=post.id, text=said, version=1, retitling=again)
        forum.edit_post(
            actor_id=dan.id, post_id=quoting.id, text=f"{quotation}I see, yes.", version=quoting.version
        )
        forum.mark_post(actor_id=ann.id, post_id=post.id, word="thanks")
        forum.bookmark_post(actor_id=dan.id, post_id=post.id, remind_on=clock.today() + timedelta(days=2))
        begun = Begun(text=f"Better: {CANARY} went home", title=f"{CANARY} again", seen_version=2)
        forum.keep_draft(actor_id=bob.id, sheet=Sheet("post_id", post.id), begun=begun)
        forum.keep_draft(
            actor_id=ann.id, sheet=Sheet("topic_id", post.topic_id), begun=Begun(text=f"{quotation}Well")
        )
        index()
        hiding = commands.hide(actor_id=ann.id, post_id=post.id, reason="Let me look", ground="patient")
        commands.appeal(actor_id=bob.id, decision_id=hiding.id, plea=f"But {CANARY} is in my garden")
        commands.restore(actor_id=ann.id, post_id=post.id)
        review_id = things.reported(dan, post, "unkind", f"It says that {CANARY} was here")
    return Carried(post, quoting, review_id, [file.stored, image.stored])


@dataclass
class Said:
    line: Message
    topic: Post


def said(world: World, dan: Person) -> Said:
    """Bob's line, edited, marked, answered, and a topic that was begun from it."""
    bob, slug = world.bob, world.cohort.slug
    line = chat.send_message(actor_id=bob.id, slug=slug, text=f"Did {CANARY} come?", key=key())
    line = chat.edit_message(actor_id=bob.id, message_id=line.id, text=TEXT, changed=line.changed)
    chat.mark_message(actor_id=dan.id, message_id=line.id, word="agree", on=True)
    chat.send_message(actor_id=dan.id, slug=slug, text="Oh dear", key=key(), reply_to=line.id)
    words = "**Bob** wrote on 2 Mar, 12:00:\n\n> " + TEXT + "\n\nWhat now?"
    topic = forum.open_topic(
        actor_id=dan.id,
        space_id=world.cohort.id,
        title="What now?",
        text=words,
        key=key(),
        message_ids=[line.id],
    )
    chat.keep_draft(actor_id=bob.id, slug=slug, text=f"{TEXT} I mean")
    index()
    things.reported(dan, line, "unkind", f"{CANARY} is a patient")
    return Said(line, topic)


def index() -> None:
    with clock.at(clock.now() + timedelta(minutes=1)):
        search.catch_up.body()


def tables_with(word: str) -> set[str]:
    """The tables of which a row has `word` in any of its columns, those of SQLite's own index included."""
    db.session.expire_all()
    found = {table.name for table in db.Base.metadata.sorted_tables if _has(table, word)}
    if db.session.get_bind().dialect.name == "sqlite":
        blocks = db.session.execute(sa.text("SELECT block FROM search_fts_data")).scalars()
        if any(word[:6].encode() in block for block in blocks):
            found.add("search_fts")
    return found


def _has(table: sa.Table, word: str) -> bool:
    rows = db.session.execute(sa.select(*(sa.cast(column, sa.Text) for column in table.c)))
    return any(word in str(value).lower() for row in rows for value in row)


def files_with(word: str) -> set[str]:
    """The names of kept files that have `word` in them."""
    store = storage.store()
    found = set()
    for name in store.names(before=clock.now() + timedelta(days=3_650)):
        with store.open(name) as file:
            if word.encode() in file.read():
                found.add(name)
    return found


def kept(names: list[str]) -> set[str]:
    """Those of `names`, and of their thumbnails, that are kept."""
    wanted = {each for name in names for each in (name, storage.small(name))}
    return wanted & set(storage.store().names(before=clock.now() + timedelta(days=3_650)))


def left(decision: Decision) -> dict[str, int]:
    """What was counted of it once `decision` had removed it, store by store."""
    rows = db.session.scalars(sa.select(PurgeCheck).where(PurgeCheck.decision_id == decision.id))
    return {row.store: row.left for row in rows}
