"""The directory and a person's page: each shows what the person chose to share."""

import re

import pytest

from cop import db
from cop.models import AppointmentRole, Organisation, Person, ProfessionalRole
from cop.spaces import commands
from tests.people import add_person, appoint, join, newcomer

BUDGET = 8


def text(response) -> str:
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def names(html: str) -> list[str]:
    return re.findall(r'cop-person__name"><a class="cop-name"[^>]*>([^<]+)<', html)


@db.command
def change(person, **sides) -> None:
    row = db.lock(Person, person.id)
    for name, value in sides.items():
        setattr(row, name, value)


class TestWhoIsShown:
    def test_members_who_are_listed(self, world, client_for):
        change(world.mallory, is_listed=False)
        newcomer("lonely")

        html = text(client_for(world.bob).get("/directory"))

        assert names(html) == ["Ann", "Bob"]
        assert "2 people" in html

    def test_oneself_always(self, world, client_for):
        change(world.mallory, is_listed=False)

        assert "Mallory" in names(text(client_for(world.mallory).get("/directory")))

    def test_who_has_no_space_sees_nobody(self, world, client_for):
        sponsor = newcomer("sponsor")
        appoint(sponsor, AppointmentRole.SPONSOR)
        client = client_for(sponsor)

        assert client.get("/directory").status_code == 403
        assert client.get(f"/people/{world.bob.id}").status_code == 404
        assert client_for(world.staff).get("/directory").status_code == 200  # the control


class TestWhatIsShown:
    def test_only_what_was_shared(self, world, client_for):
        change(world.ann, about="I offer a template.", shares_about=False, shares_email=False)
        bob = client_for(world.bob)
        for path in ("/directory", f"/people/{world.ann.id}"):
            html = text(bob.get(path))
            assert "I offer a template." not in html
            assert "ann@example.org" not in html

        change(world.ann, shares_about=True, shares_email=True)
        for path in ("/directory", f"/people/{world.ann.id}"):
            html = text(bob.get(path))
            assert "I offer a template." in html
            assert "ann@example.org" in html

    def test_a_set_is_never_named(self, world, client_for):
        html = text(client_for(world.mallory).get("/directory"))

        assert "Cohort 1" in html
        assert "Set A" not in html


class TestFilters:
    @pytest.fixture
    def leeds(self, world):
        leeds = commands.create_organisation(actor_id=None, code="L1", name="Leeds Trust", region="Yorkshire")
        change(world.mallory, organisation_id=leeds.id, professional_role=ProfessionalRole.RD_DIRECTOR)
        return leeds

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["Ann", "Bob", "Mallory"]),
            ("organisation={leeds}", ["Mallory"]),
            ("region=North+West", ["Ann", "Bob"]),
            ("cohort={cohort}", ["Ann", "Bob"]),
            ("role=rd_director", ["Mallory"]),
            ("name=BO", ["Bob"]),
            ("name=%25", []),
            ("region=North+West&name=ann&role=&cohort=", ["Ann"]),
            ("role=rd_director&region=North+West", []),
            ("id=1&is_listed=0&email=ann", ["Ann", "Bob", "Mallory"]),
        ],
    )
    def test_b04_narrow_down(self, world, client_for, leeds, query, found):
        query = query.format(leeds=leeds.id, cohort=world.cohort.id)

        assert names(text(client_for(world.bob).get(f"/directory?{query}"))) == found

    def test_b09_an_organisation_includes_those_it_took_in(self, world, client_for, leeds):
        commands.name_successor(
            actor_id=None, organisation_id=world.ann.organisation_id, successor_id=leeds.id
        )
        html = text(client_for(world.bob).get(f"/directory?organisation={leeds.id}"))

        assert names(html) == ["Ann", "Bob", "Mallory"]

    @pytest.mark.parametrize(
        "query",
        [
            "organisation=x",
            "organisation=999999",
            "region=Mars",
            "cohort={set_a}",
            "role=boss",
            "after=x",
            "name=a&name=b",
        ],
    )
    def test_refuse_what_is_not_offered(self, world, client_for, query):
        """S26. A set is no cohort, by whatever id."""
        query = query.format(set_a=world.set_a.id)

        assert client_for(world.bob).get(f"/directory?{query}").status_code == 400


