"""What was taken away or taken back does not come back by another way (S8, S35, S37, S45)."""

from datetime import timedelta

import pytest

from cop import clock, db, policy
from cop.accounts import commands as accounts
from cop.accounts.commands import tokens
from cop.errors import Conflict, NotFound
from cop.forum import commands as forum
from cop.models import Invitation, Membership, Policy, Review, RoleName, State
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from tests import people
from tests.people import World
from tests.policy.cast import membership

A_DAY = timedelta(days=1)


def invited(world: World) -> str:
    """The link of an invitation of Mallory's into cohort one."""
    places = [(world.cohort.id, RoleName.MEMBER)]
    invitation = accounts.invite(actor_id=world.ann.id, email=world.mallory.email, places=places)
    return tokens.of_invitation(db.session.get_one(Invitation, invitation.id))


def reads(world: World) -> bool:
    return world.cohort.id in policy.load_actor(world.mallory.id).roles


def added_and_removed(world: World) -> None:
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "person_id": world.mallory.id}
    spaces.add_member(**about)
    spaces.remove_member(**about, reason="because")


def test_who_was_removed_does_not_come_back_by_a_letter_from_before(world: World):
    token = invited(world)
    with clock.at(clock.now() + A_DAY):
        added_and_removed(world)
        with pytest.raises(NotFound):
            accounts.open_offer(token)
        with pytest.raises(Conflict):
            accounts.join(actor_id=world.mallory.id, token=token)
        assert not reads(world)


def test_but_by_one_that_was_sent_again(world: World):
    read = tokens.read_invitation(invited(world))
    assert read is not None
    with clock.at(clock.now() + A_DAY):
        added_and_removed(world)
    with clock.at(clock.now() + 2 * A_DAY):
        again = accounts.resend_invitation(actor_id=world.ann.id, invitation_id=read[0])
        accounts.join(actor_id=world.mallory.id, token=tokens.of_invitation(again))
        assert reads(world)


@pytest.mark.parametrize("kind", ["post", "message"])
def test_who_was_released_by_mistake_is_held_again_once_that_is_undone(world: World, say, kind: str):
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    review = _held(world, say, kind)
    decision = moderation.release(actor_id=world.ann.id, review_id=review.id)
    assert say(world.bob, "Let through").state is State.RELEASED
    _remove_messages(world)
    moderation.undo(actor_id=world.ann.id, decision_id=decision.id)

    assert say(world.bob, "Held again").state is State.HELD


def _held(world: World, say, kind: str) -> Review:
    if kind == "message":
        held = say(world.bob, "First")
        return db.session.query(Review).filter_by(message_id=held.id).one()
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T", "text": "x"}
    held = forum.open_topic(**about, key=people.key())
    return db.session.query(Review).filter_by(post_id=held.id).one()


@db.command
def _remove_messages(world: World) -> None:
    """What was said in between, as if it had been held: only the first contribution counts here."""
    from cop.models import Message

    for message in db.session.query(Message).filter_by(author_id=world.bob.id, text="Let through"):
        db.session.delete(message)


def test_a_post_that_was_taken_back_is_read_by_nobody_not_even_in_its_past(world: World, client_for):
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T"}
    post = forum.open_topic(**about, text="canarybefore", key=people.key())
    forum.edit_post(actor_id=world.bob.id, post_id=post.id, text="canarynow", version=1)
    forum.post_reply(actor_id=world.ann.id, topic_id=post.topic_id, text="y", key=people.key())
    path = f"/posts/{post.id}/revisions"
    assert "canarybefore" in client_for(world.ann).get(path).get_data(as_text=True)

    forum.remove_post(actor_id=world.bob.id, post_id=post.id)
    for person in (world.ann, world.bob):
        for address in (
            path,
            f"/posts/{post.id}/edit",
            f"/posts/{post.id}/report",
            f"/topics/{post.topic_id}",
        ):
            assert "canary" not in client_for(person).get(address).get_data(as_text=True)


