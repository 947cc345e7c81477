"""Starting a conversation: with people who share a space, once for the same people, and with nobody kept apart."""

import pytest

from cop import db
from cop.chat import commands as chat
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.models import Conversation, Space, SpaceKind
from cop.spaces import commands
from tests.people import key, newcomer
from tests.spaces.conversations import block, deactivate, ids, leave_all, members, said, start


def refused(starter, *others) -> str:
    with pytest.raises(Invalid) as refusal:
        start(starter, *others)
    assert refusal.value.field == "to"
    return refusal.value.message


class TestStarting:
    def test_it_has_its_people_and_nobody_else(self, world):
        space = start(world.ann, world.bob, text="Have you a minute?")

        assert space.kind is SpaceKind.DIRECT
        assert members(space) == ids([world.ann, world.bob])
        assert said(space) == ["Have you a minute?"]

    def test_its_name_names_nobody(self, world):
        assert start(world.ann, world.bob).name == "Conversation"

    def test_the_first_message_can_wait(self, world):
        assert said(start(world.ann, world.bob)) == []

    def test_several_people_have_one(self, world):
        carl = newcomer("carl", world.cohort)
        space = start(world.ann, world.bob, carl)

        assert members(space) == ids([world.ann, world.bob, carl])
        assert space.id != start(world.ann, world.bob).id

    @pytest.mark.parametrize("starter", ["ann", "bob"])
    def test_the_same_people_are_led_to_the_same(self, world, starter):
        first = start(world.ann, world.bob, text="First")
        again = {"ann": (world.ann, world.bob), "bob": (world.bob, world.ann)}[starter]

        assert start(*again, text="Second").id == first.id
        assert said(first) == ["First", "Second"]

    def test_the_same_form_says_it_once(self, world):
        form = {"actor_id": world.ann.id, "person_ids": [world.bob.id], "text": "Hello", "key": key()}
        spaces = {commands.start_conversation(**form).id for _ in range(2)}

        assert len(spaces) == 1
        assert said(db.get(Space, spaces.pop())) == ["Hello"]
        with pytest.raises(Conflict):
            commands.start_conversation(**form | {"text": "Something else"})

    def test_nobody_is_not_enough_and_nine_are_too_many(self, world):
        crowd = [newcomer(f"crowd{number}", world.network) for number in range(9)]

        assert "Choose whom" in refused(world.ann)
        assert "Choose whom" in refused(world.ann, world.ann)
        assert "at most 8" in refused(world.ann, *crowd)
        assert len(members(start(world.ann, *crowd[:8]))) == 9

    def test_a_message_needs_a_key(self, world):
        with pytest.raises(Invalid, match="lost its place"):
            commands.start_conversation(
                actor_id=world.ann.id, person_ids=[world.bob.id], text="Hello", key="x"
            )

    def test_words_that_may_not_be_kept_start_nothing(self, world):
        with pytest.raises(Invalid):
            start(world.ann, world.bob, text="x" * 4_001)
        assert Conversation.between([world.ann.id, world.bob.id]) is None

    def test_many_in_a_row_are_slowed_down(self, world):
        others = [newcomer(f"other{number}", world.network) for number in range(6)]
        for other in others[:5]:
            start(world.ann, other)

        with pytest.raises(TooFast):
            start(world.ann, others[5])
        assert start(world.ann, others[0])  # the control: one that is there is led to
        assert start(world.bob, others[5])


