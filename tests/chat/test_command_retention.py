"""Letting go of what a room no longer keeps: its place and its key stay, and nothing else of it anywhere."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.chat import commands, queries, tasks
from cop.errors import Conflict, Forbidden
from cop.models import (
    Decision,
    Mark,
    Membership,
    Message,
    MessageRevision,
    Policy,
    Review,
    ReviewKind,
    Space,
    State,
    Verdict,
)
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from tests import people
from tests.chat.conftest import let_moderator
from tests.moderation.things import appoint
from tests.people import World

LATER = timedelta(days=31)


@pytest.fixture
def keep(world: World, ann):
    """`keep(30)`: Ann lets the cohort's room keep messages for so many days."""
    return lambda days: spaces.set_keeping(actor_id=ann.id, space_id=world.cohort.id, days=days)


def run_later(after: timedelta = LATER) -> None:
    with clock.at(clock.now() + after):
        tasks.let_go.run()


def again(message: Message) -> Message:
    db.session.expire_all()
    return db.session.get_one(Message, message.id)


def everything_in_the_database() -> str:
    """Every value of every row, as words."""
    return "\n".join(
        str(row) for table in db.Base.metadata.tables.values() for row in db.session.execute(sa.select(table))
    )


def test_what_is_older_goes_and_what_is_younger_stays(world: World, say, bob, keep):
    keep(30)
    old, elsewhere = say(bob, "Old words"), say(bob, "Of the set", space=world.set_a)
    with clock.at(clock.now() + timedelta(days=10)):
        young = say(bob, "Young words")
    run_later()
    assert again(old).state is State.EXPIRED
    assert (again(old).seq, again(old).changed) == (1, 3), "its place stays, and everybody is told"
    assert [again(each).state for each in (young, elsewhere)] == [State.RELEASED] * 2


def test_nothing_of_it_is_anywhere(world: World, say, ann, bob, keep):
    keep(30)
    first = say(bob, "First secretword")
    said = commands.edit_message(actor_id=bob.id, message_id=first.id, text="Second secretword", changed=1)
    commands.mark_message(actor_id=ann.id, message_id=said.id, word="thanks", on=True)
    commands.pin_message(actor_id=ann.id, message_id=said.id)
    digest = again(said).digest
    with clock.at(clock.now() + timedelta(days=5)):
        answer = say(ann, "An answer", reply_to=said.id)
    assert "secretword" in everything_in_the_database(), "control: it was there"
    run_later()
    left = everything_in_the_database()
    assert "secretword" not in left
    assert digest not in left
    assert db.session.scalar(sa.select(sa.func.count(MessageRevision.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Mark.id))) == 0
    assert queries.pins(db.get(Space, world.cohort.id)) == []
    assert again(answer).reply_to.gist == ""


@pytest.mark.parametrize("how", ["hide", "remove"])
def test_what_was_hidden_or_taken_back_goes_too(say, bob, keep, how: str):
    keep(30)
    said = say(bob, "Unwise words")
    let_moderator(how, said)
    run_later()
    assert (again(said).state, again(said).text) == (State.EXPIRED, "")


def test_pages_leave_it_out_and_gap_fill_tells_it_without_words(
    world: World, say, socket_for, ann, bob, keep
):
    keep(30)
    for text in ("One", "Two", "Three"):
        say(bob, text)
    with clock.at(clock.now() + timedelta(days=20)):
        say(ann, "Four")
    run_later()
    space, page = db.get(Space, world.cohort.id), [4]
    assert [each.seq for each in queries.latest(space)] == page
    assert queries.older(space, before=4) == []
    listens = socket_for(bob)
    assert [each["seq"] for each in listens.ask("room:open", space="cohort-1")["messages"]] == page
    told = listens.ask("room:sync", space="cohort-1", after=4)["messages"]
    assert [(each["seq"], each["state"], each["html"]) for each in told] == [
        (seq, "expired", "") for seq in (1, 2, 3)
    ]
    assert [each["changed"] for each in told] == [5, 6, 7]


def test_open_pages_are_told_at_once(say, socket_for, bob, keep):
    keep(30)
    said, listens = say(bob, "Old words"), socket_for(bob)
    run_later()
    (told,) = listens.heard("message:changed")
    assert (told["id"], told["changed"], told["state"], told["html"]) == (said.id, 2, "expired", "")


def test_the_same_key_again_finds_the_tombstone_and_makes_no_second_row(say, ann, bob, keep):
    keep(30)
    key = people.key()
    said = say(bob, "Old words", key=key)
    run_later()
    for text in ("Old words", "Other words"):
        repeat = say(bob, text, key=key)
        assert (repeat.id, repeat.state, repeat.text) == (said.id, State.EXPIRED, "")
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 1
    key_of_young = people.key()
    say(bob, "Young", key=key_of_young)
    with pytest.raises(Conflict):
        say(bob, "Other words", key=key_of_young)


def test_what_is_under_a_report_stays_until_it_is_decided(say, world: World, ann, bob, keep):
    keep(30)
    said = say(bob, "Evidence")
    carol = people.newcomer("carol", world.cohort)
    review = moderation.report(actor_id=carol.id, message_id=said.id, category="other").review_id
    run_later()
    assert again(said).text == "Evidence"
    moderation.dismiss(actor_id=ann.id, review_id=review)
    run_later()
    assert (again(said).state, again(said).text) == (State.EXPIRED, "")


