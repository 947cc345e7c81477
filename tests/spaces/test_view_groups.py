"""The pages of groups that can be asked for, and what moderators see of a request."""

import pytest

from cop import db
from cop.models import Joining, Membership, Review, ReviewKind, Space
from cop.spaces import commands
from tests import groups
from tests.people import post, words


@pytest.fixture
def group(world):
    return groups.put_group(world.ann)


def test_from_the_list_into_the_group(world, client_for, group):
    bob, ann = client_for(world.bob), client_for(world.ann)
    assert "/groups" in words(bob.get("/spaces"))
    page = words(bob.get("/groups"))
    assert "Kidney research" in page
    assert "Trials in renal units" in page
    assert "Ask to join" in words(bob.get("/groups/kidney"))

    assert post(bob, "/groups/kidney", {"said": "I run a dialysis trial."}).status_code == 303
    assert "You asked" in words(bob.get("/groups"))
    assert "I run a dialysis trial." in words(bob.get("/groups/kidney"))

    queue = words(ann.get("/moderation"))
    assert "Request to join Kidney research" in queue
    assert "I run a dialysis trial." in queue
    review = db.session.query(Review).filter_by(kind=ReviewKind.REQUEST).one()
    assert post(ann, f"/moderation/reviews/{review.id}/letting-in", {}).status_code == 303
    assert Membership.of(world.bob.id, group.id)
    assert "You are a member" in words(bob.get("/groups"))
    assert "Let in" in words(ann.get("/moderation/decisions"))


def test_a_reason_is_asked_for_in_the_queue(world, client_for, group):
    request = commands.ask_to_join(actor_id=world.bob.id, space_id=group.id, said="Please")
    review = db.session.query(Review).filter_by(request_id=request.id).one()
    ann, address = client_for(world.ann), f"/moderation/reviews/{review.id}"
    form = words(ann.get(f"{address}?form=turn_away", headers={"HX-Request": "true"}))
    assert "Whoever asked reads this" in form
    assert post(ann, f"{address}/turning-away", {"reason": ""}).status_code == 422
    assert post(ann, f"{address}/turning-away", {"reason": "It is for renal units."}).status_code == 303
    assert "It is for renal units." in words(client_for(world.bob).get("/me/decisions"))


def test_it_is_taken_back(world, client_for, group):
    bob = client_for(world.bob)
    post(bob, "/groups/kidney", {"said": "Please"})
    assert post(bob, "/groups/kidney/removal", {}).status_code == 303
    assert "You asked" not in words(bob.get("/groups"))


@pytest.mark.parametrize("said", ["", "999 000 1383"])
def test_what_can_not_be_sent_comes_back(world, client_for, group, said):
    answer = post(client_for(world.bob), "/groups/kidney", {"said": said})
    assert answer.status_code == 422
    assert said in words(answer)


def test_what_is_not_listed_is_not_there(world, client_for, group):
    hide(group)
    bob = client_for(world.bob)
    assert "Kidney" not in words(bob.get("/groups"))
    assert "No group can be asked for" in words(bob.get("/groups"))
    for address in ("/groups/kidney", "/groups/cohort-2", "/groups/none"):
        assert bob.get(address).status_code == 404


def test_what_was_asked_can_be_taken_back_once_it_is_not_listed(world, client_for, group):
    bob = client_for(world.bob)
    post(bob, "/groups/kidney", {"said": "Please"})
    hide(group)
    assert "You asked" in words(bob.get("/groups"))
    assert post(bob, "/groups/kidney/removal", {}).status_code == 303
    assert bob.get("/groups/kidney").status_code == 404


@db.command
def hide(group):
    db.lock(Space, group.id).joining = Joining.INVITED


def test_moderators_of_a_group_say_how_people_come_in(world, client_for, group):
    ann = client_for(world.ann)
    assert "How people come in" in words(ann.get("/spaces/kidney/settings"))
    assert "How people come in" not in words(ann.get("/spaces/cohort-1/settings"))
    assert post(ann, "/spaces/kidney/joining", {"joining": "invited"}).status_code == 303
    assert db.session.get_one(Space, group.id, populate_existing=True).joining is Joining.INVITED
    assert post(ann, "/spaces/kidney/joining", {"joining": "x"}).status_code == 422
    assert post(ann, "/spaces/cohort-1/joining", {"joining": "asked"}).status_code == 403


def test_the_list_takes_the_same_queries_however_long(world, client_for, group, count_queries):
    bob = client_for(world.bob)
    bob.get("/groups")
    with count_queries() as few:
        bob.get("/groups")
    for number in range(10):
        groups.put_group(world.ann, slug=f"group-{number}")
    with count_queries() as many:
        bob.get("/groups")
    assert len(few) == len(many)
