"""All that she could leave behind, put there through the commands wherever there is one."""

from datetime import timedelta

from cop import clock, db
from cop.chat import commands as chat
from cop.forum import commands as forum
from cop.forum.commands.drafts import Begun
from cop.models import (
    Ground,
    MeasureKind,
    Person,
    Post,
    Review,
    ReviewKind,
    Sheet,
    Space,
)
from cop.moderation import commands as moderation
from cop.quoting import quote, quote_from
from cop.spaces import commands as spaces
from cop.spaces.commands.measures import Wanted
from tests.accounts.leaver import CALLED, GONE, KEPT, SAYS, Left, arrive
from tests.accounts.leavings_alone import put_alone
from tests.attachments import attach, picture
from tests.moderation import remains, things
from tests.people import World, key, rest
from tests.polls import ask, paper


def everything(world: World) -> Left:
    """All of it, put there through the commands wherever there is one."""
    person = arrive(world)
    left = _forum(world, person)
    _room(world, left)
    _confidential(world, left)
    _unread(world, person)
    put_alone(world, left)
    rest()
    remains.index()
    return left


def _forum(world: World, person: Person) -> Left:
    cohort, bob = world.cohort, world.bob
    file = attach(person, cohort, f"{KEPT}.txt", f"A list of {KEPT}.".encode())
    image = attach(person, cohort, f"{KEPT}.png", picture())
    about = {"space_id": cohort.id, "title": f"Costing {KEPT} trials", "text": f"{SAYS} First."}
    files = {file.id: f"What {KEPT} says", image.id: f"A picture of {KEPT}"}
    opening = forum.open_topic(actor_id=person.id, key=key(), files=files, **about)
    topic_id = opening.topic_id
    opening = forum.edit_post(actor_id=person.id, post_id=opening.id, text=f"{SAYS} Then.", version=1)
    other = forum.open_topic(
        actor_id=bob.id, space_id=cohort.id, title="On wards", text="Who knows?", key=key()
    )
    reply = forum.post_reply(actor_id=person.id, topic_id=other.topic_id, text=f"{SAYS} I do.", key=key())
    left = Left(person, opening, reply, None, None, stored=[file.stored, image.stored])  # type: ignore[arg-type]
    for number, (to, text) in enumerate(((topic_id, opening), (other.topic_id, reply))):
        words = quote_from(f"/posts/{text.id}", text.text, name=CALLED) + f"I see, @{CALLED}."
        left.answers[f"quoting {number}"] = forum.post_reply(
            actor_id=bob.id, topic_id=to, text=words, key=key()
        )
    calling = forum.post_reply(
        actor_id=world.ann.id, topic_id=topic_id, text=f"Hear, @{CALLED.lower()}, hear", key=key()
    )
    left.answers["calling"] = forum.edit_post(
        actor_id=world.ann.id, post_id=calling.id, text=f"Hear, hear, @{CALLED}!", version=1
    )
    begun = Begun(text=quote_from(f"/posts/{reply.id}", reply.text, name=CALLED) + f"Well, @{CALLED}")
    forum.keep_draft(actor_id=world.ann.id, sheet=Sheet("topic_id", topic_id), begun=begun)
    forum.mark_post(actor_id=person.id, post_id=other.id, word="thanks")
    forum.mark_post(actor_id=bob.id, post_id=opening.id, word="thanks")
    _polls(world, person, topic_id=topic_id, other_id=other.topic_id)
    return left


def _polls(world: World, person: Person, *, topic_id: int, other_id: int) -> None:
    mine = ask(person, topic_id, paper(f"{KEPT} one", f"{KEPT} two", question=f"Which {KEPT}?"))
    forum.vote(actor_id=world.bob.id, poll_id=mine.id, chosen={mine.options[0].id: 1})
    forum.close_poll(actor_id=person.id, poll_id=mine.id)
    forum.write_outcome(actor_id=person.id, poll_id=mine.id, text=f"So it is {KEPT}", version=0)
    for anonymous in (False, True):
        poll = ask(world.bob, other_id, paper(is_anonymous=anonymous, question=f"Where, {anonymous}?"))
        for voter in (person, world.ann):
            forum.vote(actor_id=voter.id, poll_id=poll.id, chosen={poll.options[0].id: 1})
    _let_summarise(world.cohort)
    forum.write_summary(actor_id=person.id, topic_id=other_id, text=f"All of {KEPT} in short", version=0)