def test_what_an_appeal_is_about_stays_until_it_is_decided(say, world: World, ann, bob, keep):
    keep(30)
    stella = people.newcomer("stella")
    appoint(stella)
    said = say(bob, "Evidence")
    hidden = moderation.hide(actor_id=ann.id, message_id=said.id, reason="Off topic")
    appeal = moderation.appeal(actor_id=bob.id, decision_id=hidden.id, plea="It is our work").id
    run_later()
    assert again(said).text == "Evidence"
    moderation.uphold(actor_id=stella.id, review_id=appeal, reason="It is not")
    run_later()
    assert (again(said).state, again(said).text) == (State.EXPIRED, "")


def test_what_waits_for_a_moderator_goes_with_its_review_and_takes_no_pulse(
    world: World, say, ann, bob, keep
):
    keep(30)
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held, declined = say(bob, "Waiting words"), say(bob, "Declined words")
    review = Review.waiting_for(again(declined), ReviewKind.HELD)
    moderation.decline(actor_id=ann.id, review_id=review.id, reason="No")
    pulse = db.get(Space, world.cohort.id).pulse
    run_later()
    assert [(again(each).state, again(each).text) for each in (held, declined)] == [(State.EXPIRED, "")] * 2
    assert (again(held).changed, db.get(Space, world.cohort.id).pulse) == (None, pulse)
    assert Review.waiting_for(again(held), ReviewKind.HELD) is None
    last = db.session.scalars(sa.select(Decision).order_by(Decision.id.desc())).first()
    assert (last.verdict, last.message_id, last.actor_id) == (Verdict.EXPIRE, held.id, ann.id)


def test_a_run_that_was_cut_off_is_finished_by_the_next(world: World, say, bob, keep, monkeypatch):
    keep(30)
    old = [say(bob) for _ in range(4)]
    with clock.at(clock.now() + LATER):
        assert commands.expire_message(message_id=old[0].id)
        changed = again(old[0]).changed
        monkeypatch.setattr(queries.retention, "AT_ONCE", 2)
        assert not commands.expire_message(message_id=old[0].id), "a second time nothing happens"
        for _ in range(3):
            tasks.let_go.run()
    assert [again(each).state for each in old] == [State.EXPIRED] * 4
    assert again(old[0]).changed == changed


def test_under_the_lock_it_is_asked_again_whether_it_is_kept(world: World, say, bob, keep):
    keep(30)
    said = say(bob)
    with clock.at(clock.now() + LATER):
        keep(60)
        assert not commands.expire_message(message_id=said.id)
        keep(None)
        assert not commands.expire_message(message_id=said.id)
        tasks.let_go.run()
        assert again(said).state is State.RELEASED
        keep(30)
        assert commands.expire_message(message_id=said.id)


def test_it_counts_from_when_it_could_be_read(world: World, say, ann, bob, keep):
    keep(30)
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = say(bob)
    with clock.at(clock.now() + timedelta(days=20)):
        moderation.release(actor_id=ann.id, review_id=Review.waiting_for(again(held), ReviewKind.HELD).id)
    run_later()
    assert again(held).state is State.RELEASED
    run_later(timedelta(days=51))
    assert again(held).state is State.EXPIRED


def test_nothing_is_unread_that_is_no_longer_kept(world: World, say, ann, bob, keep):
    keep(30)
    say(ann), say(ann), say(ann)
    with clock.at(clock.now() + timedelta(days=20)):
        say(ann)
    assert read_seq(bob, world) == 0
    run_later()
    assert read_seq(bob, world) == 3
    run_later(timedelta(days=60))
    assert read_seq(bob, world) == 4


def read_seq(person, world: World) -> int:
    db.session.expire_all()
    return Membership.of(person.id, world.cohort.id).read_seq


def test_nothing_more_is_done_with_it(say, ann, bob, keep):
    keep(30)
    said = say(bob)
    run_later()
    changed = again(said).changed
    for refused in (
        lambda: commands.edit_message(actor_id=bob.id, message_id=said.id, text="Back", changed=changed),
        lambda: commands.remove_message(actor_id=bob.id, message_id=said.id, changed=changed),
        lambda: commands.mark_message(actor_id=ann.id, message_id=said.id, word="agree", on=True),
        lambda: commands.pin_message(actor_id=ann.id, message_id=said.id),
        lambda: moderation.hide(actor_id=ann.id, message_id=said.id, reason="No"),
    ):
        with pytest.raises(Forbidden):
            refused()
    with pytest.raises(Conflict):
        moderation.restore(actor_id=ann.id, message_id=said.id)


def test_one_that_was_hidden_does_not_count_as_let_through(world: World, say, ann, bob, keep):
    keep(30)
    people.set_policy(world.cohort, Policy.OPEN)
    said = say(bob)
    let_moderator("hide", said)
    run_later()
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    space = db.get(Space, world.cohort.id)
    assert policy.is_held(policy.load_actor(bob.id), space)
    say(ann), run_later(timedelta())
    people.set_policy(world.cohort, Policy.OPEN)
    fine = say(bob)
    run_later()
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    assert again(fine).state is State.EXPIRED
    assert not policy.is_held(policy.load_actor(bob.id), db.get(Space, world.cohort.id)), "control"


@pytest.mark.parametrize("around", [1, 18])
def test_one_message_costs_the_same_however_full_the_room_is(say, bob, keep, count_queries, around: int):
    keep(30)
    lines = [say(bob) for _ in range(around)]
    with clock.at(clock.now() + LATER), count_queries() as sent:
        assert commands.expire_message(message_id=lines[0].id)
    assert len([query for query in sent if not query.startswith("SELECT")]) == 7
    assert len(sent) <= 17
