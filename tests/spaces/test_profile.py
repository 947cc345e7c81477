"""My profile: mine alone to change, and only what the form offers."""

from datetime import timedelta

import pytest

from cop import db
from cop.forum import commands as forum
from cop.models import Person, Post, ProfessionalRole
from cop.spaces import commands
from tests import measures
from tests.conftest import NOON
from tests.people import key, post

FORM = {
    "name": "Bob Ray",
    "professional_role": "service_lead",
    "about": "I look for a tea trolley.",
    "is_listed": "y",
}


def text(response) -> str:
    return response.get_data(as_text=True)


def bob_now(world) -> Person:
    return db.get(Person, world.bob.id)


def test_shows_spaces_with_roles_and_suspension(world, client_for):
    measures.suspend(
        actor_id=world.ann.id,
        space_id=world.cohort.id,
        person_id=world.bob.id,
        until=NOON + timedelta(days=7),
        reason="Rest",
    )
    html = text(client_for(world.bob).get("/me"))

    assert "Suspended" in html
    assert "9 Mar 2026" in html
    assert "Set A" in html
    assert "/me/account" in html


def test_what_was_typed_is_saved(world, client_for):
    assert post(client_for(world.bob), "/me", FORM).status_code == 303

    bob = bob_now(world)
    assert (bob.name, bob.professional_role) == ("Bob Ray", ProfessionalRole.SERVICE_LEAD)
    assert (bob.shares_about, bob.shares_email, bob.is_listed) == (False, False, True)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"professional_role": "boss"}, {"about": "x" * 601}, {"name": "\u202eBob"}]
)
def test_what_is_wrong_is_said_and_the_rest_kept(world, client_for, wrong):
    response = post(client_for(world.bob), "/me", FORM | wrong)

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert "service_lead" in text(response)
    assert bob_now(world).name == "Bob"


def test_more_fields_change_nothing(world, client_for):
    """S20."""
    more = {column.key: "1" for column in Person.__table__.columns if column.key not in FORM}
    more |= {"actor_id": world.ann.id, "person_id": world.ann.id, "is_staff": "y"}
    for name in ("shares_about", "shares_email"):
        more.pop(name)
    before = bob_now(world)
    kept = {
        name: getattr(before, name) for name in ("email", "password_hash", "organisation_id", "created_at")
    }

    assert post(client_for(world.bob), "/me", FORM | more).status_code == 303

    bob = bob_now(world)
    assert bob.name == "Bob Ray"  # the control
    assert {name: getattr(bob, name) for name in kept} == kept
    assert bob.deactivated_at is None
    assert db.get(Person, world.ann.id).name == "Ann"


def test_what_was_written_before_keeps_the_organisation_of_its_time(world, client_for):
    leeds = commands.create_organisation(actor_id=None, code="L1", name="Leeds Trust")
    ann, bob = client_for(world.ann), client_for(world.bob)
    ask = {"actor_id": world.bob.id, "space_id": world.cohort.id, "text": "Words"}
    before = forum.open_topic(**ask, title="Before", key=key())
    post(bob, "/me/affiliations", {"organisation": leeds.id, "since": "2026-01-05"})
    after = forum.open_topic(**ask, title="After", key=key())

    db.session.expire_all()
    standings = [db.get(Post, each.id).standing for each in (before, after)]
    assert standings == ["R&D manager, Invented Trust", "R&D manager, Leeds Trust"]
    shown = [text(ann.get(f"/topics/{each.topic_id}")) for each in (before, after)]
    assert ["R&amp;D manager, Invented Trust" in page for page in shown] == [True, False]
    assert ["R&amp;D manager, Leeds Trust" in page for page in shown] == [False, True]


def test_moving(world, client_for):
    leeds = commands.create_organisation(actor_id=None, code="L1", name="Leeds Trust")
    bob = client_for(world.bob)

    assert post(bob, "/me/affiliations", {"organisation": leeds.id, "since": "2026-01-05"}).status_code == 303
    assert "5 Jan 2026" in text(bob.get("/me"))
    assert bob_now(world).organisation_id == leeds.id
    assert post(bob, "/me/affiliations", {"organisation": "", "since": "2026-03-02"}).status_code == 303
    assert bob_now(world).organisation_id is None


@pytest.mark.parametrize(
    "form",
    [
        {"organisation": "999999", "since": "2026-01-05"},
        {"organisation": ""},
        {"since": "2030-01-05", "organisation": ""},
    ],
)
def test_moving_nowhere_or_tomorrow_is_refused(world, client_for, form):
    response = post(client_for(world.bob), "/me/affiliations", form)

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert bob_now(world).organisation_id == world.bob.organisation_id


def test_costs_little(world, client_for, count_queries):
    bob = client_for(world.bob)
    bob.get("/me")
    with count_queries() as queries:
        assert bob.get("/me").status_code == 200
    assert len(queries) <= 8
