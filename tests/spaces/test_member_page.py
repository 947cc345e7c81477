"""One member, for those who look after the space."""

from datetime import timedelta

import pytest

from cop import db, policy
from cop.models import Ground, Measure, MeasureKind, Membership, RoleName, Space
from cop.spaces import commands
from cop.spaces.commands import Wanted
from tests import measures
from tests.conftest import NOON
from tests.people import post


def text(response) -> str:
    return response.get_data(as_text=True)


def page(world) -> str:
    return f"/spaces/cohort-1/members/{world.bob.id}"


def reads(person, space) -> bool:
    return policy.can_read_space(policy.load_actor(person.id), db.get(Space, space.id))


def test_shows_roles_and_what_was_decided(world, client_for):
    commands.set_member_roles(
        actor_id=world.ann.id, space_id=world.cohort.id, person_id=world.bob.id, roles=[RoleName.OBSERVER]
    )
    html = text(client_for(world.ann).get(page(world)))

    assert "Roles changed to observer" in html
    assert "by Ann" in html
    assert 'value="observer" checked' in html
    assert 'value="facilitator"' not in html  # a cohort is not facilitated


def test_a_set_is_facilitated(world, client_for):
    html = text(client_for(world.ann).get(f"/spaces/cohort-1-set-a/members/{world.bob.id}"))

    assert 'value="facilitator"' in html


def test_decisions_of_another_space_are_not_told(world, client_for):
    commands.set_member_roles(
        actor_id=world.ann.id, space_id=world.set_a.id, person_id=world.bob.id, roles=[RoleName.OBSERVER]
    )
    assert "Nothing yet" in text(client_for(world.staff).get(page(world)))


def test_oneself_is_sent_to_others(world, client_for):
    html = text(client_for(world.ann).get(f"/spaces/cohort-1/members/{world.ann.id}"))

    assert "This is you" in html
    assert "Save roles" not in html


def test_roles_are_set(world, client_for):
    response = post(client_for(world.ann), f"{page(world)}/roles", {"roles": ["member", "moderator"]})

    assert response.status_code == 303
    roles = Membership.of(world.bob.id, world.cohort.id).current_roles
    assert roles == {RoleName.MEMBER, RoleName.MODERATOR}


SUSPENDED = {"kind": "suspended", "ground": "other"}


@pytest.mark.parametrize("roles", [[], ["observer", "member"], ["owner"], ["facilitator"]])
def test_roles_that_mean_nothing_are_refused(world, client_for, roles):
    response = post(client_for(world.ann), f"{page(world)}/roles", {"roles": roles})

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert Membership.of(world.bob.id, world.cohort.id).current_roles == {RoleName.MEMBER}


def test_suspending_and_letting_in_again(world, client_for):
    ann = client_for(world.ann)
    form = SUSPENDED | {"until": "2026-03-20", "reason": "To let things settle"}

    assert post(ann, f"{page(world)}/measures", form).status_code == 303
    assert not reads(world.bob, world.cohort)
    html = text(ann.get(page(world)))
    assert "Suspended: Until 20 March 2026. To let things settle" in html
    (measure,) = Measure.of(world.bob.id, world.cohort.id)
    assert f"/measures/{measure.id}/ending" in html

    assert "End this measure?" in text(ann.get(f"/measures/{measure.id}/ending"))
    assert post(ann, f"/measures/{measure.id}/ending", {"reason": "a" * 1_001}).status_code == 422
    assert not reads(world.bob, world.cohort)
    assert post(ann, f"/measures/{measure.id}/ending", {"reason": "It has settled"}).status_code == 303
    assert reads(world.bob, world.cohort)
    assert "Let in again: It has settled" in text(ann.get(page(world)))
    assert "It is over already" in text(ann.get(f"/measures/{measure.id}/ending"))


def test_a_reason_that_is_refused_comes_back(world, client_for):
    until, about = NOON + timedelta(days=7), {"space_id": world.cohort.id, "person_id": world.bob.id}
    measure = measures.suspend(actor_id=world.ann.id, until=until, reason="x", **about)
    address, reason = f"/measures/{measure.id}/ending", "It was about 999 000 1383"

    answer = post(client_for(world.ann), address, {"reason": reason})
    assert answer.status_code == 422
    assert reason in text(answer)
    assert not reads(world.bob, world.cohort)


def test_nobody_ends_what_holds_where_they_can_not_read(world, client_for):
    until, about = NOON + timedelta(days=7), {"space_id": world.set_a.id, "person_id": world.bob.id}
    measure = measures.suspend(actor_id=world.ann.id, until=until, reason="x", **about)
    address = f"/measures/{measure.id}/ending"

    assert client_for(world.staff).get(address).status_code == 404
    assert post(client_for(world.staff), address, {}).status_code == 404
    assert client_for(world.ann).get(address).status_code == 200, "control: Ann facilitates it"


def test_what_holds_everywhere_is_shown_to_who_looks_after_a_space(world, client_for):
    until, about = NOON + timedelta(days=7), {"actor_id": world.staff.id, "person_id": world.bob.id}
    for kind in (MeasureKind.WARNING, MeasureKind.HELD):
        commands.take_measure(**about, wanted=Wanted(kind, until, Ground.UNKIND, "Unkind elsewhere"))
    html = text(client_for(world.ann).get(page(world)))
    assert "What they write waits for a moderator until" in html
    assert "Warning until" not in html, "what was said to them there holds nothing back here"
    assert "Unkind elsewhere" not in html


def test_a_suspension_needs_a_day_and_a_reason(world, client_for):
    ann = client_for(world.ann)
    for form in ({"until": "2026-03-20"}, {"reason": "x"}, {"until": "2026-03-01", "reason": "kept words"}):
        response = post(ann, f"{page(world)}/measures", SUSPENDED | form)
        assert response.status_code == 422
    assert "kept words" in text(response)
    assert reads(world.bob, world.cohort)


def test_removal_is_confirmed_with_a_reason(world, client_for):
    ann = client_for(world.ann)
    assert "Remove Bob from Cohort 1?" in text(ann.get(f"{page(world)}/removal"))
    assert post(ann, f"{page(world)}/removal", {"ground": "other", "reason": ""}).status_code == 422
    assert reads(world.bob, world.cohort)

    for _ in range(2):  # a double click
        assert (
            post(ann, f"{page(world)}/removal", {"ground": "other", "reason": "Asked us to"}).status_code
            == 303
        )

    assert not reads(world.bob, world.cohort)
    html = text(ann.get(page(world)))
    assert "Add Bob again" in html
    assert html.count("Removed: Asked us to") == 1


def test_the_last_moderator_cannot_be_removed(world, client_for):
    path = f"/spaces/cohort-1/members/{world.ann.id}/removal"
    response = post(client_for(world.staff), path, {"ground": "other", "reason": "kept words"})

    assert response.status_code == 409
    assert "Make somebody else a moderator first" in text(response)
    assert "kept words" in text(response)


def test_dates_are_those_of_the_united_kingdom(world, client_for):
    """In summer the day begins an hour before it does in UTC."""
    post(
        client_for(world.ann),
        f"{page(world)}/measures",
        SUSPENDED | {"until": "2026-06-01", "reason": "Long"},
    )

    membership = Membership.of(world.bob.id, world.cohort.id)
    assert membership.suspended_until == NOON.replace(month=5, day=31, hour=23)
    assert membership.suspended_until - NOON > timedelta(days=90)
