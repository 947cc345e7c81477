"""/moderation/decisions: who decided what, when and why, in the spaces that I moderate."""

import pytest

from cop import db
from cop.models import Decision, Verdict
from cop.moderation import commands, queries
from tests.moderation import things
from tests.people import newcomer


def page(client, path="/moderation/decisions"):
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_the_log_says_who_what_when_and_why(client_for, ann, carol, held):
    commands.decline(actor_id=ann.id, review_id=things.review_of(held).id, reason="It names a <patient>")
    html = page(client_for(carol))
    for words in (
        "Declined",
        "New topic “Costing”",
        "by Bob",
        "Ann",
        "It names a &lt;patient&gt;",
        "Cohort 1",
    ):
        assert words in html
    assert "2 Mar 2026, 12:00" in html


def test_my_own_may_be_undone_from_it(client_for, ann, carol, held):
    decision = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    path = f"/moderation/decisions/{decision.id}/undoing"
    assert path in page(client_for(ann))
    assert path not in page(client_for(carol)), "only who decided"
    commands.undo(actor_id=ann.id, decision_id=decision.id)
    html = page(client_for(ann))
    assert path not in html
    assert "Undone" in html


def test_what_is_hidden_may_be_restored_from_it(world, client_for, ann, bob, carol):
    opening = things.open_topic(bob, world.cohort)
    said = things.message(bob, world.cohort)
    commands.hide(actor_id=ann.id, post_id=opening.id, reason="No")
    commands.hide(actor_id=ann.id, message_id=said.id, reason="No")
    html = page(client_for(carol))
    assert f"/posts/{opening.id}/restoration" in html
    assert f"/messages/{said.id}/restoration" in html


def test_other_features_decisions_stand_in_it_too(world, client_for, ann, bob):
    opening = things.open_topic(bob, world.cohort)

    @db.command
    def log():
        about = {"space_id": world.cohort.id, "actor_id": ann.id}
        for verdict in Verdict:
            Decision.log(verdict, person_id=bob.id, **about)
        Decision.log(Verdict.LOCK, topic_id=opening.topic_id, **about)

    log()
    html = page(client_for(ann))
    assert "Topic “Costing”" in html
    assert "Added as a member" in html


def test_the_log_of_another_space_is_not_mine(client_for, ann, elsewhere, held):
    commands.decline(actor_id=ann.id, review_id=things.review_of(held).id, reason="canary-reason")
    html = page(client_for(elsewhere))
    assert "canary-reason" not in html
    assert "Costing" not in html
    assert "canary-reason" in page(client_for(ann)), "control"


def test_a_report_about_me_is_not_in_my_log(world, client_for, ann, bob, carol, steward):
    mine = things.reported(bob, things.open_topic(ann, world.cohort, title="By Ann"))
    commands.dismiss(actor_id=steward.id, review_id=mine)
    in_the_set = things.reported(bob, things.message(ann, world.set_a))
    commands.dismiss(actor_id=steward.id, review_id=in_the_set)
    assert "By Ann" not in page(client_for(ann))
    assert "By Ann" not in page(client_for(carol)), "what is about a moderator is not for the others"
    html = page(client_for(steward))
    assert "By Ann" in html, "control"
    assert "Message in the room" in html


def test_the_log_comes_in_pages_with_the_same_queries(world, client_for, ann, bob, count_queries):
    opening = things.open_topic(bob, world.cohort)
    dan = newcomer("dan", world.cohort)

    def decide(times):
        for _ in range(times):
            commands.release(actor_id=ann.id, review_id=things.review_of(things.held_reply(bob, opening)).id)
            commands.hide(actor_id=ann.id, message_id=things.message(dan, world.set_a).id, reason="No")

    def needed():
        client = client_for(ann)
        page(client)
        with count_queries() as sent:
            page(client)
        return len(sent)

    decide(1)
    few = needed()
    decide(queries.PAGE // 2)
    assert needed() == few
    assert few <= 8
    html = page(client_for(ann))
    before = html.split('href="/moderation/decisions?before=')[1].split('"')[0]
    html = page(client_for(ann), f"/moderation/decisions?before={before}")
    assert html.count('id="decision-') == 2
    assert "Back to the newest" in html


@pytest.mark.usefixtures("world")
def test_an_empty_log_says_so(client_for, ann):
    assert "No decisions yet" in page(client_for(ann))
