"""What no form and no page would send is refused, never a fault of ours (S20, S26, S39)."""

import pytest

from tests.people import post

HUGE = 10**30


@pytest.mark.parametrize(
    "path",
    [
        f"/people/{HUGE}",
        f"/spaces/cohort-1/members/{HUGE}",
        f"/spaces/cohort-1/members/{HUGE}/removal",
        "/spaces/%00/members",
        "/spaces/cohort-1%00/about",
        f"/directory?organisation={HUGE}",
        f"/directory?cohort={HUGE}",
        "/directory?region=%00",
        "/directory?name=%00",
        "/spaces/new?kind=set&cohort=%00",
        "/spaces/new?kind=%00",
        "/spaces/cohort-1/members?name=%00",
        "/spaces/cohort-1/members?after=1-%00",
        "/spaces/cohort-1/members/new?name=%00",
    ],
)
def test_addresses(world, client_for, path):
    ann = client_for(world.ann)
    assert ann.get("/people/" + str(world.bob.id)).status_code == 200  # the control
    assert ann.get(path).status_code in {400, 404}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/spaces/cohort-1/members", {"person": HUGE, "role": "member"}),
        ("/spaces/cohort-1/members", {"person": -HUGE, "role": "member"}),
        ("/spaces/cohort-1/members", {"person": "1\x00", "role": "member\x00"}),
        (
            "/spaces/new?kind=set&cohort=cohort-1",
            {"name": "B", "policy": "open", "leader": HUGE, "key": "\x00"},
        ),
        ("/spaces/cohort-1/settings", {"name": "\x00", "about": "\x00"}),
        ("/me", {"name": "\x00", "professional_role": "other"}),
        ("/me/affiliations", {"organisation": HUGE, "since": "2026-01-01"}),
        ("/me/affiliations", {"organisation": "", "since": "99999-01-01"}),
        ("/me/affiliations", {"organisation": "", "since": "9999-12-31"}),
    ],
)
def test_forms(world, client_for, path, data):
    assert post(client_for(world.ann), path, data).status_code in {400, 404, 422}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "x"])
def test_days(world, client_for, day):
    ann = client_for(world.ann)
    path = f"/spaces/cohort-1/members/{world.bob.id}/measures"
    form = {"kind": "suspended", "ground": "other", "until": day, "reason": "Because"}
    assert post(ann, path, form).status_code == 422
    assert post(ann, "/me/affiliations", {"organisation": "", "since": day}).status_code in {303, 422}


def test_a_key_with_a_nul_is_refused(world, client_for):
    form = {"name": "Odd", "policy": "open", "programme": "", "leader": "", "key": "a\x00b"}
    assert post(client_for(world.staff), "/spaces/new?kind=group", form).status_code == 422
