"""My spaces, about one, its settings, making one, leaving one."""

import re

import pytest

from cop import db
from cop.models import Membership, Policy, RoleName, Space, SpaceKind
from cop.spaces import commands
from tests.people import csrf_token, post, take_network_away


def text(response) -> str:
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def main(html: str) -> str:
    return html.partition('id="main"')[2]


def key_of(html: str) -> str:
    return re.search(r'name="key"[^>]*value="(\w+)"', html)[1]


class TestMySpaces:
    def test_are_mine_alone(self, world, client_for):
        bob = main(text(client_for(world.bob).get("/spaces")))
        mallory = main(text(client_for(world.mallory).get("/spaces")))

        assert all(name in bob for name in ("Network", "Cohort 1", "Set A"))
        assert "Cohort 2" not in bob
        assert "Set A" not in mallory
        assert "Cohort 2" in mallory

    def test_staff_see_the_names_of_the_others_for_inviting(self, world, client_for):
        html = main(text(client_for(world.staff).get("/spaces")))

        assert "Set A" in html
        assert "/spaces/cohort-1-set-a/invitations/new" in html
        assert 'href="/spaces/cohort-1-set-a"' not in html
        assert "invitations/new" not in main(text(client_for(world.ann).get("/spaces")))

    def test_who_may_make_one_is_told(self, world, client_for):
        told = [
            "/spaces/new" in text(client_for(each).get("/spaces"))
            for each in (world.staff, world.ann, world.bob)
        ]

        assert told == [True, True, False]

    def test_cost_little(self, world, client_for, count_queries):
        for person in (world.ann, world.staff):
            client = client_for(person)
            client.get("/spaces")
            with count_queries() as queries:
                text(client.get("/spaces"))
            assert len(queries) <= 8


class TestAbout:
    def test_says_what_it_is_and_who_reads_it(self, world, client_for, count_queries):
        programme = commands.create_programme(
            actor_id=None, name="Leading Cultures", parent="Releasing Potential"
        )
        cohort = commands.create_space(
            actor_id=world.staff.id,
            kind="cohort",
            name="Cohort 9",
            purpose="To go on",
            about="**Hello** <script>alert(1)</script>",
            programme_id=programme.id,
            leader_id=world.bob.id,
        )
        bob = client_for(world.bob)
        bob.get("/spaces")
        with count_queries() as queries:
            html = main(text(bob.get(f"/spaces/{cohort.slug}/about")))

        assert len(queries) <= 8
        assert "people, programme staff included" in html
        assert "<strong>Hello</strong>" in html
        assert "<script>alert" not in html
        assert ">Leading Cultures</a>, part of Releasing Potential" in html
        assert "until one contribution of theirs has been released" in html
        assert ">Bob</a>" in html

    def test_a_set_names_its_facilitator_and_its_cohort_to_those_who_read_that(self, world, client_for):
        commands.add_member(actor_id=world.ann.id, space_id=world.set_a.id, person_id=world.mallory.id)
        bob, mallory = (
            main(text(client_for(each).get("/spaces/cohort-1-set-a/about")))
            for each in (world.bob, world.mallory)
        )

        assert "Facilitated and moderated by" in bob
        assert "Belongs to" in bob
        assert "Belongs to" not in mallory

    def test_offers_change_to_moderators_and_leaving_to_members(self, world, client_for):
        pages = [
            main(text(client_for(each).get("/spaces/cohort-1/about")))
            for each in (world.ann, world.bob, world.staff)
        ]

        assert ["Change this space" in html for html in pages] == [True, False, False]
        assert ["Leave this space" in html for html in pages] == [True, True, False]


class TestSettings:
    def test_details(self, world, client_for):
        ann = client_for(world.ann)
        more = {"slug": "stolen", "kind": "network", "policy": "all_held", "said": "9", "programme_id": "1"}
        response = post(
            ann, "/spaces/cohort-1/settings", {"name": "First", "purpose": "Us", "about": "*hi*"} | more
        )

        assert response.status_code == 303
        space = db.get(Space, world.cohort.id)
        assert (space.name, space.purpose, space.about_html) == ("First", "Us", "<p><em>hi</em></p>")
        assert (space.slug, space.kind, space.policy, space.said) == ("cohort-1", "cohort", Policy.OPEN, 0)

    def test_what_is_wrong_is_kept(self, world, client_for):
        for wrong in ({"name": "", "purpose": "kept words"}, {"name": "x" * 200, "purpose": "kept words"}):
            response = post(client_for(world.ann), "/spaces/cohort-1/settings", wrong)
            assert response.status_code == 422
            assert "kept words" in response.get_data(as_text=True)

    def test_a_refusal_of_the_command_is_shown_beside_the_form(self, world, client_for):
        response = post(
            client_for(world.ann), "/spaces/cohort-1/settings", {"name": "\x01", "purpose": "kept words"}
        )

        assert response.status_code == 422
        assert "kept words" in response.get_data(as_text=True)

    def test_policy(self, world, client_for):
        ann = client_for(world.ann)

        assert post(ann, "/spaces/cohort-1/policy", {"policy": "everything"}).status_code == 422
        assert db.get(Space, world.cohort.id).policy is Policy.OPEN
        assert post(ann, "/spaces/cohort-1/policy", {"policy": "all_held"}).status_code == 303
        assert db.get(Space, world.cohort.id).policy is Policy.ALL_HELD


