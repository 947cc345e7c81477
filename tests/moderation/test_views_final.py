"""The pages of what can't be undone: they say so, ask for a tick, and show what is left."""

import pytest

from cop.feeds import commands as feeds
from cop.models import State
from cop.moderation import commands
from tests.keeping.things import place
from tests.moderation import remains, things
from tests.moderation.remains import CANARY, TEXT
from tests.people import newcomer, post


@pytest.fixture
def opening(world):
    return things.open_topic(world.bob, world.cohort, TEXT)


def sent(**more):
    return {"version": "1", "ground": "patient", "reason": "", "sure": "y"} | more


def test_the_page_says_what_goes_and_asks_for_a_tick(ann, client_for, opening):
    client, path = client_for(ann), f"/posts/{opening.id}/purge"
    page = client.get(path).get_data(as_text=True)
    assert "Nobody can bring it back" in page
    assert "Polls and the summary belong to the topic" in page
    answer = post(client, path, sent(sure=""))
    assert answer.status_code == 422
    assert "Tick this to go on" in answer.get_data(as_text=True)
    assert things.again(opening).text == TEXT


def test_what_is_left_is_shown_to_who_moderates_there(world, ann, carol, dan, mallory, client_for, opening):
    answer = post(client_for(ann), f"/posts/{opening.id}/purge", sent())
    assert answer.status_code == 303
    for person in (ann, carol):
        page = client_for(person).get(answer.location).get_data(as_text=True)
        assert "Nothing is left of it" in page
        assert page.count("0 left") > 20
    for person in (dan, world.bob, mallory):
        assert client_for(person).get(answer.location).status_code == 404


def test_the_page_says_where_a_copy_is_counted(ann, dan, client_for, opening):
    things.reply(dan, opening, "The quizzlewort patient came back to our ward, they say")
    answer = post(client_for(ann), f"/posts/{opening.id}/purge", sent())
    page = client_for(ann).get(answer.location).get_data(as_text=True)
    assert "2 places hold something like it still" in page


def test_readers_see_a_tombstone(ann, dan, client_for, opening):
    commands.purge(actor_id=ann.id, post_id=opening.id, ground="patient")
    page = client_for(dan).get(f"/topics/{opening.topic_id}").get_data(as_text=True)
    assert "Removed for good by a moderator." in page
    assert CANARY not in page
    assert client_for(dan).get(f"/posts/{opening.id}/purge").status_code == 403
    assert client_for(ann).get(f"/posts/{opening.id}/purge").status_code == 403, "only once"


def test_a_line_is_a_tombstone_in_its_room(world, ann, dan, client_for):
    said = things.message(world.bob, world.cohort, TEXT)
    answer = post(client_for(ann), f"/messages/{said.id}/purge", sent())
    assert answer.status_code == 303
    page = client_for(dan).get("/spaces/cohort-1/chat").get_data(as_text=True)
    assert "Removed for good by a moderator." in page
    assert CANARY not in page


def test_words_are_taken_out(world, ann, dan, client_for, opening):
    client, path = client_for(ann), f"/posts/{opening.id}/redaction"
    page = client.get(path).get_data(as_text=True)
    assert "Nobody can bring them back" in page
    refused = post(client, path, sent(words="Nobody Else"))
    assert refused.status_code == 409
    assert "not in it" in refused.get_data(as_text=True)
    assert post(client, path, sent(words=CANARY, sure="")).status_code == 422
    assert post(client, path, sent(words=CANARY)).status_code == 303
    shown = client_for(dan).get(f"/topics/{opening.topic_id}").get_data(as_text=True)
    assert "The ▮taken out▮ patient" in shown
    assert CANARY not in shown


def test_words_of_a_line_are_taken_out(world, ann, client_for):
    said = things.message(world.bob, world.cohort, TEXT)
    assert post(client_for(ann), f"/messages/{said.id}/redaction", sent(words=CANARY)).status_code == 303
    assert CANARY not in things.again(said).text


