"""Leaving: the account is closed in one go, the last of their kind is kept, and nobody brings anything back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, guarding, policy
from cop.accounts import commands
from cop.accounts.commands.departing import under_way
from cop.accounts.tasks import wording
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.forum import commands as forum
from cop.keeping import commands as keeping
from cop.models import (
    AppointmentRole,
    Decision,
    Departure,
    Invitation,
    Letter,
    LetterKind,
    Membership,
    Person,
    Post,
    ProfessionalRole,
    ReviewKind,
    RoleName,
    SignIn,
    State,
    Step,
    Succession,
    Verdict,
    Way,
)
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from tests.accounts.leaver import gone, leave, work_off
from tests.accounts.letterbox import NEW, give_password, invitation, last_mail, letters
from tests.conftest import later
from tests.moderation import things
from tests.people import PASSWORD, appoint, key, newcomer_as, signed_in


@pytest.fixture
def bob(world):
    give_password(world.bob)
    return world.bob


def test_the_account_is_closed_in_one_go(world, bob, app):
    client, address = signed_in(app, bob), bob.email
    assert client.get("/me").status_code == 200, "control"
    departure = leave(bob, Way.NAMED)
    assert (departure.way, departure.step, departure.address) == (Way.NAMED, Step.PERSON, address)
    person = db.session.get_one(Person, bob.id)
    assert person.deactivated_at == clock.now()
    assert person.email == f"left-{bob.id}@invalid"
    assert policy.load_actor(bob.id).roles == {}
    assert all(
        each.ended_at for each in db.session.scalars(sa.select(Membership).filter_by(person_id=bob.id))
    )
    assert all(each.ended_at for each in db.session.scalars(sa.select(SignIn).filter_by(person_id=bob.id)))
    assert client.get("/me").headers["Location"].startswith("/sign-in")
    assert commands.sign_in(email=address, password=PASSWORD, address=None, device="") is None
    verdicts = sa.select(Decision.verdict).where(Decision.person_id == bob.id)
    assert set(db.session.scalars(verdicts)) == {Verdict.REMOVE_MEMBER}, "others see that they left"


def test_a_password_is_asked_and_tries_are_counted(bob):
    for _ in range(10):
        with pytest.raises(Invalid) as refused:
            commands.leave_place(actor_id=bob.id, way=Way.REMOVED, password="not this one")
    assert refused.value.field == "password"
    with pytest.raises(TooFast):
        leave(bob, Way.REMOVED)
    assert db.session.query(Departure).count() == 0


def test_a_repeat_is_the_first_and_nobody_leaves_twice(bob):
    leave(bob, Way.NAMED)
    with pytest.raises(Invalid):
        leave(bob, Way.REMOVED)
    assert gone(bob.id).way is Way.NAMED
    work_off()
    assert gone(bob.id).done_at
    before = db.session.query(Letter).count()
    work_off()
    assert (db.session.query(Letter).count(), gone(bob.id).step) == (before, Step.END)


def test_the_last_moderator_is_told_whom_to_ask(world, ann):
    give_password(ann)
    with pytest.raises(Conflict, match="only moderator of Cohort 1"):
        leave(ann, Way.NAMED)
    assert policy.load_actor(ann.id).roles, "nothing has changed"
    newcomer_as(RoleName.MODERATOR, "carol", world.cohort)
    assert leave(ann, Way.NAMED), "control"


def test_the_last_who_runs_the_network_is_told_to_appoint(world, bob):
    give_password(world.staff)
    with pytest.raises(Conflict, match="Appoint a steward first"):
        leave(world.staff, Way.NAMED)
    appoint(bob, AppointmentRole.STEWARD)
    assert leave(world.staff, Way.NAMED), "control"
    with pytest.raises(Conflict, match="Appoint a steward first"):
        leave(bob, Way.NAMED)


def test_the_address_can_be_invited_anew(world, bob):
    address = bob.email
    waiting = invitation(address, (world.cohort, RoleName.MEMBER), inviter=world.ann)
    leave(bob, Way.UNNAMED)
    assert not db.session.get_one(Invitation, waiting.id).is_open(), "a letter of before brings nobody back"
    with later(60):
        fresh = invitation(address, (world.cohort, RoleName.MEMBER), inviter=world.ann)
        link = commands.invitation_link(fresh)
        newcomer = commands.Newcomer("Robert", None, ProfessionalRole.OTHER, NEW)
        joined = commands.join_as_newcomer(token=link.rpartition("/")[2], newcomer=newcomer)
        work_off()
        assert commands.sign_in(email=address, password=NEW, address=None, device="")
    db.session.expire_all()
    again = db.session.get_one(Person, joined.person_id)
    assert (again.id == bob.id, again.email, again.name) == (False, address, "Robert")
    assert db.session.get_one(Invitation, fresh.id).email == address, "what is the newcomer's stays"


def test_two_letters_are_sent_and_then_the_address_is_forgotten(bob):
    address = bob.email
    leave(bob, Way.UNNAMED)
    mail = last_mail(LetterKind.LEAVING)
    assert mail["To"] == address
    assert "without your name" in mail.get_content()
    [last] = letters(LetterKind.LEFT)
    mail = wording.word(last)
    assert mail["To"] == address
    assert "is erased" in mail.get_content()
    work_off()
    done = gone(bob.id)
    assert (done.name, done.address, bool(done.done_at)) == ("", "", True)
    assert db.session.query(Letter).filter_by(person_id=bob.id).count() == 0


def test_what_was_reported_waits_until_somebody_has_decided(world, ann, bob):
    dan = newcomer_as(RoleName.MEMBER, "dan", world.cohort)
    reported, other = things.open_topic(bob, world.cohort), things.open_topic(bob, world.cohort)
    review_id = things.reported(dan, reported)
    leave(bob, Way.REMOVED)
    work_off()
    assert (things.again(reported).text != "", things.again(other).text) == (True, "")
    assert (gone(bob.id).step, gone(bob.id).done_at) == (Step.REST, None)
    moderation.dismiss(actor_id=ann.id, review_id=review_id)
    work_off()
    assert things.again(reported).text == ""
    assert gone(bob.id).done_at


def test_what_they_waited_for_waits_no_longer(world, ann, bob):
    held = things.held_topic(bob, world.cohort)
    assert things.review_of(held).decided_at is None, "control"
    leave(bob, Way.NAMED)
    work_off()
    assert things.review_of(held).decided_at
    assert things.again(held).state is State.REMOVED


@pytest.mark.parametrize("way", [Way.NAMED, Way.REMOVED])
def test_what_may_name_a_patient_is_looked_at_as_long_as_it_stays(world, bob, way):
    with guarding.confirming(True):
        post = forum.open_topic(
            actor_id=bob.id, space_id=world.cohort.id, title="On", text="DOB 01/02/1950", key=key()
        )
    assert things.review_of(post).kind is ReviewKind.FINDING, "control"
    leave(bob, way)
    work_off()
    assert gone(bob.id).done_at
    review = things.review_of(post)
    assert (review.decided_at is None, bool(review.findings)) == (way is Way.NAMED, way is Way.NAMED)


@pytest.mark.parametrize("on", ["person", "set"])
def test_a_legal_hold_lets_it_wait(world, bob, on):
    """On them, or on a space that they belonged to."""
    post = things.open_topic(bob, world.cohort)
    subject = {"person_id": bob.id} if on == "person" else {"space_id": world.set_a.id}
    hold = keeping.place_hold(actor_id=world.staff.id, reference="A matter", reason="It asks", **subject)
    leave(bob, Way.REMOVED)
    assert "legal hold" in last_mail(LetterKind.LEAVING).get_content()
    work_off()
    assert things.again(post).text
    assert (gone(bob.id).step, gone(bob.id).address) == (Step.PERSON, bob.email)
    with pytest.raises(Conflict):
        under_way.pass_step(person_id=bob.id, step=Step.PERSON)
    keeping.lift_hold(actor_id=world.staff.id, hold_id=hold.id, reason="It is settled")
    work_off()
    assert things.again(post).text == ""
    assert gone(bob.id).done_at


def test_nobody_gives_a_place_or_a_role_to_who_has_left(world, ann, bob):
    leave(bob, Way.NAMED)
    with pytest.raises(NotFound):
        spaces.add_member(actor_id=ann.id, space_id=world.cohort.id, person_id=bob.id)
    with pytest.raises(NotFound):
        spaces.appoint_person(actor_id=world.staff.id, person_id=bob.id, role=AppointmentRole.STEWARD)
    with pytest.raises(Conflict):
        _begin(bob.id, world.cohort)
    with pytest.raises(NotFound):
        forum.open_topic(actor_id=bob.id, space_id=world.cohort.id, title="I", text="am back", key=key())


@db.command
def _begin(person_id, space):
    Membership.begin(person_id, db.get(type(space), space.id), RoleName.MEMBER)


def test_a_role_that_they_were_asked_to_take_over_is_free_again(world, ann, bob):
    role = next(each for each in Membership.of(ann.id, world.cohort.id).roles if each.name == "moderator")
    asked = spaces.nominate(
        actor_id=ann.id, nominee_id=bob.id, until=clock.now() + timedelta(days=9), role_id=role.id
    )
    leave(bob, Way.NAMED)
    assert db.session.get_one(Succession, asked.id).closed_at


def test_a_page_of_before_brings_no_quotation_back(world, ann, bob):
    post = things.open_topic(bob, world.cohort, "Our ward wrote about it on Tuesday")
    leave(bob, Way.REMOVED)
    work_off()
    other = things.open_topic(ann, world.cohort)
    words = f"[Bob wrote](/posts/{post.id}):\n\n> Our ward wrote about it on Tuesday\n\nYes"
    with pytest.raises(Invalid, match="removed for good"):
        forum.post_reply(actor_id=ann.id, topic_id=other.topic_id, text=words, key=key())


def test_more_words_cost_so_many_queries_more_each(world, bob, count_queries):
    dan = newcomer_as(RoleName.MEMBER, "dan", world.cohort)
    give_password(dan)
    counted = []
    for person, number in ((bob, 5), (dan, 15)):
        opening = things.open_topic(world.ann, world.cohort)
        for _ in range(number):
            things.reply(person, opening)
        leave(person, Way.REMOVED)
        with count_queries() as queries:
            work_off()
        counted.append(len(queries))
    left = sa.select(Post.id).where(Post.author_id.in_([bob.id, dan.id]), Post.text != "")
    assert db.session.scalars(left).all() == []
    assert (counted[1] - counted[0]) / 10 < 40
