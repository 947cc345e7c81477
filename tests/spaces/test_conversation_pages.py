"""The pages of a conversation: starting one without a script, who is in it, leaving it; and where it is listed."""

import re

import pytest

from cop import db
from cop.models import Conversation, Person
from cop.policy import load_actor
from cop.shell.navigation import rail
from tests.people import key, newcomer, post
from tests.spaces.conversations import block, said, start

NEW = "/conversations/new"


def text(response) -> str:
    return response.get_data(as_text=True)


def rows(person) -> list[str]:
    return [row.name for row in rail(load_actor(person.id)).rows if row.kind.value == "direct"]


class TestFindingPeople:
    def test_by_name_among_those_who_share_a_space(self, world, client_for):
        newcomer("stranger")
        html = text(post(client_for(world.ann), NEW, {"name": "bo", "do": "find"}))
        assert 'aria-label="People found"' in html
        assert "Bob" in html

        html = text(post(client_for(world.ann), NEW, {"name": "stranger", "do": "find"}))
        assert "Nobody else of that name" in html

    def test_adding_and_taking_out_keep_what_was_typed(self, world, client_for):
        ann = client_for(world.ann)
        typed = {"text": "Half a sent", "name": "bob"}
        html = text(post(ann, NEW, typed | {"add": world.bob.id}))
        assert f'name="to" value="{world.bob.id}"' in html
        assert "Half a sent" in html

        html = text(post(ann, NEW, typed | {"to": world.bob.id, "remove": world.bob.id}))
        assert f'name="to" value="{world.bob.id}"' not in html
        assert "Half a sent" in html

    def test_whom_i_blocked_is_not_found_and_who_blocked_me_does_not_learn_of_it(self, world, client_for):
        block(world.bob, world.ann)

        found = {"name": "bob", "do": "find"}
        assert 'aria-label="People found"' in text(post(client_for(world.ann), NEW, found))
        assert "Nobody else of that name" in text(
            post(client_for(world.bob), NEW, {"name": "ann", "do": "find"})
        )

    def test_a_page_of_people_costs_the_same_for_few_and_many(self, world, client_for, count_queries):
        def needed() -> int:
            ann = client_for(world.ann)
            post(ann, NEW, {"name": "b", "do": "find"})
            with count_queries() as queries:
                post(ann, NEW, {"name": "b", "do": "find"})
            return len(queries)

        few = needed()
        for number in range(9):
            newcomer(f"bea{number}", world.cohort)
        assert needed() == few <= 7


class TestStarting:
    def test_leads_to_its_room(self, world, client_for):
        response = post(
            client_for(world.ann), NEW, {"to": world.bob.id, "text": "Hello", "key": key(), "do": "start"}
        )

        space = Conversation.between([world.ann.id, world.bob.id])
        assert response.status_code == 303
        assert response.headers["Location"] == f"/spaces/{space.slug}/chat"
        assert said(space) == ["Hello"]

    def test_from_a_persons_page(self, world, client_for):
        ann = client_for(world.ann)
        assert f'href="/conversations/new?to={world.bob.id}"' in text(ann.get(f"/people/{world.bob.id}"))
        assert "Take out" in text(ann.get(f"{NEW}?to={world.bob.id}"))

        space = start(world.ann, world.bob)
        assert ann.get(f"{NEW}?to={world.bob.id}").headers["Location"] == f"/spaces/{space.slug}/chat"

    @pytest.mark.parametrize(
        "form", [{}, {"to": "x"}, {"to": "-1"}, {"to": "99999999999999999999"}, {"to": "123456"}]
    )
    def test_what_is_wrong_is_said_and_the_text_kept(self, world, client_for, form):
        response = post(
            client_for(world.ann), NEW, form | {"text": "My long text", "key": key(), "do": "start"}
        )

        assert response.status_code == 422
        assert "There is a problem" in text(response)
        assert "My long text" in text(response)

    def test_a_block_is_refused_in_the_words_of_any_other_reason(self, world, client_for):
        block(world.bob, world.ann)
        stranger = newcomer("stranger")
        refusals = {
            re.search(r'nhsuk-error-message">(.*?)</p>', text(post(client_for(world.ann), NEW, form))).group(
                1
            )
            for form in ({"to": world.bob.id}, {"to": stranger.id}, {"to": 123_456})
        }
        assert len(refusals) == 1
        assert "at the moment" in refusals.pop()

    def test_who_shares_no_space_is_told_so(self, world, client_for):
        assert client_for(newcomer("stranger")).get(NEW).status_code == 403
        assert client_for(world.ann).get(NEW).status_code == 200

    @pytest.mark.parametrize("to", ["x", "0", "-1", "1&to=x"])
    def test_an_address_that_no_page_says_is_refused(self, world, client_for, to):
        assert client_for(world.ann).get(f"{NEW}?to={to}").status_code == 400


