"""What of hers concerns her alone: what she asked for, drafts, lists, and whatever she signs in with."""

from datetime import timedelta

from cop import clock, db
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
    Fate,
    Feed,
    Invitation,
    Joining,
    JoinRequest,
    Letter,
    LetterKind,
    Person,
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
)
from tests.accounts.leaver import ADDRESS, CALLED, GONE, Left
from tests.attachments import attach
from tests.moderation import things
from tests.people import World, a_group, key


def put_alone(world: World, left: Left) -> None:
    _asked(world, left.person)
    _private(world, left)
    _held_of_others(world)


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


def _private(world: World, left: Left) -> None:
    person = left.person
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


def _held_of_others(world: World) -> None:
    """What names her in a post that is held: nobody has read it."""
    things.held_reply(
        world.bob, things.open_topic(world.ann, world.cohort, "Next", "Next"), f"And you, @{CALLED}?"
    )