class TestPages:
    def test_by_position_with_the_filters_kept(self, world, client_for):
        db.command(lambda: [join(add_person(f"p{i:03d}"), world.network) for i in range(60)])()
        bob = client_for(world.bob)
        first = text(bob.get("/directory?name=p"))
        following = re.search(r'rel="next"\s+href="([^"]+)"', first)[1].replace("&amp;", "&")
        second = text(bob.get(following))

        assert "name=p" in following
        assert names(first) + names(second) == [f"P{i:03d}" for i in range(60)]
        assert len(names(first)) == 50
        assert "60 people" in second

    def test_cost_the_same_for_few_and_for_many(self, world, client_for, count_queries):
        bob = client_for(world.bob)
        text(bob.get("/directory"))
        counts = []
        for more in (2, 95):
            db.command(
                lambda m=more: [
                    join(
                        add_person(f"q{m}-{i}", db.get(Organisation, world.bob.organisation_id)), world.cohort
                    )
                    for i in range(m)
                ]
            )()
            with count_queries() as queries:
                text(bob.get("/directory"))
            counts.append(len(queries))

        assert counts[0] == counts[1]
        assert counts[0] <= BUDGET


class TestAPerson:
    def test_names_only_the_spaces_that_the_viewer_shares(self, world, client_for):
        path = f"/people/{world.ann.id}"
        bob, mallory, staff = (
            text(client_for(each).get(path)) for each in (world.bob, world.mallory, world.staff)
        )
        main = [html.partition('id="main"')[2] for html in (bob, mallory, staff)]

        assert ["Set A" in html for html in main] == [True, False, False]
        assert ["Cohort 1" in html for html in main] == [True, False, True]
        assert ["Network" in html for html in main] == [True, True, False]

    def test_who_is_not_listed_is_known_to_those_beside_them(self, world, client_for):
        change(world.ann, is_listed=False)
        path = f"/people/{world.ann.id}"
        dora = newcomer("dora", world.other)

        assert client_for(world.bob).get(path).status_code == 200
        assert client_for(dora).get(path).status_code == 404
        assert client_for(dora).get(f"/people/{world.mallory.id}").status_code == 200  # the control

    def test_who_is_deactivated_is_gone(self, world, client_for):
        change(world.ann, deactivated_at=world.ann.created_at)

        assert client_for(world.bob).get(f"/people/{world.ann.id}").status_code == 404

    def test_b34_shows_organisations_over_time_and_what_became_of_them(self, world, client_for):
        leeds = commands.create_organisation(actor_id=None, code="L1", name="Leeds Trust")
        york = commands.create_organisation(actor_id=None, code="Y1", name="York Trust")
        commands.change_affiliation(actor_id=world.ann.id, organisation_id=leeds.id)
        commands.change_affiliation(actor_id=world.ann.id, organisation_id=york.id)
        commands.name_successor(actor_id=None, organisation_id=leeds.id, successor_id=york.id)
        html = text(client_for(world.bob).get(f"/people/{world.ann.id}"))

        assert "Leeds Trust, now York Trust" in html
        assert html.count("2 Mar 2026") == 3

    def test_staff_are_known_as_such(self, world, client_for):
        db.command(lambda: join(db.get(Person, world.staff.id), world.network))()
        html = text(client_for(world.bob).get(f"/people/{world.staff.id}"))

        assert "Programme staff" in html

    def test_costs_little(self, world, client_for, count_queries):
        bob = client_for(world.bob)
        text(bob.get("/directory"))
        with count_queries() as queries:
            text(bob.get(f"/people/{world.ann.id}"))
        assert len(queries) <= BUDGET