@pytest.mark.parametrize("verb", ["purge", "redaction"])
def test_it_is_offered_in_the_queue_and_decides_the_review(world, ann, dan, client_for, opening, verb):
    review_id = things.reported(dan, opening)
    client, path = client_for(ann), f"/moderation/reviews/{review_id}/{verb}"
    assert path in client.get("/moderation").get_data(as_text=True)
    assert client.get(path).status_code == 200
    seen = str(things.review_of(opening).version)
    assert post(client, path, sent(words=CANARY, seen=seen)).status_code == 303
    assert things.review_of(opening).decided_at is not None
    assert CANARY not in things.again(opening).text
    assert client.get(path).status_code == 409
    assert client_for(dan).get(path).status_code == 404
    assert client.get(f"/moderation/reviews/{review_id}").status_code == 200


@pytest.mark.parametrize("verb", ["purge", "redaction"])
def test_of_a_review_too_it_is_refused_under_a_legal_hold_before_anything_is_typed(
    world, ann, dan, client_for, opening, verb
):
    path = f"/moderation/reviews/{things.reported(dan, opening)}/{verb}"
    assert client_for(ann).get(path).status_code == 200, "control"
    place(world, space_id=world.cohort.id)
    answer = client_for(ann).get(path)
    assert answer.status_code == 409
    assert "This is under a legal hold" in answer.get_data(as_text=True)


def test_what_was_added_to_a_review_is_read_first(world, ann, dan, client_for, opening):
    review_id = things.reported(dan, opening)
    things.reported(newcomer("eve", world.cohort), opening)
    answer = post(client_for(ann), f"/moderation/reviews/{review_id}/purge", sent(seen="1"))
    assert answer.status_code == 409
    assert things.again(opening).state is State.RELEASED


def test_it_stands_in_the_actions_of_a_post_and_of_a_line(world, ann, client_for, opening):
    said = things.message(world.bob, world.cohort, TEXT)
    page = client_for(ann).get(f"/topics/{opening.topic_id}").get_data(as_text=True)
    room = client_for(ann).get("/spaces/cohort-1/chat").get_data(as_text=True)
    for verb in ("purge", "redaction"):
        assert f"/posts/{opening.id}/{verb}" in page
        assert f"/messages/{said.id}/{verb}" in room


def test_the_canary_is_on_no_page(world, ann, bob, carol, dan, mallory, steward, client_for):
    before = remains.carried(world, dan)
    pages = [
        "/", "/moderation", "/moderation/decisions", f"/moderation/reviews/{before.review_id}", "/me/decisions",
        "/spaces/cohort-1", "/spaces/cohort-1/chat", f"/topics/{before.post.topic_id}", f"/posts/{before.post.id}",
        f"/posts/{before.post.id}/revisions", f"/posts/{before.quoting.id}/revisions", f"/search?q={CANARY[:-1]}",
        f"/posts/{before.post.id}/edit", "/notifications", "/me/bookmarks", "/me/drafts",
        f"/posts/{before.post.id}/hide",
    ]  # fmt: skip

    token = feeds.make_topic_feed(actor_id=dan.id, topic_id=before.post.topic_id)
    pages.append(f"/feeds/{token}")

    def showing(person):
        client = client_for(person)
        answers = {page: client.get(page, follow_redirects=True).get_data(as_text=True) for page in pages}
        return {page for page, answer in answers.items() if CANARY in answer}

    assert len(showing(ann)) > 4, "control: it is on many"
    assert pages[-1] in showing(dan), "control: in a feed too"
    commands.purge(actor_id=ann.id, post_id=before.post.id, ground="patient")
    for person in (ann, bob, carol, dan, mallory, steward, world.staff):
        assert showing(person) == set(), person.name


@pytest.mark.parametrize(
    ("verb", "told"), [("purge", "permanently removed"), ("redaction", "took words out of")]
)
def test_its_author_reads_what_was_done(ann, bob, client_for, opening, verb, told):
    post(client_for(ann), f"/posts/{opening.id}/{verb}", sent(words=CANARY, reason="It names somebody"))
    assert f"A moderator {told}" in client_for(bob).get("/notifications").get_data(as_text=True)
    assert "It names somebody" in client_for(bob).get("/me/decisions").get_data(as_text=True)


@pytest.mark.parametrize("verb", ["purge", "redaction"])
def test_a_reason_with_an_identifier_comes_back(ann, client_for, opening, verb):
    given = sent(words=CANARY, reason="NHS number 999 000 1383")
    answer = post(client_for(ann), f"/posts/{opening.id}/{verb}", given)
    assert answer.status_code == 422
    assert "999 000 1383" in answer.get_data(as_text=True)
    assert things.again(opening).text == TEXT
