"""At once, on databases that really commit: one place for a person, one space for a form, somebody left to moderate."""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock, db, policy
from cop.accounts import commands as accounts
from cop.accounts.commands import tokens
from cop.models import (
    Appointment,
    Decision,
    Ground,
    MeasureKind,
    Membership,
    Organisation,
    Review,
    RoleName,
    Space,
    SpaceKind,
    Verdict,
)
from cop.moderation import commands as moderation
from cop.spaces import commands
from cop.spaces.commands import Wanted, organisations
from tests.at_once import at_once, many_at_once
from tests.groups import put_group
from tests.people import World, a_steward, key, newcomer, take_network_away


def count(*where) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(*where))


def test_adding_twenty_times_is_one_membership(committed: World) -> None:
    ids = {"actor_id": committed.ann.id, "space_id": committed.cohort.id, "person_id": committed.mallory.id}

    found = many_at_once(lambda _: commands.add_member(**ids).id)

    assert len(set(found)) == 1
    assert count(Decision.verdict == Verdict.ADD_MEMBER) == 1


def test_a_form_sent_twenty_times_makes_one_space(committed: World) -> None:
    form = {"actor_id": committed.staff.id, "kind": SpaceKind.COHORT, "name": "Cohort 9", "key": key()}

    many_at_once(lambda _: commands.create_space(**form).id)

    assert count(Space.name == "Cohort 9") == 1


def test_two_moderators_cannot_both_go(committed: World) -> None:
    """Each removes the other, or leaves: whoever comes second is refused, so that one of them stays."""
    ann, bob, space_id = committed.ann.id, committed.bob.id, committed.cohort.id
    commands.add_member(actor_id=ann, space_id=space_id, person_id=bob, role=RoleName.MODERATOR)

    def go(number: int) -> object:
        me, other = (ann, bob) if number % 2 else (bob, ann)
        if number % 4 < 2:
            return commands.leave(actor_id=me, space_id=space_id)
        return commands.remove_member(actor_id=me, space_id=space_id, person_id=other, reason="Race")

    many_at_once(go)

    moderators = sa.select(Membership.person_id).join(Membership.roles).where(Membership.space_id == space_id)
    left = db.session.scalars(
        moderators.where(Membership.ended_at.is_(None), sa.text("role.name = 'moderator'"))
    )
    assert len(left.all()) == 1


def test_two_who_run_the_network_cannot_both_step_back(committed: World) -> None:
    a_steward()
    held = list(db.session.scalars(sa.select(Appointment).order_by(Appointment.id)))
    both = [(each.id, each.person_id) for each in held]

    def step_back(number: int) -> object:
        appointment_id, person_id = both[number % 2]
        return commands.end_appointment(actor_id=person_id, appointment_id=appointment_id)

    many_at_once(step_back)
    assert count(Appointment.ended_at.is_(None)) == 1


def test_who_is_suspended_while_they_take_over_has_nothing_of_it(committed: World) -> None:
    steward, bob = a_steward(), committed.bob
    mine = db.session.query(Appointment).filter_by(person_id=steward.id).one().id
    until = clock.now() + timedelta(days=7)
    asked = commands.nominate(actor_id=steward.id, nominee_id=bob.id, until=until, appointment_id=mine).id
    wanted = Wanted(MeasureKind.SUSPENDED, until, Ground.OTHER, "x")

    at_once(
        [
            lambda: commands.accept_succession(actor_id=bob.id, succession_id=asked),
            lambda: commands.take_measure(actor_id=committed.staff.id, person_id=bob.id, wanted=wanted),
        ]
    )
    assert not policy.load_actor(bob.id).appointments


def test_letting_in_and_coming_by_an_invitation_wait_for_one_another(committed: World) -> None:
    for number in range(5):
        group = put_group(committed.ann, slug=f"group-{number}")
        asked = commands.ask_to_join(actor_id=committed.bob.id, space_id=group.id, said="Please")
        review = db.session.query(Review).filter_by(request_id=asked.id).one().id
        sent = accounts.invite(
            actor_id=committed.ann.id, email=committed.bob.email, places=[(group.id, RoleName.MEMBER)]
        )
        token = tokens.of_invitation(sent)
        about = {"actor_id": committed.ann.id, "review_id": review}
        at_once(
            [
                lambda about=about: moderation.let_in(**about),
                lambda token=token: accounts.join(actor_id=committed.bob.id, token=token),
            ]
        )
        assert Membership.of(committed.bob.id, group.id)


def test_two_networks_at_once_are_one_and_nobody_is_left_out(committed: World) -> None:
    """While somebody joins a cohort: they are in the network, whichever of the two comes first."""
    take_network_away()
    staff_id, people = committed.staff.id, [newcomer(f"nora{number}") for number in range(4)]
    joins = [
        lambda person_id=person.id: commands.add_member(
            actor_id=staff_id, space_id=committed.cohort.id, person_id=person_id
        )
        for person in people
    ]
    makes = [
        lambda name=name: commands.create_space(actor_id=staff_id, kind=SpaceKind.NETWORK, name=name)
        for name in ("One", "Two", "Three")
    ]

    found = at_once([*joins[:2], *makes, *joins[2:]])

    assert sum(isinstance(each, Space) for each in found) == 1
    (network,) = db.session.scalars(sa.select(Space).where(Space.kind == SpaceKind.NETWORK))
    for person in (committed.ann, committed.bob, committed.mallory, *people):
        assert Membership.of(person.id, network.id) is not None


def test_whoever_comes_to_one_more_place_while_the_network_is_made_is_in_both(committed: World) -> None:
    staff_id = committed.staff.id
    for number in range(3):
        take_network_away()
        place = commands.create_space(actor_id=staff_id, kind=SpaceKind.COHORT, name=f"Next {number}").id
        joins = [
            lambda person_id=person.id, place=place: commands.add_member(
                actor_id=staff_id, space_id=place, person_id=person_id
            )
            for person in (committed.mallory, committed.bob, committed.ann)
        ]
        name = f"Network {number}"
        made, *_ = at_once(
            [
                lambda name=name: commands.create_space(actor_id=staff_id, kind=SpaceKind.NETWORK, name=name),
                *joins,
            ]
        )
        assert isinstance(made, Space)
        for person in (committed.ann, committed.bob, committed.mallory):
            assert Membership.of(person.id, made.id) is not None
            assert Membership.of(person.id, place) is not None


def test_two_organisations_never_take_each_other_in(committed: World) -> None:
    """By hand, from the page of each, and as lines of a list: whichever comes second would close the circle."""
    rows = [commands.OrganisationRow(code, "Teasel Vale") for code in ("X1", "X2")]
    one, two = commands.import_organisations(actor_id=None, rows=rows)
    both = [(one.id, "X1", two.id, "X2"), (two.id, "X2", one.id, "X1")]

    def merge(number: int) -> object:
        mine, code, other, after = both[number % 2]
        row, actor_id = commands.OrganisationRow(code, "Teasel Vale", successor=after), committed.staff.id
        if number % 6 < 2:
            return commands.name_successor(actor_id=actor_id, organisation_id=mine, successor_id=other)
        if number % 6 < 4:
            return commands.edit_organisation(actor_id=actor_id, organisation_id=mine, row=row)
        return organisations.succeed(actor_id=actor_id, row=row)

    for _ in range(5):
        for each in (one, two):
            commands.name_successor(actor_id=None, organisation_id=each.id, successor_id=None)
        many_at_once(merge)
        assert count(Organisation.successor_id.is_not(None)) == 1
