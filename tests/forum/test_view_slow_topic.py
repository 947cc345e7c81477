"""Slow mode on the pages of a topic: chosen among its tools, said in its head, and what came too soon is kept."""

from tests.people import key, post

TOO_SOON = "Nobody has read this yet"


def test_a_moderator_chooses_it_and_every_page_says_so(client_for, read, start, ann, bob):
    topic_id = start(bob).topic_id
    tools = read(ann, f"/topics/{topic_id}/tools")
    assert "One post in 10 minutes" in tools
    sent = {"slow-seconds": "600", "slow-seen": "0"}
    answer = post(client_for(ann), f"/topics/{topic_id}/slowness", sent)
    assert (answer.status_code, answer.location) == (303, f"/topics/{topic_id}")
    page = read(bob, f"/topics/{topic_id}")
    assert "Slow mode is on: each person posts once in 10 minutes." in page
    assert "Slow mode is on: you can post once in 10 minutes." in page
    assert "you can post once" not in read(ann, f"/topics/{topic_id}"), "moderators need not wait"


def test_what_came_too_soon_comes_back_with_its_words(client_for, start, ann, bob):
    topic_id = start(bob).topic_id
    post(client_for(ann), f"/topics/{topic_id}/slowness", {"slow-seconds": "600", "slow-seen": "0"})
    browser, path = client_for(bob), f"/topics/{topic_id}/posts"
    assert post(browser, path, {"text": "The first", "key": key()}).status_code == 303
    refused = post(browser, path, {"text": TOO_SOON, "key": key()})
    assert refused.status_code == 429
    page = refused.get_data(as_text=True)
    assert TOO_SOON in page
    assert "you can send it again at 12:10" in page


def test_what_is_no_choice_and_what_a_colleague_did_is_said(client_for, start, ann, bob):
    topic_id, browser = start(bob).topic_id, client_for(ann)
    for odd in ("31", "-1", "soon", ""):
        refused = post(browser, f"/topics/{topic_id}/slowness", {"slow-seconds": odd, "slow-seen": "0"})
        assert refused.status_code == 422, odd
        assert "Choose one of these." in refused.get_data(as_text=True)
    post(browser, f"/topics/{topic_id}/slowness", {"slow-seconds": "30", "slow-seen": "0"})
    late = post(browser, f"/topics/{topic_id}/slowness", {"slow-seconds": "120", "slow-seen": "0"})
    assert late.status_code == 409
    assert "Each person posts once in 30 seconds." in late.get_data(as_text=True)


def test_bob_may_not_and_mallory_finds_nothing(client_for, start, bob, mallory):
    topic_id = start(bob).topic_id
    for person, status in ((bob, 403), (mallory, 404)):
        sent = {"slow-seconds": "30", "slow-seen": "0"}
        assert post(client_for(person), f"/topics/{topic_id}/slowness", sent).status_code == status