@pytest.mark.parametrize("verb", ["lock", "pin", "lock/removal", "pin/removal"])
def test_staff_who_read_a_cohort_decide_nothing_there(world: World, client_for, verb: str):
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T", "text": "x"}
    post = forum.open_topic(**about, key=people.key())
    browser = client_for(world.staff)

    assert people.post(browser, f"/topics/{post.topic_id}/{verb}").status_code == 403
    for address in (f"/posts/{post.id}/hide", f"/posts/{post.id}/edit"):
        assert people.post(browser, address, {"reason": "x", "text": "x", "version": 1}).status_code == 403
    for address in ("/spaces/cohort-1/settings", "/spaces/cohort-1/policy"):
        assert people.post(browser, address, {"policy": "open", "name": "x"}).status_code == 403


SET_PAGES = ("", "/chat", "/members", "/about", "/settings", "/topics/new", "/members/new", "/leaving")


def test_staff_find_no_way_into_a_set(world: World, client_for, say):
    about = {"actor_id": world.bob.id, "space_id": world.set_a.id, "title": "canary", "text": "canary"}
    post = forum.open_topic(**about, key=people.key())
    said = say(world.bob, "canary", space=world.set_a)
    browser = client_for(world.staff)
    things = (f"/topics/{post.topic_id}", f"/posts/{post.id}", f"/posts/{post.id}/revisions", f"/posts/{post.id}/hide",
              f"/posts/{post.id}/report", f"/messages/{said.id}/hide", f"/messages/{said.id}/report")  # fmt: skip
    for path in (*things, *(f"/spaces/{world.set_a.slug}{page}" for page in SET_PAGES)):
        assert browser.get(path).status_code == 404, path
    for path in (
        "/",
        "/spaces",
        "/directory",
        f"/people/{world.bob.id}",
        f"/spaces/{world.set_a.slug}/invitations/new",
    ):
        page = browser.get(path).get_data(as_text=True)
        assert "canary" not in page, path
    assert "Set A" not in browser.get(f"/people/{world.bob.id}").get_data(as_text=True)

    mine = {"email": world.staff.email, "role": "member"}
    invited = people.post(browser, f"/spaces/{world.set_a.slug}/invitations/new", mine)
    assert invited.status_code == 403
    own = {"actor_id": world.staff.id, "space_id": world.set_a.id, "person_id": world.staff.id}
    with pytest.raises(Exception, match="yourself a place"):
        spaces.add_member(**own)


def test_another_persons_key_and_the_same_key_elsewhere_give_nothing_away(world: World, socket_for, say):
    key = people.key()
    mine = say(world.bob, "canary", space=world.set_a, key=key)
    anns, bobs = socket_for(world.ann), socket_for(world.bob)
    sent = anns.ask("message:send", space=world.cohort.slug, key=key, text="canary")
    assert sent["ok"]
    assert sent["message"]["id"] != mine.id

    elsewhere = bobs.ask("message:send", space=world.cohort.slug, key=key, text="canary")
    assert elsewhere["error"]["code"] == "conflict"
    assert "message" not in elsewhere
    repeat = bobs.ask("message:send", space=world.set_a.slug, key=key, text="canary")
    assert repeat["message"]["id"] == mine.id


def test_the_key_of_a_space_that_was_lost_opens_nothing(world: World, socket_for, say):
    key = people.key()
    say(world.bob, "canary", key=key)
    _leave(world)
    refused = socket_for(world.bob).ask("message:send", space=world.cohort.slug, key=key, text="canary")
    assert refused["error"]["code"] == "not_found"


@db.command
def _leave(world: World) -> None:
    left: Membership = membership(world.bob, world.cohort)
    left.leave()


def test_a_moderator_of_one_cohort_is_an_ordinary_stranger_in_another(world: World, client_for):
    about = {"actor_id": world.mallory.id, "space_id": world.other.id, "title": "T", "text": "x"}
    post = forum.open_topic(**about, key=people.key())
    browser = client_for(world.ann)
    for path in (
        f"/posts/{post.id}/hide", f"/topics/{post.topic_id}/lock", f"/posts/{post.id}/restoration",
        f"/spaces/cohort-2/members/{world.mallory.id}/removal", "/spaces/cohort-2/policy",
        f"/spaces/cohort-1/members/{world.mallory.id}/removal", f"/spaces/cohort-1/members/{world.mallory.id}/roles",
    ):  # fmt: skip
        form = {"reason": "x", "roles": "member", "policy": "open"}
        assert people.post(browser, path, form).status_code == 404, path