class TestWhereItIsListed:
    def test_by_the_names_of_the_others(self, world):
        start(world.ann, world.bob, world.mallory, text="Hello")

        assert rows(world.ann) == ["Bob, Mallory"]
        assert rows(world.bob) == ["Ann, Mallory"]
        assert rows(world.staff) == []

    def test_while_nothing_is_said_it_is_there_for_who_began_it(self, world):
        start(world.ann, world.bob)
        assert (rows(world.ann), rows(world.bob)) == (["Bob"], [])
        start(world.ann, world.bob, text="Hello")
        assert (rows(world.ann), rows(world.bob)) == (["Bob"], ["Ann"])

    def test_with_what_is_unread_in_it(self, world):
        space = start(world.ann, world.bob, text="Hello")
        unread = {row.slug: row.unread for row in rail(load_actor(world.bob.id)).rows}
        assert unread[space.slug] == 1

    def test_not_once_it_was_left_nor_among_my_memberships(self, world, client_for):
        space = start(world.ann, world.bob, text="Hello")
        assert space.slug not in re.sub(r"(?s)<nav.*?</nav>", "", text(client_for(world.bob).get("/me")))
        bob = client_for(world.bob)
        response = post(bob, f"/spaces/{space.slug}/leaving", {"sure": "yes"})

        assert response.status_code == 303
        assert "You have left the conversation" in text(bob.get("/spaces"))
        assert (rows(world.bob), rows(world.ann)) == ([], ["Bob"])


class TestItsPages:
    def test_they_say_whose_it_is(self, world, client_for):
        space = start(world.ann, world.bob, text="Hello")
        ann = client_for(world.ann)
        room, about = (
            text(ann.get(f"/spaces/{space.slug}/chat")),
            text(ann.get(f"/spaces/{space.slug}/about")),
        )

        for html in (room, about):
            assert '<h1 class="cop-space__name">Bob</h1>' in html
            assert "Nobody can be added" in html
            assert f"/spaces/{space.slug}/members" not in html
            assert "Forum" not in html
        assert "people who join later" not in room
        assert f'href="/people/{world.bob.id}/block"' in about
        assert f'href="/people/{world.ann.id}/block"' not in about

    def test_a_page_that_it_does_not_have_leads_to_one_that_it_has(self, world, client_for):
        space = start(world.ann, world.bob)
        ann = client_for(world.ann)

        assert ann.get(f"/spaces/{space.slug}").headers["Location"] == f"/spaces/{space.slug}/chat"
        assert ann.get(f"/spaces/{space.slug}/members").headers["Location"] == f"/spaces/{space.slug}/about"
        for path in ("settings", "members/new"):
            assert ann.get(f"/spaces/{space.slug}/{path}").status_code == 403
        for path in ("topics/new", "invitations/new"):
            assert ann.get(f"/spaces/{space.slug}/{path}").status_code == 404

    def test_who_left_is_named_with_the_day(self, world, client_for):
        space = start(world.ann, world.bob, text="Hello")
        post(client_for(world.bob), f"/spaces/{space.slug}/leaving", {"sure": "yes"})
        ann = client_for(world.ann)

        room = text(ann.get(f"/spaces/{space.slug}/chat"))
        assert "left on" in room
        assert "You can’t write here at the moment." in room
        assert "left on" in text(ann.get(f"/spaces/{space.slug}/about"))

    @pytest.mark.parametrize("page", ["", "/chat", "/about", "/members", "/leaving", "/settings"])
    def test_nobody_else_finds_them_staff_included(self, world, client_for, page):
        space = start(world.ann, world.bob, text="Hello")

        for stranger in (world.mallory, world.staff):
            assert client_for(stranger).get(f"/spaces/{space.slug}{page}").status_code == 404
        assert client_for(world.ann).get(f"/spaces/{space.slug}{page}").status_code != 404

    def test_staff_who_are_in_one_look_after_nobody_there(self, world, client_for):
        people = world.staff, world.ann
        space = _between(*people)
        staff = client_for(world.staff)

        assert staff.get(f"/spaces/{space.slug}/chat").status_code == 200
        for path in ("members/new", f"members/{world.ann.id}"):
            assert staff.get(f"/spaces/{space.slug}/{path}").status_code == 403
        assert staff.get(f"/spaces/{space.slug}/invitations/new").status_code == 404


@db.command
def _between(*people: Person):
    return Conversation.begin(people[0].id, [each.id for each in people])
