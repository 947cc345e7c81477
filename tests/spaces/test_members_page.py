"""Who belongs to a space: everybody of it reads the list, who looks after it changes it."""

import re
from datetime import timedelta

import pytest

from cop import db
from cop.models import Decision, Invitation, Membership, Person, Place, RoleName, Verdict
from cop.spaces import commands
from tests import measures
from tests.conftest import NOON
from tests.people import add_person, join, newcomer, post

BUDGET = 8


def text(response) -> str:
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def names(html: str) -> list[str]:
    return re.findall(r'class="cop-name"[^>]*>([^<]+)<', html)


@db.command
def crowd(space, number: int) -> None:
    for i in range(number):
        join(add_person(f"m{i:03d}"), space)


@db.command
def invite(space, email="new@example.org", days=28) -> Invitation:
    invitation = Invitation(email=email, expires_at=NOON + timedelta(days=days))
    invitation.places = [Place(space_id=space.id, role=RoleName.MEMBER)]
    db.session.add(invitation)
    return invitation


class TestTheList:
    def test_shows_name_standing_roles_and_since(self, world, client_for):
        html = text(client_for(world.bob).get("/spaces/cohort-1/members"))

        assert names(html) == ["Ann", "Bob"]
        assert "R&amp;D manager, Invented Trust" in html
        assert "Moderator" in html
        assert "2 Mar 2026" in html
        assert "3 people, programme staff included" in html

    def test_a_set_says_that_staff_do_not_read_it(self, world, client_for):
        html = text(client_for(world.bob).get("/spaces/cohort-1-set-a/members"))

        assert "2 people" in html
        assert "programme staff" not in html

    def test_who_left_is_not_on_it(self, world, client_for):
        commands.leave(actor_id=world.bob.id, space_id=world.cohort.id)

        assert names(text(client_for(world.ann).get("/spaces/cohort-1/members"))) == ["Ann"]

    def test_finds_by_name_and_takes_wildcards_literally(self, world, client_for):
        ann = client_for(world.ann)

        assert names(text(ann.get("/spaces/cohort-1/members?name=bO"))) == ["Bob"]
        assert names(text(ann.get("/spaces/cohort-1/members?name=%25"))) == []
        assert names(text(ann.get("/spaces/cohort-1/members?name=_nn"))) == []

    def test_pages_by_position(self, world, client_for):
        crowd(world.cohort, 105)
        bob = client_for(world.bob)
        first = text(bob.get("/spaces/cohort-1/members"))
        following = re.search(r'rel="next"\s+href="([^"]+)"', first)[1].replace("&amp;", "&")
        second = text(bob.get(following))

        assert len(names(first)) == 100
        assert names(first) + names(second) == ["Ann", "Bob"] + [f"M{i:03d}" for i in range(105)]
        assert "First page" in second
        assert 'rel="next"' not in second

    @pytest.mark.parametrize(
        "query",
        [
            "after=x",
            "after=-1",
            "after=1",
            "after=1e9-Ann",
            "after=NaN-Ann",
            "after=²-Ann",
            f"after={10**30}-Ann",
            f"after=1-{'x' * 300}",
            "after=1-a&after=2-b",
            "name=a&name=b",
            f"name={'x' * 101}",
            "name=%00",
        ],
    )
    def test_refuses_what_no_page_would_ask(self, world, client_for, query):
        """S26."""
        ann = client_for(world.ann)
        assert ann.get("/spaces/cohort-1/members?after=1-a&name=bob").status_code == 200  # the control
        assert ann.get(f"/spaces/cohort-1/members?{query}").status_code == 400

    def test_costs_the_same_for_five_and_for_a_hundred(self, world, client_for, count_queries):
        ann = client_for(world.ann)
        invite(world.cohort)
        text(ann.get("/spaces/cohort-1/members"))
        counts = []
        for more in (3, 95):
            crowd_prefix = f"{more}"
            db.command(
                lambda m=more, p=crowd_prefix: [join(add_person(f"c{p}-{i}"), world.cohort) for i in range(m)]
            )()
            with count_queries() as queries:
                text(ann.get("/spaces/cohort-1/members"))
            counts.append(len(queries))

        assert counts[0] == counts[1]
        assert counts[0] <= BUDGET


