"""Zanzibarra, whose words, name and address are known wherever they turn up, and all that she could leave behind.

What members read of hers outside of sets and conversations says KEPT, everything else says GONE.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from cop import clock, db
from cop.accounts import commands, tasks
from cop.accounts.commands import passwords
from cop.chat import commands as chat
from cop.forum import commands as forum
from cop.forum.commands.drafts import Begun
from cop.models import (
    Affiliation,
    Application,
    ApplicationState,
    Authenticator,
    Band,
    Block,
    Deciders,
    Decision,
    Departure,
    Fate,
    Feed,
    Ground,
    Invitation,
    Joining,
    JoinRequest,
    Letter,
    LetterKind,
    MeasureKind,
    Message,
    Person,
    Post,
    ProfessionalRole,
    Programme,
    Review,
    ReviewKind,
    Sheet,
    SignIn,
    Space,
    Verdict,
    Wave,
    WaveRow,
    Way,
)
from cop.moderation import commands as moderation
from cop.quoting import quote, quote_from
from cop.spaces import commands as spaces
from cop.spaces.commands.measures import Wanted
from tests.accounts.letterbox import deliver
from tests.attachments import attach, picture
from tests.moderation import remains, things
from tests.people import PASSWORD, World, a_group, add_person, join, key, rest
from tests.polls import ask, paper

KEPT, GONE, NAME, ADDRESS = "quizzlewort", "vexilbrand", "zanzibarra", "mallowmarsh"
PROFILE = "brindlecask"
"""Stands in her profile and nowhere else."""

CALLED = "Zanzibarra O'Neil-Smythe"
SAYS = f"Our ward wrote about {KEPT} and how much of it there was on Tuesday."


@dataclass
class Left:
    """Some of what others wrote to her, or with her words, and hers that they answered."""

    person: Person
    opening: Post
    reply: Post
    line: Message
    in_set: Post
    answers: dict[str, Post | Message] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)


@db.command
def arrive(world: World) -> Person:
    """A member of cohort, set and network with a password."""
    person = add_person("zanzibarra")
    person.name, person.email = CALLED, f"{ADDRESS}@example.org"
    person.organisation_id = world.ann.organisation_id
    person.password_hash = passwords.keep(PASSWORD)
    person.about = f"I know all about {PROFILE} and its cost"
    for space in (world.cohort, world.set_a, world.network):
        join(person, db.get(Space, space.id))
    return person


def everything(world: World) -> Left:
    """All of it, put there through the commands wherever there is one."""
    person = arrive(world)
    left = _forum(world, person)
    _room(world, left)
    _confidential(world, left)
    _unread(world, person, left)
    _asked(world, person)
    _private(world, person, left)
    _files_of_others(world, person)
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


def _unread(world: World, person: Person, left: Left) -> None:
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
    left.answers["answered"] = opening


@db.command
def _open_review(*posts: Post) -> None:
    for post in posts:
        Review.open_for(db.get(Post, post.id), ReviewKind.HELD)


def _asked(world: World, person: Person) -> None:
    group = a_group(world.ann, world.bob)
    _put_asked(world, person, group)


@db.command
def _put_asked(world: World, person: Person, group: Space) -> None:
    address = f"{ADDRESS}@example.org"
    db.get(Space, group.id).joining = Joining.ASKED
    request = JoinRequest(person_id=person.id, space_id=group.id, said=f"I like {GONE}")
    programme = Programme(slug="p", name="A programme")
    wave = Wave(actor_id=world.staff.id, name="people.csv")
    invitation = Invitation(
        email=address, inviter_id=world.ann.id, name=CALLED, expires_at=clock.now() + timedelta(days=9)
    )
    invitation.accepted_at = clock.now()
    waiting = Invitation(email=address, inviter_id=world.ann.id, expires_at=clock.now() + timedelta(days=9))
    db.session.add_all([request, programme, wave, invitation, waiting])
    db.session.flush()
    Review.open_for(request, ReviewKind.REQUEST)
    _apply(programme, address)
    cells = dict.fromkeys(("role", "cohort", "set_name", "pair", "sponsor"), "")
    row = {"name": CALLED, "email": address, "organisation": f"{GONE} Trust", "said": "", "number": 2}
    db.session.add(WaveRow(wave_id=wave.id, fate=Fate.SENT, invitation_id=invitation.id, **cells, **row))
    Decision.log(
        Verdict.INVITE, space_id=world.cohort.id, actor_id=world.ann.id, reason=f"{address} as member"
    )
    said = f"moderator, together with {CALLED} until 3 May 2026"
    Decision.log(
        Verdict.HAND_OVER,
        space_id=world.cohort.id,
        actor_id=world.ann.id,
        person_id=world.bob.id,
        reason=said,
    )
    Letter.write(LetterKind.PASSWORD_CHANGED, address=address, person_id=person.id)


def _apply(programme: Programme, address: str) -> None:
    application = Application(
        key=key(), programme_id=programme.id, email=address, name=CALLED, elsewhere=f"{GONE} Ltd",
        professional_role=ProfessionalRole.OTHER, band=Band.NINE, statement=f"Because of {GONE}",
        question="Why?", answer=f"As {GONE} is", state=ApplicationState.WAITING, confirmed_at=clock.now(),
    )  # fmt: skip
    db.session.add(application)
    db.session.flush()
    Review.open_for(application, ReviewKind.APPLICATION, falls_to=Deciders.STAFF)


def _private(world: World, person: Person, left: Left) -> None:
    forum.keep_draft(
        actor_id=person.id, sheet=Sheet("space_id", world.cohort.id), begun=Begun(text=f"{GONE}!", title=GONE)
    )
    chat.keep_draft(actor_id=person.id, slug=world.cohort.slug, text=f"{GONE}, as I said")
    left.stored.append(attach(person, world.cohort, f"{GONE}.txt", f"On {GONE}.".encode()).stored)
    forum.bookmark_post(actor_id=person.id, post_id=left.answers["calling"].id)
    _put_private(world, person)


@db.command
def _put_private(world: World, person: Person) -> None:
    sign_in, _ = SignIn.begin(db.get(Person, person.id), device=f"{GONE} browser")
    Feed.begin(person.id, space_id=world.cohort.id)
    db.session.add_all(
        [
            sign_in,
            Authenticator(person_id=person.id, salt=GONE),
            Block(blocker_id=person.id, blocked_id=world.mallory.id),
            Affiliation(person_id=person.id, organisation_id=world.ann.organisation_id),
        ]
    )


def _files_of_others(world: World, person: Person) -> None:
    """What names her in a post that is held: nobody has read it."""
    things.held_reply(
        world.bob, things.open_topic(world.ann, world.cohort, "Next", "Next"), f"And you, @{CALLED}?"
    )


def leave(person: Person, way: Way) -> Departure:
    return commands.leave_place(actor_id=person.id, way=way, password=PASSWORD)


def work_off() -> None:
    """Let all jobs go until nothing is left to be done."""
    for _ in range(4):
        tasks.work_off_departures.run()
        deliver()


def gone(person_id: int) -> Departure:
    db.session.expire_all()
    return db.session.get_one(Departure, person_id)
