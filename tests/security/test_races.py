"""Twenty at once on databases that really commit: one decision stands (F16), nobody writes after the end (F17)."""

import pytest

from cop import db, policy
from cop.accounts import commands as accounts
from cop.accounts.commands import tokens
from cop.chat import commands as chat
from cop.errors import Conflict, CopError, NotFound
from cop.forum import commands as forum
from cop.models import (
    Decision,
    Invitation,
    Letter,
    Membership,
    Message,
    Person,
    Post,
    Review,
    RoleName,
    Space,
)
from cop.models.states import ALREADY_SENT
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from tests import people
from tests.at_once import MANY, at_once, many_at_once
from tests.chat.conftest import Socket
from tests.people import World


@db.command
def _moderators(space: Space, count: int) -> list[int]:
    return [_moderator(space, f"m{number}") for number in range(count)]


def _moderator(space: Space, name: str) -> int:
    person = people.add_person(name)
    people.join(person, space, RoleName.MEMBER, RoleName.MODERATOR)
    return person.id


@db.command
def _held(world: World) -> int:
    topic = people.put_topic(world.cohort, world.ann, "T")
    people.put_post(topic, world.ann, "Opening")
    return people.put_post(topic, world.bob, "Waits", held=True).id


def test_of_twenty_moderators_one_decides(committed: World):
    post_id = _held(committed)
    review_id = db.session.query(Review).filter_by(post_id=post_id).one().id
    ids = _moderators(committed.cohort, MANY)

    def decide(number: int) -> object:
        about = {"actor_id": ids[number], "review_id": review_id}
        if number % 3 == 0:
            return moderation.release(**about)
        if number % 3 == 1:
            return moderation.decline(**about, reason="because")
        return moderation.release_edited(**about, text="Else", note="because")

    came = many_at_once(decide)
    refused = [each for each in came if isinstance(each, CopError)]
    (only,) = db.session.query(Decision).all()
    assert len(refused) == MANY - 1
    assert {type(each) for each in refused} == {Conflict}
    assert all(each.message.startswith(only.actor.name) for each in refused)
    assert db.session.query(Letter).count() == (only.verdict.value != "release")


def test_of_twenty_releases_by_one_moderator_one_place_is_given(committed: World):
    post_id = _held(committed)
    review_id = db.session.query(Review).filter_by(post_id=post_id).one().id
    came = many_at_once(lambda _: moderation.release(actor_id=committed.ann.id, review_id=review_id).id)

    assert len(set(came)) == 1
    assert db.session.get_one(Post, post_id).topic.posts == 2


def test_one_key_into_two_rooms_at_once_is_one_line_and_refusals_in_words(committed: World):
    rooms = [committed.cohort.slug, committed.set_a.slug]
    for _ in range(5):
        key = people.key()

        def say(number: int, key: str = key) -> int:
            return chat.send_message(actor_id=committed.bob.id, slug=rooms[number % 2], text="x", key=key).id

        came = many_at_once(say)
        assert {type(each) for each in came} == {int, Conflict}
        assert len({each for each in came if isinstance(each, int)}) == 1
        assert {each.message for each in came if isinstance(each, Conflict)} == {ALREADY_SENT}


def removing(world: World) -> None:
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "person_id": world.bob.id}
    spaces.remove_member(**about, reason="because")


def test_who_is_removed_while_writing_has_written_before_or_is_refused(committed: World):
    bob, slug = committed.bob.id, committed.cohort.slug
    before = db.session.get_one(Space, committed.cohort.id).roster

    def say() -> int:
        return chat.send_message(actor_id=bob, slug=slug, text="x", key=people.key()).space.roster

    came = at_once([*[say] * 9, lambda: removing(committed), *[say] * 10])
    said = [each for each in came if isinstance(each, int)]
    refused = [each for each in came if isinstance(each, CopError)]

    assert set(said) <= {before}
    assert {type(each) for each in refused} <= {NotFound}
    assert len(said) + len(refused) == MANY - 1
    assert db.session.query(Message).count() == len(said)
    with pytest.raises(NotFound):
        say()


def test_who_is_removed_while_posting_has_posted_before_or_is_refused(committed: World):
    topic_id = _opened(committed)

    def reply() -> int:
        post = forum.post_reply(actor_id=committed.bob.id, topic_id=topic_id, text="x", key=people.key())
        return post.topic.space.roster

    before = db.session.get_one(Space, committed.cohort.id).roster
    came = at_once([*[reply] * 9, lambda: removing(committed), *[reply] * 10])

    assert {each for each in came if isinstance(each, int)} <= {before}
    assert {type(each) for each in came if isinstance(each, CopError)} <= {NotFound}


@db.command
def _opened(world: World) -> int:
    topic = people.put_topic(world.cohort, world.ann, "T")
    people.put_post(topic, world.ann, "x")
    return topic.id


def test_nothing_that_was_said_after_a_removal_is_heard_by_who_was_removed(committed: World, app):
    listening = Socket(app, committed.bob)
    others = [people.newcomer(f"n{number}", committed.cohort).id for number in range(MANY - 1)]
    before = db.session.get_one(Space, committed.cohort.id).roster

    def say(person_id: int) -> tuple[int, int]:
        said = chat.send_message(actor_id=person_id, slug=committed.cohort.slug, text="x", key=people.key())
        return said.id, said.space.roster

    works = [lambda person_id=person_id: say(person_id) for person_id in others]
    came = at_once([*works[:9], lambda: removing(committed), *works[9:]])
    said = dict(each for each in came if isinstance(each, tuple))
    heard = {each["id"] for each in listening.heard("message:new")}

    assert len(said) == MANY - 1
    assert heard <= {message_id for message_id, roster in said.items() if roster == before}
    say(others[0])
    assert listening.heard("message:new") == []
    listening.client.disconnect()


def test_an_invitation_is_not_worth_more_than_its_sender_at_the_moment_it_is_accepted(committed: World):
    carol = _carol(committed)
    places = [(committed.cohort.id, RoleName.MODERATOR)]
    invitation = accounts.invite(actor_id=carol, email=committed.mallory.email, places=places)
    token = tokens.of_invitation(db.session.get_one(Invitation, invitation.id))
    about = {"actor_id": committed.ann.id, "space_id": committed.cohort.id, "person_id": carol}
    came = at_once(
        [
            lambda: accounts.join(actor_id=committed.mallory.id, token=token),
            lambda: spaces.remove_member(**about, reason="because"),
        ]
    )
    joined = policy.load_actor(committed.mallory.id).roles.get(committed.cohort.id)
    removed = db.session.query(Membership).filter_by(person_id=carol).one().ended_at
    assert removed is not None
    assert (joined is None) == isinstance(came[0], CopError)


@db.command
def _carol(world: World) -> int:
    carol: Person = people.add_person("carol")
    people.join(carol, world.cohort, RoleName.MODERATOR)
    return carol.id