class TestForThoseWhoLookAfterIt:
    def test_a_member_sees_no_way_to_change_it_and_no_addresses(self, world, client_for):
        invite(world.cohort)
        html = text(client_for(world.bob).get("/spaces/cohort-1/members"))

        assert "Manage" not in html
        assert "new@example.org" not in html
        assert "Invite" not in html

    @pytest.mark.parametrize("who", ["ann", "staff"])
    def test_a_moderator_and_staff_do(self, world, client_for, who):
        waiting, expired = invite(world.cohort), invite(world.cohort, "late@example.org", days=-1)
        elsewhere = invite(world.other, "elsewhere@example.org")
        html = text(client_for(getattr(world, who)).get("/spaces/cohort-1/members"))

        assert f"/spaces/cohort-1/members/{world.bob.id}" in html
        assert "new@example.org" in html
        assert f'formaction="/invitations/{waiting.id}/issue"' in html
        assert f'formaction="/invitations/{expired.id}/revocation"' in html
        assert "Expired" in html
        assert elsewhere.email not in html

    def test_a_suspended_member_is_marked_for_them_alone(self, world, client_for):
        measures.suspend(
            actor_id=world.ann.id,
            space_id=world.cohort.id,
            person_id=world.bob.id,
            until=NOON + timedelta(days=7),
            reason="Rest",
        )
        dora = newcomer("dora", world.cohort)

        assert "Suspended" in text(client_for(world.ann).get("/spaces/cohort-1/members"))
        assert "Suspended" not in text(client_for(dora).get("/spaces/cohort-1/members"))


class TestAddingSomeone:
    def test_search_then_add(self, world, client_for):
        ann = client_for(world.ann)
        assert "Mallory" not in text(ann.get("/spaces/cohort-1/members/new"))
        assert "Mallory" in text(ann.get("/spaces/cohort-1/members/new?name=mall"))

        response = post(
            ann, "/spaces/cohort-1/members?name=mall", {"person": world.mallory.id, "role": "observer"}
        )

        assert response.status_code == 303
        membership = Membership.of(world.mallory.id, world.cohort.id)
        assert membership.current_roles == {RoleName.OBSERVER}

    def test_who_is_here_or_not_listed_or_oneself_is_not_offered(self, world, client_for):
        @db.command
        def hide():
            db.lock(Person, world.mallory.id).is_listed = False

        hide()
        ann = client_for(world.ann)
        for name in ("bob", "mallory", "ann"):
            assert "Nobody found" in text(ann.get(f"/spaces/cohort-1/members/new?name={name}"))

    def test_what_is_wrong_is_said_and_kept(self, world, client_for):
        ann = client_for(world.ann)
        for data in ({"role": "member"}, {"person": 10**12, "role": "member"}, {"person": "x", "role": "y"}):
            response = post(ann, "/spaces/cohort-1/members?name=mall", data)
            assert response.status_code in {404, 422}
            assert "There is a problem" in response.get_data(as_text=True)

    def test_more_fields_change_nothing(self, world, client_for):
        """S20."""
        data = {"person": world.mallory.id, "role": "member", "space_id": world.set_a.id, "id": 1}
        data |= {"suspended_until": "2030-01-01", "started_at": "2001-01-01", "roles": "moderator"}
        post(client_for(world.ann), "/spaces/cohort-1/members", data)

        membership = Membership.of(world.mallory.id, world.cohort.id)
        assert membership.current_roles == {RoleName.MEMBER}
        assert (membership.started_at, membership.suspended_until) == (NOON, None)
        assert Membership.of(world.mallory.id, world.set_a.id) is None
        assert {each.verdict for each in db.session.scalars(db.sa.select(Decision))} == {Verdict.ADD_MEMBER}
