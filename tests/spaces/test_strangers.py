"""Mallory at every page of a space: the answer is that of a space that is not there (S7)."""

import re
import secrets

import pytest

from cop.models import RoleName
from cop.spaces import commands
from tests.people import post

PAGES = ["about", "settings", "members", "members/new", "leaving", "members/{bob}", "members/{bob}/removal"]
DEEDS = [
    "settings",
    "policy",
    "leaving",
    "members",
    "members/{bob}/roles",
    "members/{bob}/measures",
    "members/{bob}/removal",
]
FOR_MEMBERS = {"about", "members", "leaving"}
ONCE = re.compile(
    r'(name="csrf-token" content=|name="csrf_token" value=|nonce=|(?:href|src)=(?="/static/))"[^"]+"'
)
"""Tokens; and the addresses of built files, which may be built anew meanwhile."""


def settled(response) -> tuple[int, str]:
    """The answer without what differs from one answer to the next by itself."""
    return response.status_code, ONCE.sub(r'\1""', response.get_data(as_text=True))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("slug", ["cohort-1", "cohort-1-set-a"])
def test_pages(world, client_for, page, slug):
    path = page.format(bob=world.bob.id)
    mallory = client_for(world.mallory)

    real = settled(mallory.get(f"/spaces/{slug}/{path}"))
    absent = settled(mallory.get(f"/spaces/no-such-space/{path}"))

    assert real[0] == 404
    assert real == absent
    assert client_for(world.ann).get(f"/spaces/{slug}/{path}").status_code == 200  # the control
    expected = 200 if page in FOR_MEMBERS else 403
    assert client_for(world.bob).get(f"/spaces/{slug}/{path}").status_code == expected


@pytest.mark.parametrize("page", PAGES)
def test_staff_have_no_standing_access_to_a_set(world, client_for, page):
    path = page.format(bob=world.bob.id)
    staff = client_for(world.staff)

    assert staff.get(f"/spaces/cohort-1-set-a/{path}").status_code == 404
    expected = 403 if page in {"settings", "leaving"} else 200
    assert staff.get(f"/spaces/cohort-1/{path}").status_code == expected  # the control


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds(world, client_for, deed):
    data = {
        "name": "Mallory's",
        "policy": "open",
        "sure": "yes",
        "person": world.mallory.id,
        "role": "member",
    }
    data |= {
        "roles": "observer",
        "until": "2026-03-20",
        "reason": "Because",
        "kind": "note",
        "ground": "other",
    }
    path = deed.format(bob=world.bob.id)
    mallory = client_for(world.mallory)

    for slug in ("cohort-1", "cohort-1-set-a"):
        real = settled(post(mallory, f"/spaces/{slug}/{path}", data))
        absent = settled(post(mallory, f"/spaces/no-such-space/{path}", data))
        assert real == absent
        assert real[0] == 404
    if deed != "leaving":
        assert post(client_for(world.bob), f"/spaces/cohort-1/{path}", data).status_code == 403
    assert post(client_for(world.ann), f"/spaces/cohort-1/{path}", data).status_code in {
        303,
        409,
    }  # the control


def test_nested_ids_must_agree(world, client_for):
    """A member of another space, by way of this one."""
    ann = client_for(world.ann)

    assert ann.get(f"/spaces/cohort-1/members/{world.bob.id}").status_code == 200
    for person_id in (world.mallory.id, 10**12):
        assert ann.get(f"/spaces/cohort-1/members/{person_id}").status_code == 404


def test_who_is_suspended_or_has_left_is_a_stranger(world, client_for):
    bob = client_for(world.bob)
    assert bob.get("/spaces/cohort-1/members").status_code == 200

    commands.leave(actor_id=world.bob.id, space_id=world.cohort.id)

    assert bob.get("/spaces/cohort-1/members").status_code == 404
    assert bob.get("/spaces/cohort-1-set-a/members").status_code == 200


def test_a_moderator_elsewhere_is_an_ordinary_person_here(world, client_for):
    """S34."""
    commands.add_member(actor_id=world.ann.id, space_id=world.cohort.id, person_id=world.mallory.id)
    commands.add_member(
        actor_id=world.staff.id,
        space_id=world.other.id,
        person_id=world.mallory.id,
        role=RoleName.MODERATOR,
    )
    mallory = client_for(world.mallory)

    assert mallory.get("/spaces/cohort-2/members/new").status_code == 200
    assert mallory.get("/spaces/cohort-1/members/new").status_code == 403


@pytest.mark.parametrize(
    "path", ["/spaces", "/spaces/new", "/directory", "/me", "/people/1", "/spaces/cohort-1/members"]
)
def test_nobody_is_asked_to_sign_in(client_for, path):
    response = client_for(None).get(path)

    assert response.status_code == 303
    assert response.location.startswith("/sign-in")


def test_a_post_without_the_token_is_refused(world, client_for):
    bob = client_for(world.bob)
    assert bob.post("/me", data={"name": secrets.token_hex(4)}).status_code == 400