class TestWhomOneMayWriteTo:
    def test_those_who_share_a_space(self, world):
        assert start(world.ann, world.mallory)  # the control: they share the network
        leave_all(world.mallory, world.network)
        with pytest.raises(Invalid, match="at the moment"):
            start(world.bob, world.mallory)

    def test_who_belongs_nowhere_writes_to_nobody(self, world):
        with pytest.raises(Forbidden):
            start(world.staff, world.ann)

    def test_a_conversation_is_no_space_to_share(self, world):
        carl = newcomer("carl", world.network)
        start(world.ann, world.mallory, carl)
        leave_all(world.mallory, world.network, world.other)
        leave_all(carl, world.network)

        with pytest.raises(Forbidden):
            start(world.mallory, carl)

    def test_the_words_are_the_same_for_a_stranger_a_block_and_who_has_gone(self, world):
        stranger, gone = newcomer("stranger"), newcomer("gone", world.network)
        deactivate(gone)
        block(world.bob, world.ann)

        words = {refused(world.ann, other) for other in (stranger, gone, world.bob)}
        assert words == {refused(world.bob, world.ann)}
        assert start(world.ann, world.mallory)  # the control

    def test_a_third_person_learns_nothing_of_a_block_between_two_others(self, world):
        block(world.bob, world.mallory)

        space = start(world.ann, world.bob, world.mallory, text="Do you know each other?")
        assert members(space) == ids([world.ann, world.bob, world.mallory])
        assert start(world.ann, world.mallory, world.bob).id == space.id
        commands.leave(actor_id=world.mallory.id, space_id=space.id)
        assert members(space) == ids([world.ann, world.bob])

    @pytest.mark.parametrize("starter", ["bob", "mallory"])
    def test_who_stands_in_a_block_themselves_begins_no_group_across_it(self, world, starter):
        block(world.bob, world.mallory)
        actor, other = {"bob": (world.bob, world.mallory), "mallory": (world.mallory, world.bob)}[starter]

        assert refused(actor, other, world.ann) == refused(actor, newcomer("stranger"))
        assert start(actor, world.ann)  # the control

    def test_a_refusal_costs_as_much_as_a_start(self, world):
        stranger = newcomer("stranger")
        for _ in range(5):
            refused(world.ann, stranger)

        for other in (stranger, world.mallory):
            with pytest.raises(TooFast):
                start(world.ann, other)
        assert start(world.bob, world.mallory)  # the control

    def test_a_used_key_says_nothing_of_who_may_be_written_to(self, world):
        used = key()
        about = {"actor_id": world.ann.id, "key": used}
        space = commands.start_conversation(**about, person_ids=[world.bob.id], text="Hello")
        block(world.mallory, world.ann)

        for other in (world.mallory, newcomer("carl", world.cohort), newcomer("stranger")):
            for text in ("Hello", "Something else"):
                with pytest.raises(Conflict):
                    commands.start_conversation(**about, person_ids=[other.id], text=text)
        assert said(space) == ["Hello"]
        block(world.bob, world.ann)
        assert commands.start_conversation(**about, person_ids=[world.bob.id], text="Hello").id == space.id
        with pytest.raises(Forbidden):  # the control: with a key of its own it would be new
            start(world.ann, world.bob, text="Hello")


class TestLeaving:
    def test_the_others_go_on_and_the_same_people_begin_afresh(self, world):
        first = start(world.ann, world.bob, text="Between us")
        commands.leave(actor_id=world.bob.id, space_id=first.id)

        assert members(first) == ids([world.ann])
        second = start(world.bob, world.ann, text="Once more")
        assert second.id != first.id
        assert said(second) == ["Once more"]

    def test_who_left_reads_nothing_more(self, world):
        space = start(world.ann, world.bob, text="Between us")
        assert chat.read_room(actor_id=world.bob.id, slug=space.slug, upto=1).lines == 0  # the control
        commands.leave(actor_id=world.bob.id, space_id=space.id)

        with pytest.raises(NotFound):
            chat.read_room(actor_id=world.bob.id, slug=space.slug, upto=1)

    def test_alone_there_is_nobody_to_write_to(self, world):
        space = start(world.ann, world.bob)
        commands.leave(actor_id=world.bob.id, space_id=space.id)

        with pytest.raises(Forbidden, match="at the moment"):
            chat.send_message(actor_id=world.ann.id, slug=space.slug, text="Still there?", key=key())

    def test_nobody_is_added(self, world):
        space = start(world.ann, world.bob)

        for actor in (world.ann, world.staff):
            with pytest.raises((Forbidden, NotFound)):
                commands.add_member(actor_id=actor.id, space_id=space.id, person_id=world.mallory.id)
        assert commands.add_member(
            actor_id=world.ann.id, space_id=world.cohort.id, person_id=world.mallory.id
        )