@db.command
def _let_summarise(space: Space) -> None:
    db.lock(Space, space.id).members_summarise = True


def _room(world: World, left: Left) -> None:
    slug, person = world.cohort.slug, left.person
    line = chat.send_message(actor_id=person.id, slug=slug, text=f"Did {KEPT} come?", key=key())
    left.line = chat.edit_message(
        actor_id=person.id, message_id=line.id, text=f"{SAYS} Once.", changed=line.changed
    )
    left.answers["line"] = chat.send_message(
        actor_id=world.bob.id, slug=slug, text=f"Yes, @{CALLED}", key=key(), reply_to=line.id
    )
    left.answers["line"] = chat.edit_message(
        actor_id=world.bob.id, message_id=left.answers["line"].id, text=f"Oh yes, @{CALLED}",
        changed=left.answers["line"].changed,
    )  # fmt: skip
    chat.mark_message(actor_id=person.id, message_id=left.answers["line"].id, word="agree", on=True)
    words = quote(left.line.text, name=CALLED, when="2 Mar, 12:00") + "What now?"
    left.answers["from the room"] = forum.open_topic(
        actor_id=world.bob.id, space_id=world.cohort.id, title="What now?", text=words, key=key(),
        message_ids=[line.id],
    )  # fmt: skip
    chat.keep_draft(actor_id=world.ann.id, slug=slug, text=f"@{CALLED}, could you")
    chat.pin_message(actor_id=world.ann.id, message_id=line.id)


def _confidential(world: World, left: Left) -> None:
    person, bob, set_a = left.person, world.bob, world.set_a
    about = {"space_id": set_a.id, "title": f"My {GONE} slot", "text": SAYS.replace(KEPT, GONE)}
    left.in_set = forum.open_topic(actor_id=person.id, key=key(), **about)
    words = quote_from(f"/posts/{left.in_set.id}", left.in_set.text, name=CALLED) + "Go on."
    left.answers["in the set"] = forum.post_reply(
        actor_id=bob.id, topic_id=left.in_set.topic_id, text=words, key=key()
    )
    poll = ask(person, left.in_set.topic_id, paper(f"{GONE} a", f"{GONE} b", question=f"{GONE}?"))
    forum.vote(actor_id=bob.id, poll_id=poll.id, chosen={poll.options[0].id: 1})
    chat.send_message(actor_id=person.id, slug=set_a.slug, text=f"About {GONE} again", key=key())
    direct = spaces.start_conversation(
        actor_id=person.id, person_ids=[bob.id], text=f"Between us, {GONE}", key=key()
    )
    left.answers["in private"] = chat.send_message(
        actor_id=bob.id, slug=direct.slug, text="I keep it to myself", key=key()
    )


def _unread(world: World, person: Person) -> None:
    opening = things.open_topic(world.bob, world.cohort, "Anything else?", "Else")
    held, declined, hidden, removed = (
        (things.held_reply if number < 2 else things.reply)(person, opening, f"{GONE} number {number}")
        for number in range(4)
    )
    things.held_topic(person, world.cohort, f"A held {GONE}", f"A held {GONE} title")
    things.held_message(person, world.cohort, f"A held {GONE} line")
    _open_review(held, declined)
    moderation.decline(actor_id=world.ann.id, review_id=things.review_of(declined).id, reason="No")
    hiding = moderation.hide(actor_id=world.ann.id, post_id=hidden.id, reason="Let me look")
    moderation.appeal(actor_id=person.id, decision_id=hiding.id, plea=f"But {GONE} is harmless")
    forum.remove_post(actor_id=person.id, post_id=removed.id)
    things.reported(person, opening, "unkind", f"It is {GONE}")
    warned = Wanted(MeasureKind.WARNING, clock.now() + timedelta(days=9), Ground.UNKIND, "Please")
    measure = spaces.take_measure(
        actor_id=world.ann.id, person_id=person.id, space_id=world.cohort.id, wanted=warned
    )
    moderation.appeal(actor_id=person.id, decision_id=measure.decision_id, plea=f"I did not {GONE}")


@db.command
def _open_review(*posts: Post) -> None:
    for post in posts:
        Review.open_for(db.get(Post, post.id), ReviewKind.HELD)
