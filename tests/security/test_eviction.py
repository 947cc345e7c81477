"""Who loses a right loses it on open sockets too, at once, and what else they have goes on (S8, P6)."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest

from cop import clock, db, live
from cop.accounts import commands as accounts
from cop.accounts.commands import codes, passwords, tokens
from cop.forum import commands as forum
from cop.models import (
    Appointment,
    AppointmentRole,
    Membership,
    Person,
    Policy,
    Review,
    RoleName,
    SignIn,
    Space,
)
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from tests import measures, people
from tests.people import World, newcomer

CLOSED = {"space": "cohort-1", "reason": "You can no longer read this room."}


@pytest.fixture
def stir(world: World, say) -> Callable[[], None]:
    """Everything happens in the cohort that its readers are told of."""

    def stirred() -> None:
        said = say(world.ann, "A line")
        opening = forum.open_topic(
            actor_id=world.ann.id, space_id=world.cohort.id, title="T", text="x", key=people.key()
        )
        about = {"actor_id": world.ann.id, "topic_id": opening.topic_id}
        forum.post_reply(**about, text="y", key=people.key())
        forum.edit_post(actor_id=world.ann.id, post_id=opening.id, text="z", version=1)
        forum.lock_topic(**about)
        forum.remove_post(actor_id=world.ann.id, post_id=opening.id)
        moderation_of(said)

    def moderation_of(said) -> None:
        dora = newcomer(f"dora{said.id}", world.cohort)
        _let_moderate(dora, world.cohort)
        moderation.hide(actor_id=dora.id, message_id=said.id, reason="because")
        moderation.restore(actor_id=dora.id, message_id=said.id)

    return stirred


@db.command
def _let_moderate(person: Person, space: Space) -> None:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.set_roles({RoleName.MODERATOR})


def remove(world: World) -> None:
    spaces.remove_member(
        actor_id=world.ann.id, space_id=world.cohort.id, person_id=world.bob.id, reason="because"
    )


def suspend(world: World) -> None:
    until = clock.now() + timedelta(days=1)
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "person_id": world.bob.id}
    measures.suspend(**about, until=until, reason="because")


def leave(world: World) -> None:
    spaces.leave(actor_id=world.bob.id, space_id=world.cohort.id)


@pytest.mark.parametrize("shut_out", [remove, suspend, leave])
def test_who_may_no_longer_read_hears_nothing_more(world: World, socket_for, stir, say, shut_out):
    anns, bobs = socket_for(world.ann), socket_for(world.bob)
    for each in (anns, bobs):
        each.ask("room:here", space=world.cohort.slug)
    stir()
    assert len(bobs.heard("message:new", "topic:changed")) >= 5
    shut_out(world)
    assert CLOSED in bobs.heard()

    stir()
    anns.ask("room:here", space=world.cohort.slug)
    anns.ask("room:typing", space=world.cohort.slug)
    assert len(anns.heard("message:new", "topic:changed")) >= 5
    assert bobs.heard() == []
    for event in ("room:open", "room:here", "room:typing", "room:leave"):
        assert bobs.ask(event, space=world.cohort.slug)["error"]["code"] == "not_found"
    say(world.ann, "In the set", space=world.set_a)
    assert len(bobs.heard("message:new")) == 1


def test_who_becomes_an_observer_reads_on_and_writes_no_more(world: World, socket_for, say):
    bobs = socket_for(world.bob)
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "person_id": world.bob.id}
    spaces.set_member_roles(**about, roles=[RoleName.OBSERVER])
    sent = {"space": world.cohort.slug, "key": people.key(), "text": "x"}

    assert bobs.heard("room:changed") == [{"space": "cohort-1", "may": [], "state": "open", "slow": 0}]
    assert bobs.ask("message:send", **sent)["error"]["code"] == "forbidden"
    say(world.ann)
    assert len(bobs.heard("message:new")) == 1


def test_a_moderator_who_is_one_no_more_hears_of_no_review(world: World, socket_for, say):
    carol = newcomer("carol", world.cohort)
    _let_moderate(carol, world.cohort)
    people.set_policy(world.cohort, Policy.ALL_HELD)
    carols, anns = socket_for(carol), socket_for(world.ann)
    say(world.bob, "Waits")
    assert len(carols.heard("review:changed")) == 1
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "person_id": carol.id}
    spaces.set_member_roles(**about, roles=[RoleName.MEMBER])
    carols.heard()

    say(world.bob, "Waits too")
    assert carols.heard() == []
    assert len(anns.heard("review:changed")) == 2


def test_what_is_held_from_now_on_reaches_moderators_alone(world: World, socket_for, say):
    anns, carols = socket_for(world.ann), socket_for(newcomer("carol", world.cohort))
    spaces.set_space_policy(actor_id=world.ann.id, space_id=world.cohort.id, policy=Policy.ALL_HELD)
    carols.heard()
    say(world.bob, "Waits")
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "Waits", "text": "x"}
    forum.open_topic(**about, key=people.key())

    assert carols.heard() == []
    assert len(anns.heard("review:changed")) == 2


def test_who_is_staff_no_more_hears_no_cohort(world: World, socket_for, stir):
    sams = socket_for(world.staff)
    stir()
    assert sams.heard("message:new")
    _end_appointment(world.staff)
    assert CLOSED in sams.heard()

    stir()
    assert sams.heard() == []


@db.command
def _end_appointment(person: Person) -> None:
    held = db.session.query(Appointment).filter_by(person_id=person.id, role=AppointmentRole.STAFF).one()
    held.end()


@db.command
def _give_password(person: Person, kept: str) -> None:
    db.get(Person, person.id).password_hash = kept


@db.command
def _deactivate(person: Person) -> None:
    db.get(Person, person.id).deactivated_at = clock.now()


def change_password(world: World, _mine: int) -> None:
    _give_password(world.bob, passwords.keep(people.PASSWORD))
    words = {"current": people.PASSWORD, "password": "another horse and staple"}
    accounts.change_password(actor_id=world.bob.id, **words, device="test")


def set_up_second_step(world: World, _mine: int) -> None:
    _give_password(world.bob, passwords.keep(people.PASSWORD))
    salt = codes.fresh_salt()
    code = pyotp.TOTP(codes.secret_of(world.bob.id, salt)).at(clock.now())
    words = {"token": tokens.of_authenticator(world.bob.id, salt), "code": code, "password": people.PASSWORD}
    accounts.set_up(actor_id=world.bob.id, sign_in_id=0, **words)


def sign_out_elsewhere(world: World, _mine: int) -> None:
    accounts.end_other_sign_ins(actor_id=world.bob.id, sign_in_id=0)


def sign_out(world: World, mine: int) -> None:
    accounts.end_sign_in(actor_id=world.bob.id, sign_in_id=mine)


def deactivate(world: World, _mine: int) -> None:
    _deactivate(world.bob)
    live.sweep()


def expire(world: World, mine: int) -> None:
    _let_expire(mine)
    live.sweep()


@db.command
def _let_expire(sign_in_id: int) -> None:
    db.get(SignIn, sign_in_id).seen_at = clock.now() - timedelta(days=15)


@pytest.mark.parametrize(
    "end", [change_password, set_up_second_step, sign_out_elsewhere, sign_out, deactivate, expire]
)
def test_a_sign_in_that_ends_takes_its_sockets_with_it(world: World, socket_for, say, end):
    anns, bobs = socket_for(world.ann), socket_for(world.bob)
    mine = db.session.query(SignIn).filter_by(person_id=world.bob.id).one().id
    db.session.remove()
    say(world.ann)
    assert len(bobs.heard("message:new")) == 1

    end(world, mine)
    say(world.ann)
    assert not bobs.client.is_connected()
    assert len(anns.heard("message:new")) == 2
    assert bobs.browser.get("/").status_code == 303


def test_an_author_who_was_removed_is_not_told_over_the_socket_what_was_decided(
    world: World, socket_for, say
):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "text": "x"}
    first, second = (forum.open_topic(**about, title=title, key=people.key()) for title in ("A", "B"))
    bobs = socket_for(world.bob)
    _decline(world, first.id)
    assert [each["state"] for each in bobs.heard("topic:changed")] == ["declined"]
    remove(world)
    bobs.heard()

    _decline(world, second.id)
    assert bobs.heard() == []


def _decline(world: World, post_id: int) -> None:
    review = db.session.query(Review).filter_by(post_id=post_id).one()
    moderation.decline(actor_id=world.ann.id, review_id=review.id, reason="because of canary")


def test_home_says_nothing_of_what_waits_in_a_space_that_one_has_lost(world: World, client_for):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "Waiting canary", "text": "x"}
    forum.open_topic(**about, key=people.key())
    assert "Waiting canary" in client_for(world.bob).get("/").get_data(as_text=True)

    remove(world)
    assert "Waiting canary" not in client_for(world.bob).get("/").get_data(as_text=True)
