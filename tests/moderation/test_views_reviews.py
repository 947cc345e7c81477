"""Deciding on a page: with forms alone, or by htmx, refusals where they belong, and an undo."""

import pytest

from cop.models import State
from cop.moderation import commands
from tests.moderation import things
from tests.people import newcomer, post

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reported(world, bob):
    """A review of Bob's topic, which Dan reported."""
    return things.reported(newcomer("dan", world.cohort), things.open_topic(bob, world.cohort))


def text(response):
    return response.get_data(as_text=True)


def test_releasing_without_javascript_offers_an_undo_once(client_for, ann, held):
    client = client_for(ann)
    response = post(client, f"/moderation/reviews/{things.review_of(held).id}/release", {"version": "1"})
    assert (response.status_code, response.location) == (303, "/moderation")
    assert things.again(held).state is State.RELEASED
    html = text(client.get("/moderation"))
    assert "Released by you: New topic “Costing”" in html
    decision = things.decisions()[0]
    assert f'name="decision" value="{decision.id}"' in html
    assert "Released by you" not in text(client.get("/moderation"))
    response = post(client, "/moderation/decisions/undoing", {"decision": decision.id})
    assert response.status_code == 303
    assert "Undone: 1" in text(client.get("/moderation"))
    assert things.again(held).state is State.HIDDEN


def test_htmx_gets_the_undo_in_the_place_of_the_item(client_for, ann, held):
    client = client_for(ann)
    review = things.review_of(held)
    html = text(post(client, f"/moderation/reviews/{review.id}/release", headers=HTMX))
    assert html.strip().startswith("<li")
    assert "Released by you: New topic “Costing”" in html
    undone = post(client, f"/moderation/decisions/{things.decisions()[0].id}/undoing", headers=HTMX)
    assert "Undone" in text(undone)


def test_declining_asks_for_a_reason_and_keeps_the_page(client_for, ann, held):
    client = client_for(ann)
    path = f"/moderation/reviews/{things.review_of(held).id}/decline"
    response = post(client, path, {"reason": " "})
    assert response.status_code == 422
    assert "Say why. The author reads this." in text(response)
    assert "There is a problem" in text(response)
    response = post(client, path, {"reason": ""}, headers=HTMX)
    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == f"#review-{things.review_of(held).id}-form"
    assert "Say why. The author reads this." in text(response)
    assert "<html" not in text(response)
    assert post(client, path, {"reason": "It names a patient"}).status_code == 303
    assert things.again(held).state is State.DECLINED


def test_an_edited_release_keeps_what_was_typed_until_it_is_right(client_for, ann, held):
    client = client_for(ann)
    review = things.review_of(held)
    html = text(client.get(f"/moderation/reviews/{review.id}"))
    assert "May I ask something?</textarea>" in html
    path = f"/moderation/reviews/{review.id}/edited-release"
    response = post(client, path, {"text": "My <b> edit", "note": "", "version": "1"})
    assert response.status_code == 422
    assert "My &lt;b&gt; edit</textarea>" in text(response)
    response = post(client, path, {"text": "My edit", "note": "Shorter", "version": "9"})
    assert response.status_code == 409
    assert "changed this while you were reading" in text(response)
    assert "My edit</textarea>" in text(response)
    assert 'name="version" value="1"' in text(response), "what is now shown was now read"
    assert post(client, path, {"text": "My edit", "note": "Shorter", "version": "1"}).status_code == 303
    assert things.again(held).text == "My edit"


def test_the_second_moderator_is_told_on_the_page(client_for, ann, carol, held):
    review = things.review_of(held)
    commands.release(actor_id=ann.id, review_id=review.id)
    client = client_for(carol)
    response = post(client, f"/moderation/reviews/{review.id}/release")
    assert response.status_code == 409
    assert "Ann has already released this at 12:00." in text(response)
    response = post(client, f"/moderation/reviews/{review.id}/decline", {"reason": "No"}, headers=HTMX)
    assert response.status_code == 409
    assert "Ann has already released this at 12:00." in text(response)
    assert "May I ask" not in text(response), "nothing is left to decide"


def test_what_changed_is_shown_anew_to_htmx(client_for, ann, held):
    client = client_for(ann)
    path = f"/moderation/reviews/{things.review_of(held).id}/release"
    response = post(client, path, {"version": "7"}, headers=HTMX)
    assert response.status_code == 409
    assert "May I ask something?" in text(response)


def test_a_report_is_hidden_or_left(client_for, ann, reported):
    client = client_for(ann)
    assert "Hide it" in text(client.get(f"/moderation/reviews/{reported}"))
    assert post(client, f"/moderation/reviews/{reported}/hiding", {"reason": ""}).status_code == 422
    assert post(client, f"/moderation/reviews/{reported}/hiding", {"reason": "Unkind"}).status_code == 303
    html = text(client.get(f"/moderation/reviews/{reported}"))
    assert "Hidden by Ann" in html
    assert "Restore it" in html
    assert post(client, f"/moderation/reviews/{reported}/restoration").status_code == 303
    assert "Restored by Ann" in text(client.get(f"/moderation/reviews/{reported}"))


def test_a_report_is_left_as_it_is(client_for, ann, reported):
    client = client_for(ann)
    assert post(client, f"/moderation/reviews/{reported}/dismissal").status_code == 303
    html = text(client.get("/moderation"))
    assert "Dismissed by you" in html
    post(client, f"/moderation/decisions/{things.decisions()[-1].id}/undoing")
    assert "1 person reported this" in text(client.get("/moderation"))


@pytest.mark.parametrize(
    "verb", ["release", "edited-release", "decline", "hiding", "dismissal", "restoration"]
)
def test_mallory_bob_and_the_author_find_nothing(client_for, world, bob, mallory, elsewhere, held, verb):
    review_id = things.review_of(held).id
    for person in (bob, elsewhere, world.staff):
        client = client_for(person)
        sent = {"reason": "No", "text": "x", "note": "x"}
        response = post(client, f"/moderation/reviews/{review_id}/{verb}", sent)
        assert response.status_code == 404
        missing = post(client, f"/moderation/reviews/999999999999/{verb}", sent)
        assert missing.status_code == 404
        assert client.get(f"/moderation/reviews/{review_id}").status_code == 404
    assert things.again(held).state is State.HELD


def test_without_the_token_nothing_is_decided(client_for, ann, held):
    client = client_for(ann)
    assert client.post(f"/moderation/reviews/{things.review_of(held).id}/release").status_code == 400
    assert things.again(held).state is State.HELD
    assert client.get(f"/moderation/reviews/{things.review_of(held).id}/release").status_code == 405


def test_nobody_undoes_for_another(client_for, ann, carol, held):
    decision = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    assert post(client_for(carol), f"/moderation/decisions/{decision.id}/undoing").status_code == 404
    assert things.again(held).state is State.RELEASED


@pytest.mark.parametrize("name", ["decline", "hide"])
def test_htmx_gets_the_form_alone(client_for, ann, held, name):
    client = client_for(ann)
    path = f"/moderation/reviews/{things.review_of(held).id}"
    html = text(client.get(f"{path}?form={name}", headers=HTMX))
    assert "<textarea" in html
    assert "<html" not in html
    assert "<html" in text(client.get(f"{path}?form={name}")), "without JavaScript it is a page"
    assert "<html" in text(client.get(f"{path}?form=../secret", headers=HTMX))
