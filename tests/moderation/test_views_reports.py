"""Reporting and hiding from where one reads: three steps or fewer (domain.md AL8)."""

import pytest

from cop.models import State
from cop.moderation import commands
from tests.moderation import things
from tests.people import post


@pytest.fixture
def opening(world):
    return things.open_topic(world.bob, world.cohort)


def text(response):
    return response.get_data(as_text=True)


def test_a_report_of_a_post_shows_its_reference(client_for, dan, opening):
    client = client_for(dan)
    html = text(client.get(f"/posts/{opening.id}/report"))
    assert "Shall we begin?" in html
    assert "Bob is not told who reported it" in html
    response = post(client, f"/posts/{opening.id}/report", {"category": "unkind"})
    assert (response.status_code, response.location) == (303, f"/posts/{opening.id}")
    report = things.review_of(opening).reports[0]
    assert f"R-{report.id}" in text(client.get(response.location, follow_redirects=True))


def test_a_report_of_a_message_leads_back_to_the_room(world, client_for, bob, dan):
    said = things.message(bob, world.cohort)
    client = client_for(dan)
    assert client.get(f"/messages/{said.id}/report").status_code == 200
    response = post(client, f"/messages/{said.id}/report", {"category": "patient", "reason": "Bed 4"})
    assert response.location == f"/spaces/cohort-1/chat#message-{said.id}"
    assert things.review_of(said).reports[0].reason == "Bed 4"


def test_a_report_without_a_category_keeps_what_was_typed(client_for, dan, opening):
    response = post(client_for(dan), f"/posts/{opening.id}/report", {"reason": "It is long"})
    assert response.status_code == 422
    assert "Choose what is wrong with it." in text(response)
    assert "It is long</textarea>" in text(response)


def test_a_throttled_report_keeps_what_was_typed(world, client_for, bob, dan, opening):
    for _ in range(10):
        things.reported(dan, things.reply(bob, opening))
    response = post(client_for(dan), f"/posts/{opening.id}/report", {"category": "other", "reason": "Eleven"})
    assert response.status_code == 429
    assert "Eleven</textarea>" in text(response)


def test_nobody_reports_their_own_and_mallory_finds_nothing(client_for, world, bob, mallory, opening):
    said = things.message(bob, world.cohort)
    for path in (f"/posts/{opening.id}", f"/messages/{said.id}"):
        assert client_for(bob).get(f"{path}/report").status_code == 403
        assert post(client_for(bob), f"{path}/report", {"category": "other"}).status_code == 403
        for verb in ("report", "hide"):
            assert client_for(mallory).get(f"{path}/{verb}").status_code == 404
            assert post(client_for(mallory), f"{path}/{verb}", {"category": "other"}).status_code == 404
        assert post(client_for(mallory), f"{path}/restoration").status_code == 404


def test_a_moderator_hides_a_post_with_a_reason_and_restores_it(client_for, ann, opening):
    client = client_for(ann)
    assert "Nobody but moderators reads the topic" in text(client.get(f"/posts/{opening.id}/hide"))
    response = post(client, f"/posts/{opening.id}/hide", {"reason": " "})
    assert response.status_code == 422
    assert "Say why" in text(response)
    response = post(client, f"/posts/{opening.id}/hide", {"reason": "Wrong place"})
    assert (response.status_code, response.location) == (303, f"/posts/{opening.id}")
    assert things.again(opening).state is State.HIDDEN
    assert post(client, f"/posts/{opening.id}/restoration").status_code == 303
    assert things.again(opening).state is State.RELEASED


def test_a_moderator_hides_a_message_and_restores_it(world, client_for, ann, bob):
    said = things.message(bob, world.cohort)
    client = client_for(ann)
    assert client.get(f"/messages/{said.id}/hide").status_code == 200
    assert post(client, f"/messages/{said.id}/hide", {"reason": "Unkind"}).status_code == 303
    assert things.again(said).state is State.HIDDEN
    assert client.get(f"/messages/{said.id}/hide").status_code == 403
    assert post(client, f"/messages/{said.id}/restoration").status_code == 303
    assert things.again(said).state is State.RELEASED


def test_a_member_hides_nothing(client_for, ann, dan, opening):
    client = client_for(dan)
    assert client.get(f"/posts/{opening.id}/hide").status_code == 403
    assert post(client, f"/posts/{opening.id}/hide", {"reason": "No"}).status_code == 403
    commands.hide(actor_id=ann.id, post_id=opening.id, reason="Yes")
    assert post(client, f"/posts/{opening.id}/restoration").status_code == 404