class TestMaking:
    def test_staff_make_a_cohort_once(self, world, client_for):
        staff = client_for(world.staff)
        html = text(staff.get("/spaces/new?kind=cohort"))
        form = {
            "name": "Cohort 9",
            "purpose": "",
            "about": "",
            "policy": "first_held",
            "programme": "",
            "leader": "",
        }
        form |= {"key": key_of(html), "kind": "network", "slug": "mine", "parent_id": "1"}

        for _ in range(2):
            response = post(staff, "/spaces/new?kind=cohort", form)
            assert (response.status_code, response.location) == (303, "/spaces/cohort-9/about")
        assert post(staff, "/spaces/new?kind=cohort", form | {"name": "Other"}).status_code == 409
        empty = post(staff, "/spaces/new?kind=cohort", form | {"name": "", "purpose": "kept words"})
        assert empty.status_code == 422
        assert "kept words" in empty.get_data(as_text=True)

    def test_a_moderator_makes_a_set_in_their_cohort(self, world, client_for):
        ann = client_for(world.ann)
        assert "A set in Cohort 1" in text(ann.get("/spaces/new"))
        html = text(ann.get("/spaces/new?kind=set&cohort=cohort-1"))
        form = {"name": "Set B", "policy": "open", "programme": "", "key": key_of(html)}

        refused = post(ann, "/spaces/new?kind=set&cohort=cohort-1", form | {"leader": ""})
        assert refused.status_code == 422
        assert "Name a facilitator" in refused.get_data(as_text=True)
        made = post(ann, "/spaces/new?kind=set&cohort=cohort-1", form | {"leader": world.bob.id})
        assert (made.status_code, made.location) == (303, "/spaces")

        space = db.session.scalars(db.sa.select(Space).where(Space.slug == "cohort-1-set-b")).one()
        assert Membership.of(world.bob.id, space.id).current_roles == {RoleName.FACILITATOR}
        assert client_for(world.ann).get("/spaces/cohort-1-set-b/about").status_code == 404

    @pytest.mark.parametrize(
        ("query", "ann", "staff"),
        [
            ("", 200, 200),
            ("?kind=cohort", 403, 200),
            ("?kind=group", 403, 200),
            ("?kind=direct", 403, 400),
            ("?kind=set", 404, 404),
            ("?kind=set&cohort=cohort-1", 200, 200),
            ("?kind=set&cohort=cohort-2", 404, 200),
            ("?kind=set&cohort=network", 404, 404),
        ],
    )
    def test_only_where_one_may(self, world, client_for, query, ann, staff):
        assert client_for(world.ann).get(f"/spaces/new{query}").status_code == ann
        assert client_for(world.staff).get(f"/spaces/new{query}").status_code == staff
        assert client_for(world.bob).get(f"/spaces/new{query}").status_code in {400, 403, 404}

    def test_the_network_is_made_once(self, world, client_for):
        staff, ann, address = client_for(world.staff), client_for(world.ann), "/spaces/new?kind=network"
        assert staff.get(address).status_code == 404
        assert address not in text(staff.get("/spaces/new"))
        take_network_away()
        assert address in text(staff.get("/spaces/new"))
        assert address not in text(ann.get("/spaces/new"))
        assert ann.get(address).status_code == 403
        page = text(staff.get(address))
        assert 'value="Network"' in page
        assert "Programme</label>" not in page
        form = {"name": "The whole network", "policy": "first_held", "key": key_of(page)}
        form |= {"leader": "", "programme": ""}
        for _ in range(2):
            assert post(staff, address, form).location == "/spaces"
        assert "Invite somebody who moderates it next." in text(staff.get("/spaces"))
        assert address not in text(staff.get("/spaces/new"))
        assert staff.get(address).status_code == 404
        again = post(staff, address, form | {"key": "f" * 32, "name": "Another"})
        assert again.status_code == 409
        assert "There is a network already" in again.get_data(as_text=True)
        network = db.session.scalars(db.sa.select(Space).where(Space.kind == SpaceKind.NETWORK)).one()
        assert Membership.of(world.bob.id, network.id) is not None

    def test_mallory_posts_straight_to_it(self, world, client_for):
        mallory = client_for(world.mallory)
        form = {
            "name": "Mine",
            "policy": "open",
            "programme": "",
            "leader": "",
            "key": "0" * 32,
            "csrf_token": csrf_token(mallory),
        }

        assert mallory.post("/spaces/new?kind=cohort", data=form).status_code == 403
        assert mallory.post("/spaces/new?kind=set&cohort=cohort-1", data=form).status_code == 404


class TestLeaving:
    def test_is_confirmed(self, world, client_for):
        bob = client_for(world.bob)
        assert "Leave Cohort 1?" in text(bob.get("/spaces/cohort-1/leaving"))
        assert Membership.of(world.bob.id, world.cohort.id) is not None

        assert post(bob, "/spaces/cohort-1/leaving", {"sure": "yes"}).location == "/spaces"
        assert Membership.of(world.bob.id, world.cohort.id) is None

    def test_the_last_moderator_is_told_what_to_do(self, world, client_for):
        response = post(client_for(world.ann), "/spaces/cohort-1/leaving", {"sure": "yes"})

        assert response.status_code == 409
        assert "Make somebody else a moderator first" in response.get_data(as_text=True)

    def test_staff_who_only_read_have_nothing_to_leave(self, world, client_for):
        assert client_for(world.staff).get("/spaces/cohort-1/leaving").status_code == 403
