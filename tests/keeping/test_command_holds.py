"""Legal holds: who places and lifts them, what they keep from every verb that removes, and who is not told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy, storage
from cop.accounts import commands as accounts
from cop.chat import commands as chat
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands as forum
from cop.keeping import commands
from cop.models import (
    Attachment,
    Decision,
    ForumDraft,
    Hold,
    Kept,
    Message,
    Poll,
    Post,
    PostRevision,
    RoomDraft,
    Sheet,
    State,
    Verdict,
    Wave,
)
from cop.models.holds import is_held
from cop.models.keeping import DAY
from cop.moderation import commands as moderation
from cop.moderation import queries as moderating
from cop.spaces import commands as spaces
from tests import people, polls, waves
from tests.attachments import attach, picture
from tests.conftest import NOON
from tests.keeping.things import lift, place, put
from tests.people import key
from tests.storage.contract import FUTURE


@pytest.fixture
def steward(world):
    return people.a_steward("steward", world.network)


@pytest.fixture
def hold(world):
    """`hold()`: a hold on Bob."""
    return lambda: place(world, person_id=world.bob.id)


def decisions(verdict: Verdict) -> list[Decision]:
    return list(db.session.scalars(sa.select(Decision).where(Decision.verdict == verdict)))


def test_who_runs_the_network_places_and_lifts_and_it_is_logged_in_no_space(world, steward):
    placed = commands.place_hold(
        actor_id=steward.id, person_id=world.bob.id, reference="FOI  7", reason="A request"
    )
    (decision,) = decisions(Verdict.PLACE_HOLD)
    assert (placed.reference, placed.placing_id, placed.is_open) == ("FOI 7", decision.id, True)
    assert (decision.space_id, decision.person_id, decision.actor_id) == (None, None, steward.id)
    assert decision.reason == "FOI 7: A request"

    lifted = commands.lift_hold(actor_id=world.staff.id, hold_id=placed.id, reason="It was answered")
    (lifting,) = decisions(Verdict.LIFT_HOLD)
    assert (lifted.lifting_id, lifted.is_open, lifting.reason) == (
        lifting.id,
        False,
        "FOI 7: It was answered",
    )


def test_a_repeat_changes_nothing(world, hold):
    first = hold()
    assert hold().id == first.id
    for _ in range(2):
        lift(world, first)
    assert (len(decisions(Verdict.PLACE_HOLD)), len(decisions(Verdict.LIFT_HOLD))) == (1, 1)
    assert hold().id != first.id, "control: it is placed anew"


def test_nobody_else_places_or_lifts(world, hold):
    placed = hold()
    for person in (world.ann, world.bob, world.mallory):
        with pytest.raises(NotFound):
            commands.place_hold(actor_id=person.id, reference="x", reason="x")
        with pytest.raises(NotFound):
            commands.lift_hold(actor_id=person.id, hold_id=placed.id, reason="x")
    assert db.session.query(Hold).count() == 1


def test_a_reason_and_a_reference_are_needed_and_no_patient_is_named(world):
    for field, typed in (("reference", {"reference": " "}), ("reason", {"reason": ""})):
        with pytest.raises(Invalid) as refused:
            commands.place_hold(actor_id=world.staff.id, **{"reference": "x", "reason": "x"} | typed)
        assert refused.value.field == field
    with pytest.raises(Invalid):
        commands.place_hold(actor_id=world.staff.id, reference="999 000 0018", reason="x")
    with pytest.raises(Invalid):
        place(world, person_id=world.bob.id, space_id=world.cohort.id)
    for on in ({"person_id": 999_999_999_999}, {"space_id": 999_999_999_999}):
        with pytest.raises(NotFound):
            place(world, **on)


def test_whoever_it_is_on_neither_knows_nor_lifts_it(world, steward):
    with pytest.raises(Forbidden):
        commands.place_hold(actor_id=steward.id, person_id=steward.id, reference="x", reason="x")
    placed = place(world, person_id=steward.id)
    with pytest.raises(NotFound):
        commands.lift_hold(actor_id=steward.id, hold_id=placed.id, reason="x")
    lift(world, placed)
    told = {each.verdict for each in moderating.decisions(policy.load_actor(steward.id)).rows}
    other = {each.verdict for each in moderating.decisions(policy.load_actor(world.staff.id)).rows}
    assert told & {Verdict.PLACE_HOLD, Verdict.LIFT_HOLD} == set()
    assert other >= {Verdict.PLACE_HOLD, Verdict.LIFT_HOLD}, "control"
    assert not moderating.about_me(policy.load_actor(steward.id)).rows


def test_nobody_reads_more_because_of_a_hold(world, steward, hold):
    before = _read_by(world, steward)
    place(world, space_id=world.set_a.id)
    hold()
    assert _read_by(world, steward) == before


def _read_by(world, steward) -> dict[int, tuple[set[int], set[int]]]:
    return {
        person.id: (
            set(db.session.scalars(sa.select(Post.id).join(Post.topic).where(policy.visible_posts(actor)))),
            {
                space.id
                for space in (world.network, world.cohort, world.set_a, world.other)
                if policy.can_read_space(actor, space)
            },
        )
        for person in (world.staff, steward, world.ann, world.mallory)
        if (actor := policy.load_actor(person.id))
    }


def test_whom_nobody_may_erase(world, bob, ann, mallory, hold):
    assert not is_held(bob.id)
    first = hold()
    assert (is_held(bob.id), is_held(mallory.id)) == (True, False)
    lift(world, first)
    there = place(world, space_id=world.cohort.id)
    people.evict(bob, world.cohort)
    assert (is_held(bob.id), is_held(mallory.id)) == (True, False), "what they wrote is there"
    lift(world, there)
    place(world)
    assert is_held(mallory.id)


def start(world, person, text="Words that stay") -> Post:
    about = {"actor_id": person.id, "space_id": world.cohort.id, "title": "Bob's topic", "text": text}
    return forum.open_topic(**about, key=key())


def test_a_moderator_hides_at_once_and_removes_nothing_for_good(world, ann, bob, hold):
    post = start(world, bob)
    line = chat.send_message(actor_id=bob.id, slug=world.cohort.slug, text="Words that stay", key=key())
    placed = hold()
    for about in ({"post_id": post.id}, {"message_id": line.id}):
        for remove in (
            lambda about=about: moderation.purge(actor_id=ann.id, ground="patient", **about),
            lambda about=about: moderation.redact(actor_id=ann.id, words="that", reason="x", **about),
        ):
            with pytest.raises(Conflict, match="legal hold"):
                remove()
        moderation.hide(actor_id=ann.id, reason="x", **about)
    assert db.session.get_one(Post, post.id).text == "Words that stay"

    lift(world, placed)
    for about in ({"post_id": post.id}, {"message_id": line.id}):
        moderation.redact(actor_id=ann.id, words="that", reason="x", **about)
        moderation.purge(actor_id=ann.id, ground="patient", **about)
    assert db.session.get_one(Message, line.id).state is State.PURGED


def test_what_its_author_takes_back_and_said_before_stays(world, bob, hold):
    post = start(world, bob)
    hold()
    forum.edit_post(actor_id=bob.id, post_id=post.id, text="Other words", version=1, key=key())
    forum.remove_post(actor_id=bob.id, post_id=post.id)
    with clock.at(NOON + 4_000 * DAY):
        for kind in (Kept.REMOVED_POSTS, Kept.DECLINED_POSTS):
            assert not commands.empty_post(kind=kind, post_id=post.id)
    assert db.session.get_one(Post, post.id).text == "Other words"
    assert db.session.query(PostRevision).one().text == "Words that stay"


def test_a_line_outlives_what_its_room_keeps(world, ann, bob, hold):
    line = chat.send_message(actor_id=bob.id, slug=world.cohort.slug, text="Kept", key=key())
    spaces.set_keeping(actor_id=ann.id, space_id=world.cohort.id, days=30)
    placed = hold()
    with clock.at(NOON + 31 * DAY):
        assert chat.expire_message(message_id=line.id) is False
        lift(world, placed)
        assert chat.expire_message(message_id=line.id) is True, "control"


@pytest.mark.parametrize("is_under_hold", [True, False])
def test_drafts_of_who_has_left_and_what_they_emptied(world, bob, hold, is_under_hold):
    if is_under_hold:
        hold()
    sheet = Sheet("space_id", world.cohort.id)
    forum.keep_draft(actor_id=bob.id, sheet=sheet, begun=forum.Begun("Begun"))
    chat.keep_draft(actor_id=bob.id, slug=world.cohort.slug, text="Begun")
    forum.keep_draft(actor_id=bob.id, sheet=sheet, begun=forum.Begun("", turn=1))
    left = db.session.scalars(sa.select(ForumDraft)).all()
    assert [each.discarded_at is not None for each in left] == [True] * is_under_hold
    people.evict(bob, world.cohort)
    assert db.session.query(ForumDraft).count() == db.session.query(RoomDraft).count() == is_under_hold


@pytest.mark.parametrize("is_under_hold", [True, False])
def test_a_file_that_was_left_out_stays_with_its_bytes_and_opens_for_nobody(world, bob, hold, is_under_hold):
    file = attach(bob, world.cohort, "a.png", picture())
    if is_under_hold:
        hold()
    forum.leave_out(actor_id=bob.id, attachment_id=file.id)
    with clock.at(NOON + 3 * DAY):
        assert not (is_under_hold and forum.forget_attachment(attachment_id=file.id))
    row = db.session.get(Attachment, file.id)
    assert (row is not None) is is_under_hold
    assert (file.stored in set(storage.store().names(before=FUTURE))) is is_under_hold
    if row is not None:
        actor = policy.load_actor(bob.id)
        assert not policy.can_open_attachment(actor, row)
        opened = sa.select(Attachment).where(Attachment.id == row.id, policy.visible_attachments(actor))
        assert db.session.scalar(opened) is None


@pytest.mark.parametrize("is_under_hold", [True, False])
def test_a_file_that_nobody_posted(world, bob, hold, is_under_hold):
    file = attach(bob, world.cohort)
    if is_under_hold:
        hold()
    with clock.at(NOON + timedelta(days=1, minutes=1)):
        assert forum.forget_attachment(attachment_id=file.id) is not is_under_hold


def test_nothing_is_moved_out_of_a_space_under_hold(world, ann, bob):
    group = people.a_group(ann, bob)
    post = start(world, bob)
    placed = place(world, space_id=world.cohort.id)
    move = {"actor_id": ann.id, "topic_id": post.topic_id, "space_id": group.id}
    with pytest.raises(Conflict, match="legal hold"):
        forum.move_topic(**move)
    lift(world, placed)
    assert forum.move_topic(**move).space_id == group.id


def test_a_poll(world, bob, hold):
    poll = polls.ask(bob, start(world, bob).topic_id)
    placed = hold()
    with pytest.raises(Conflict) as refused:
        forum.remove_poll(actor_id=bob.id, poll_id=poll.id)
    assert "hold" not in refused.value.message, "its author is not told"
    assert db.session.get(Poll, poll.id)
    lift(world, placed)
    forum.remove_poll(actor_id=bob.id, poll_id=poll.id)
    assert db.session.get(Poll, poll.id) is None


def test_a_poll_of_which_somebody_under_hold_wrote_what_it_came_to(world, ann, bob):
    poll = polls.ask(bob, start(world, bob).topic_id)
    forum.close_poll(actor_id=bob.id, poll_id=poll.id)
    forum.write_outcome(actor_id=ann.id, poll_id=poll.id, text="Ann's words", version=0)
    placed = place(world, person_id=ann.id)
    with pytest.raises(Conflict):
        forum.remove_poll(actor_id=bob.id, poll_id=poll.id)
    lift(world, placed)
    forum.remove_poll(actor_id=bob.id, poll_id=poll.id)
    assert db.session.get(Poll, poll.id) is None


def test_a_list_of_people(world, hold):
    wave = put(Kept.WAVES, world).row
    placed = hold()
    with pytest.raises(Conflict):
        accounts.drop_wave(actor_id=world.staff.id, wave_id=wave.id)
    lift(world, placed)
    accounts.drop_wave(actor_id=world.staff.id, wave_id=wave.id)
    assert db.session.get(Wave, wave.id) is None
    other = waves.upload(world.staff.id, waves.ROWAN)
    hold()
    accounts.drop_wave(actor_id=world.staff.id, wave_id=other.id)
    assert db.session.get(Wave, other.id) is None, "control: one that names nobody under hold"
