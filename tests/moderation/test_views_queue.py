"""/moderation: what waits for me, oldest first; nobody else's; in a fixed number of queries."""

import pytest

from cop import clock, db
from cop.models import Membership, Policy
from cop.moderation import queries
from tests.moderation import things
from tests.people import newcomer, post, set_policy


def page(client, path="/moderation", status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


def test_an_item_says_what_where_who_and_why(client_for, ann, held):
    html = page(client_for(ann))
    for words in (
        "New topic “Costing”",
        "Cohort 1",
        "Bob",
        "R&amp;D manager",
        "Held: first contribution in Cohort 1",
        "<p>May I ask something?</p>",
        "Release",
        "Edit and release",
        "Decline",
    ):
        assert words in html
    assert "1 item waits" in html


def test_an_item_of_a_space_where_all_is_held_says_so(world, client_for, ann, bob):
    set_policy(world.cohort, Policy.ALL_HELD)
    things.held_message(bob, world.cohort)
    html = page(client_for(ann))
    assert "a moderator reads everything in Cohort 1 first" in html
    assert "Message in the room" in html


def test_the_oldest_is_first_in_the_order_of_the_tab_key(world, client_for, ann, bob):
    for title in ("One", "Two", "Three"):
        things.held_topic(bob, world.cohort, title=title)
    html = page(client_for(ann))
    assert html.index("“One”") < html.index("“Two”") < html.index("“Three”")
    assert 'tabindex="1"' not in html


def test_reports_show_reasons_and_no_reporter(world, client_for, ann, bob):
    opening = things.open_topic(bob, world.cohort)
    for name in ("dan", "eve"):
        category = "patient" if name == "eve" else "unkind"
        things.reported(newcomer(name, world.cohort), opening, category=category, reason=f"Bed <{name[0]}>")
    html = page(client_for(ann))
    assert "2 people reported this" in html
    assert "Patient or personal information" in html
    assert "Bed &lt;e&gt;" in html
    assert "It is hidden until you decide" in html, "patient data goes at once (domain.md MO4)"
    assert "Put it back" in html
    assert "Keep it hidden…" in html
    assert "Dan" not in html
    assert "Eve" not in html


def test_an_unkind_word_is_hidden_with_a_reason(world, client_for, ann, bob):
    opening = things.open_topic(bob, world.cohort)
    things.reported(newcomer("dan", world.cohort), opening)
    html = page(client_for(ann))
    assert f"/posts/{opening.id}" in html, "what is around it"
    assert "It is hidden" not in html
    assert "Hide…" in html
    assert "Leave it" in html


def test_what_its_author_removed_is_not_shown(world, client_for, ann, bob):
    said = things.message(bob, world.cohort, "canary-removed")
    things.reported(newcomer("dan", world.cohort), said)
    assert "canary-removed" in page(client_for(ann)), "control"

    @db.command
    def remove():
        db.get(type(said), said.id).remove()

    remove()
    html = page(client_for(ann))
    assert "canary-removed" not in html
    assert "Its author has removed it since" in html


def test_an_empty_queue_says_so(client_for, ann):
    html = page(client_for(ann))
    assert "Nothing waits for you" in html
    assert "Nothing waits here" in html


def test_who_moderates_nothing_has_no_queue(world, client_for, bob, mallory, held):
    for person in (bob, mallory):
        html = page(client_for(person), status=404)
        assert "You don&#39;t moderate a space" in html
        page(client_for(person), "/moderation/decisions", status=404)
    assert client_for(None).get("/moderation").status_code == 303
    assert "Nothing waits for you" in page(client_for(world.staff)), (
        "who decides what nobody else may has one"
    )


def test_a_moderator_of_another_space_sees_nothing_of_it(world, client_for, elsewhere, held):
    html = page(client_for(elsewhere))
    assert "May I ask" not in html
    assert "Costing" not in html
    page(client_for(elsewhere), "/moderation?space=cohort-1", status=404)
    page(client_for(elsewhere), "/moderation?space=cohort-2")


def test_a_suspended_moderator_sees_nothing(world, client_for, ann, held):
    client = client_for(ann)
    assert "Costing" in page(client), "control"

    @db.command
    def suspend():
        for space in (world.cohort, world.set_a):
            Membership.of(ann.id, space.id).suspend(clock.now().replace(year=2027))

    suspend()
    page(client, status=404)


def test_a_steward_sees_what_came_to_them_alone(world, client_for, ann, bob, steward):
    assert "Nothing waits" in page(client_for(steward))
    things.reported(bob, things.message(ann, world.set_a, "canary-about-ann"))
    things.reported(newcomer("dan", world.set_a), things.message(bob, world.set_a, "canary-about-bob"))
    html = page(client_for(steward))
    assert "canary-about-ann" in html
    assert "canary-about-bob" not in html
    assert "came to you because nobody there may decide" in html
    assert f"/spaces/{world.set_a.slug}/chat" not in html, "a steward does not read the set"
    assert "canary-about-ann" not in page(client_for(ann))


def test_the_queue_narrows_to_a_space(world, client_for, ann, bob):
    things.held_topic(bob, world.cohort, title="In the cohort")
    things.held_message(bob, world.set_a, "In the set")
    html = page(client_for(ann), f"/moderation?space={world.set_a.slug}")
    assert "In the set" in html
    assert "In the cohort" not in html
    assert "Cohort 1 (1)" in html


def test_long_queues_come_in_pages(world, client_for, ann, bob):
    for number in range(queries.PAGE + 1):
        things.held_message(bob, world.cohort, f"Line number {number:02}")
    html = page(client_for(ann))
    assert "number 00" in html
    assert "number 20" not in html
    following = html.split('href="/moderation?after=')[1].split('"')[0]
    html = page(client_for(ann), f"/moderation?after={following}")
    assert "number 20" in html
    assert "number 19" not in html
    assert "Back to the oldest" in html


def test_a_page_needs_the_same_queries_however_much_waits(world, client_for, ann, bob, count_queries):
    dan = newcomer("dan", world.cohort)
    opening = things.open_topic(bob, world.cohort)

    def fill(times):
        for _ in range(times):
            things.held_reply(bob, opening)
            things.held_message(bob, world.set_a)
            things.reported(dan, things.reply(bob, opening))

    def needed():
        client = client_for(ann)
        page(client)
        with count_queries() as queries_sent:
            page(client)
        return len(queries_sent)

    fill(1)
    few = needed()
    fill(5)
    assert needed() == few
    assert few <= 8


@pytest.mark.parametrize("space", ["", "cohort-1"])
def test_after_a_decision_the_queue_is_as_it_was(client_for, ann, held, space):
    client = client_for(ann)
    review = things.review_of(held)
    came_from = f"http://localhost/moderation?space={space}&after=0"
    response = post(client, f"/moderation/reviews/{review.id}/release", headers={"Referer": came_from})
    assert response.status_code == 303
    assert response.location.startswith("/moderation?")
    assert "after=0" in response.location
    assert ("space=cohort-1" in response.location) is bool(space)


def test_a_page_that_was_away_asks_for_the_items_alone(client_for, ann, held):
    client = client_for(ann)
    html = client.get("/moderation", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert html.startswith('<div id="queue"')
    assert "May I ask something?" in html
