"""Agreeing on a contract: terms, rules that everybody accepts, rotas and a smaller quorum (domain.md 2.5, SM1)."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.meetings.commands import contracts as commands
from cop.meetings.commands.contracts import Terms
from cop.meetings.queries import contracts as finding
from cop.models import Contract, Duty, GroundRules, Membership, Question, RoleName, Space
from cop.models.rotas import in_turn
from tests import people

TERMS = Terms(purpose="To change how we lead", meetings=5, cadence_days=35, keeps_days=90)


def agree(actor, space, terms=TERMS, seen=0):
    return commands.agree_on_terms(actor_id=actor.id, space_id=space.id, terms=terms, seen=seen)


def write(actor, space, text="We start on time.", change="", seen=0):
    return commands.write_rules(actor_id=actor.id, space_id=space.id, text=text, change=change, seen=seen)


def accept(actor, space, number=1):
    commands.accept_rules(actor_id=actor.id, space_id=space.id, number=number)


def move(actor, space, person, place, duty=Duty.HOSTS):
    commands.arrange(actor_id=actor.id, space_id=space.id, duty=duty, person_id=person.id, place=place)


def agreed(space):
    db.session.expire_all()
    return finding.agreement(db.get(Space, space.id))


def test_it_is_concluded_once_nothing_is_lacking(world, ann, bob):
    space = world.set_a
    assert len(agreed(space).lacking) == 6
    agree(bob, space)
    assert agreed(space).lacking == ["Write the ground rules", "Everybody accepts the ground rules"]
    write(ann, space)
    assert [person.id for person in agreed(space).outstanding] == [bob.id], "who wrote them accepts them"
    accept(bob, space)
    assert agreed(space).lacking == []


def test_a_new_version_needs_everybody_again_and_the_one_before_stays(world, ann, bob):
    space = world.set_a
    write(ann, space)
    accept(bob, space)
    write(bob, space, "We start at ten past.", "Ten minutes later", seen=1)
    now = agreed(space)
    assert now.rules.number == 2
    assert [person.id for person in now.outstanding] == [ann.id]
    first = GroundRules.of(space.id)[-1]
    assert first.text == "We start on time."
    assert set(first.accepted_by()) == {ann.id, bob.id}
    with pytest.raises(Conflict):
        accept(ann, space, number=1)
    accept(ann, space, number=2)
    accept(ann, space, number=2)
    assert agreed(space).outstanding == []


def test_a_member_who_comes_in_has_yet_to_accept(world, ann, bob):
    space = world.set_a
    write(ann, space)
    accept(bob, space)
    dan = people.newcomer("dan", world.cohort, space)
    assert [person.id for person in agreed(space).outstanding] == [dan.id]
    people.evict(dan, space)
    assert agreed(space).outstanding == []


def test_two_who_write_at_once_do_not_overwrite_one_another(world, ann, bob):
    space = world.set_a
    rules = write(ann, space)
    assert write(ann, space).id == rules.id, "a repeat"
    with pytest.raises(Conflict):
        write(bob, space, "We meet at eight.")
    assert agree(ann, space).version == 1
    with pytest.raises(Conflict):
        agree(bob, space, Terms("Something else", 3, 28, 30))
    assert agree(bob, space, Terms("Something else", 3, 28, 30), seen=1).version == 2


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(" ", 5, 35, 90), "purpose"),
        (Terms("Why", 0, 35, 90), "meetings"),
        (Terms("Why", 241, 35, 90), "meetings"),
        (Terms("Why", 5, 6, 90), "cadence_days"),
        (Terms("Why", 5, 121, 90), "cadence_days"),
        (Terms("Why", 5, 35, 91), "keeps_days"),
        (Terms("About 999 000 1383", 5, 35, 90), "purpose"),
    ],
)
def test_what_a_set_can_not_agree_on(world, ann, terms, field):
    with pytest.raises(Invalid) as refusal:
        agree(ann, world.set_a, terms)
    assert refusal.value.field == field
    assert Contract.of(world.set_a.id) is None


def test_rules_need_words_and_a_change_a_line(world, ann):
    for text, change, seen in ((" ", "", 0), ("x" * 8_001, "", 0), ("Other rules", " ", 1)):
        with pytest.raises(Invalid):
            write(ann, world.set_a, text, change, seen)
    assert GroundRules.newest(world.set_a.id) is None


def test_nobody_from_outside_agrees_on_anything(world, ann, mallory):
    space = world.set_a
    write(ann, space)
    for outsider in (mallory, world.staff, people.newcomer("dan", world.cohort)):
        for act in (agree, write, accept):
            with pytest.raises(NotFound):
                act(outsider, space)
        with pytest.raises(NotFound):
            move(outsider, space, ann, 0)
    observer = people.newcomer_as(RoleName.OBSERVER, "eve", space)
    for act in (agree, write, accept):
        with pytest.raises(Forbidden):
            act(observer, space)
    with pytest.raises(NotFound):
        agree(ann, world.cohort)


def test_a_rota_is_arranged_by_places(world, ann, bob):
    space = world.set_a
    dan = people.newcomer("dan", world.cohort, space)
    agree(ann, space)
    assert agreed(space).rotas[Duty.HOSTS] == [ann.id, bob.id, dan.id], "everybody, by name"
    move(bob, space, dan, 0)
    move(bob, space, dan, 0)
    assert agreed(space).rotas[Duty.HOSTS] == [dan.id, ann.id, bob.id]
    assert agreed(space).rotas[Duty.FACILITATORS] == [ann.id, bob.id, dan.id]
    move(bob, space, ann, None)
    assert agreed(space).rotas[Duty.HOSTS] == [dan.id, bob.id]
    people.evict(dan, space)
    assert agreed(space).rotas[Duty.HOSTS] == [bob.id], "who has left is passed over"
    with pytest.raises(Conflict):
        move(ann, space, dan, 0)
    assert [in_turn([7, 8], held=held) for held in range(3)] == [7, 8, 7]
    assert in_turn([], held=2) is None


def test_three_are_enough_while_every_member_says_so(world, ann, bob):
    space = world.set_a

    def say(actor, act=commands.say_yes):
        act(actor_id=actor.id, space_id=space.id, question=Question.SMALL_QUORUM)

    adviser = people.newcomer_as(RoleName.FACILITATOR, "eve", space)
    with pytest.raises(Forbidden):
        say(adviser)
    say(ann)
    say(ann)
    assert agreed(space).quorum == 4
    say(bob)
    assert agreed(space).quorum == 3, "the adviser is not asked"
    dan = people.newcomer("dan", world.cohort, space)
    assert agreed(space).quorum == 4
    say(dan)
    say(bob, commands.take_yes_back)
    assert finding.quorum(db.get(Space, space.id)) == 4


def test_whose_words_wait_writes_no_rules(world, ann, bob):
    """Nobody would read them first; what others wrote they accept like anybody."""
    space = world.set_a
    hold_back(bob, space)
    with pytest.raises(Forbidden):
        write(bob, space)
    write(ann, space)
    accept(bob, space)
    assert agreed(space).outstanding == []


@db.command
def hold_back(person, space) -> None:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.hold_back(held=clock.now() + timedelta(days=7), read_only=None, suspended=None)
