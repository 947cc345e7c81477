"""Drafts in the pages: kept for a script and for a form, found again where they were begun, listed, thrown away."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop import db
from cop.chat.commands import send_message
from cop.forum import commands
from cop.models import ForumDraft, Person, Post, Sheet
from tests.people import World, csrf_token, key, post

Write = Callable[..., Post]
Browser = Callable[[Person | None], FlaskClient]
SCRIPT = {"Accept": "application/json", "HX-Request": "true"}


def begin(person: Person, sheet: Sheet, text: str, **more: object) -> ForumDraft:
    begun = commands.Begun(text, **more)
    draft = commands.keep_draft(actor_id=person.id, sheet=sheet, begun=begun)
    assert draft
    return draft


def page_of(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path, buffered=True)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found
    return found[1]


def test_a_script_is_told_how_it_stands(bob: Person, start: Write, client_for: Browser) -> None:
    client, same = client_for(bob), key()
    path = f"/topics/{start(bob).topic_id}/draft"
    first = post(client, path, {"text": "Begun", "key": same, "turn": "0"}, headers=SCRIPT)
    assert first.status_code == 200
    assert set(first.json) == {"id", "turn", "saved_at", "key", "told"}
    assert (first.json["turn"], first.json["key"], first.json["told"]) == (1, same, 0)
    assert first.json["saved_at"] == "2026-03-02T12:00:00+00:00"
    second = post(client, path, {"text": "Begun, @Ann", "key": same, "turn": "1"}, headers=SCRIPT)
    assert (second.json["id"], second.json["turn"], second.json["told"]) == (first.json["id"], 2, 1)
    emptied = post(client, path, {"text": "", "key": same, "turn": "2"}, headers=SCRIPT)
    assert (emptied.json["id"], emptied.json["turn"], emptied.json["saved_at"]) == (None, 0, None)


def test_a_script_is_told_of_another_page_of_mine(bob: Person, start: Write, client_for: Browser) -> None:
    client = client_for(bob)
    path = f"/topics/{start(bob).topic_id}/draft"
    post(client, path, {"text": "From my phone", "key": key()}, headers=SCRIPT)
    refused = post(client, path, {"text": "From my desk", "key": key()}, headers=SCRIPT)
    assert refused.status_code == 409
    assert refused.json["code"] == "conflict"
    assert set(refused.json["draft"]) == {"id", "turn", "saved_at", "key", "title", "text"}
    assert (refused.json["draft"]["text"], refused.json["draft"]["turn"]) == ("From my phone", 1)
    knowing = post(client, path, {"text": "From both", "turn": "1"}, headers=SCRIPT)
    assert knowing.status_code == 200


def test_a_script_is_told_what_is_wrong(
    bob: Person, mallory: Person, start: Write, client_for: Browser
) -> None:
    path = f"/topics/{start(bob).topic_id}/draft"
    refused = post(client_for(bob), path, {"text": "x" * 20_001}, headers=SCRIPT)
    assert (refused.status_code, refused.json["code"], refused.json["draft"]) == (422, "invalid", None)
    assert "at most 20,000" in refused.json["error"]
    assert post(client_for(mallory), path, {"text": "x"}, headers=SCRIPT).status_code == 404
    signed_out = post(client_for(None), path, {"text": "x"}, headers=SCRIPT)
    assert (signed_out.status_code, signed_out.headers["Location"]) == (303, "/sign-in")


def test_a_reply_goes_on_where_it_was_begun(
    bob: Person, ann: Person, start: Write, client_for: Browser
) -> None:
    first, same = start(ann, text="Asked\nthis"), key()
    begin(bob, Sheet("topic_id", first.topic_id), "Begun", key=same)
    page = page_of(client_for(bob), f"/topics/{first.topic_id}")
    assert "Begun</textarea>" in page
    assert "Draft saved at" in page
    assert (field(page, "key"), field(page, "turn")) == (same, "1")
    quoting = page_of(client_for(bob), f"/topics/{first.topic_id}?quote={first.id}")
    assert f"Begun\n\n[Ann wrote](/posts/{first.id}):\n\n&gt; Asked\n&gt; this" in quoting
    assert f'data-quoted="[Ann wrote](/posts/{first.id}):' in quoting
    assert "Begun" not in page_of(client_for(ann), f"/topics/{first.topic_id}")


def test_a_topic_goes_on_where_it_was_begun(world: World, bob: Person, client_for: Browser) -> None:
    begin(bob, Sheet("space_id", world.cohort.id), "Begun", title="My topic", key=key())
    page = page_of(client_for(bob), "/spaces/cohort-1/topics/new")
    assert "Begun</textarea>" in page
    assert 'value="My topic"' in page
    line = send_message(actor_id=bob.id, slug="cohort-1", text="Said in the room", key=key())
    quoting = page_of(client_for(bob), f"/spaces/cohort-1/topics/new?message={line.id}")
    assert re.search(r"Begun\n\n\*\*Bob\*\* wrote on 2 Mar, 12:00:\n\n&gt; Said in the room", quoting)


def test_an_edit_goes_on_where_it_was_begun(bob: Person, start: Write, client_for: Browser) -> None:
    mine = start(bob, "Costing", text="As posted")
    begin(bob, Sheet("post_id", mine.id), "As begun", seen_version=1, title="Costing a trial")
    page = page_of(client_for(bob), f"/posts/{mine.id}/edit")
    assert "As begun</textarea>" in page
    assert 'value="Costing a trial"' in page
    assert "What the post says now" not in page, "nobody changed it"


def test_an_edit_that_was_overtaken_shows_both_when_it_is_found_again(
    bob: Person, start: Write, client_for: Browser
) -> None:
    mine = start(bob, text="As posted")
    begin(bob, Sheet("post_id", mine.id), "As begun", seen_version=1, key=key())
    commands.edit_post(actor_id=bob.id, post_id=mine.id, text="From my phone", version=1)
    page = page_of(client_for(bob), f"/posts/{mine.id}/edit")
    assert "As begun</textarea>" in page
    assert "From my phone</pre>" in page
    assert field(page, "version") == "2", "the next save is a knowing one"


def test_a_form_keeps_one_too(world: World, bob: Person, start: Write, client_for: Browser) -> None:
    first, client = start(bob, text="As posted"), client_for(bob)
    for desk, back in (
        (f"/topics/{first.topic_id}", f"/topics/{first.topic_id}?page=1#reply"),
        ("/spaces/cohort-1/topics/new", "/spaces/cohort-1/topics/new"),
        (f"/posts/{first.id}/edit", f"/posts/{first.id}/edit"),
    ):
        sent = {"text": "Begun", "title": "T", "key": key(), "version": "1", "seen_title": "T", "page": "1"}
        answer = post(client, f"{desk}/draft", sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, back)
        page = page_of(client, back)
        assert "Draft saved. You find it here again" in page
        assert "Begun</textarea>" in page


def test_a_form_is_shown_what_another_page_of_mine_has_kept(
    bob: Person, start: Write, client_for: Browser
) -> None:
    first, client = start(bob), client_for(bob)
    begin(bob, Sheet("topic_id", first.topic_id), "From my phone", key=(same := key()))
    answer = post(client, f"/topics/{first.topic_id}/draft", {"text": "From my desk", "key": key()})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "From my phone</pre>" in page
    assert "From my desk</textarea>" in page
    assert (field(page, "turn"), field(page, "key")) == ("1", same)
    again = {"text": "From both", "key": same, "turn": "1"}
    assert post(client, f"/topics/{first.topic_id}/draft", again).status_code == 303


def test_nothing_is_kept_of_nothing(bob: Person, start: Write, client_for: Browser) -> None:
    client, topic_id = client_for(bob), start(bob).topic_id
    post(client, f"/topics/{topic_id}/draft", {"text": " ", "key": key()})
    assert "There is nothing to keep." in page_of(client, f"/topics/{topic_id}")
    assert db.session.query(ForumDraft).count() == 0


def test_they_are_listed_for_their_writer_alone(
    world: World, bob: Person, ann: Person, start: Write, client_for: Browser
) -> None:
    assert "No drafts" in page_of(client_for(bob), "/me/drafts")
    mine = start(bob, "Costing")
    for sheet, text in (
        (Sheet("topic_id", mine.topic_id), "My reply"),
        (Sheet("post_id", mine.id), "My edit"),
        (Sheet("space_id", world.cohort.id), "My topic"),
    ):
        begin(bob, sheet, text, title="Begun title" if sheet.kind == "space_id" else "")
    page = page_of(client_for(bob), "/me/drafts")
    for words in (
        "Reply in “Costing”",
        "Edit of your post in “Costing”",
        "New topic “Begun title”",
        "My edit",
    ):
        assert words in page
    assert f'href="/topics/{mine.topic_id}?page=last#reply"' in page
    assert "My reply" not in page_of(client_for(ann), "/me/drafts")


@pytest.mark.parametrize("drafts", [1, 12])
def test_the_list_needs_as_many_queries_whatever_its_length(
    drafts: int, bob: Person, start: Write, client_for: Browser, count_queries
) -> None:
    for number in range(drafts):
        topic_id = start(bob, f"Topic {number}").topic_id
        db.session.add(ForumDraft(person_id=bob.id, topic_id=topic_id, text=f"Draft {number}"))
        db.session.commit()
    client = client_for(bob)
    client.get("/spaces/cohort-1", buffered=True)
    with count_queries() as queries:
        page = page_of(client, "/me/drafts")
    assert page.count("Reply in “Topic") == drafts
    assert len(queries) <= 5, "\n\n".join(queries)


def test_it_is_discarded_and_taken_back(bob: Person, ann: Person, start: Write, client_for: Browser) -> None:
    topic_id, client = start(bob).topic_id, client_for(bob)
    draft = begin(bob, Sheet("topic_id", topic_id), "Begun")
    answer = post(client, f"/drafts/{draft.id}/removal")
    assert answer.headers["Location"] == f"/me/drafts?discarded={draft.id}"
    page = page_of(client, answer.headers["Location"])
    assert f'formaction="/drafts/{draft.id}/restoration"' in page
    assert "No drafts" in page
    assert "Begun</textarea>" not in page_of(client, f"/topics/{topic_id}")
    assert post(client_for(ann), f"/drafts/{draft.id}/restoration").status_code == 404
    assert post(client, f"/drafts/{draft.id}/restoration").status_code == 303
    assert "Begun</textarea>" in page_of(client, f"/topics/{topic_id}")
    for verb in ("removal", "restoration"):
        assert post(client, f"/drafts/{draft.id}/{verb}", headers=SCRIPT).status_code == 204


def test_posting_in_the_page_leaves_no_draft(bob: Person, start: Write, client_for: Browser) -> None:
    topic_id, client = start(bob).topic_id, client_for(bob)
    begin(bob, Sheet("topic_id", topic_id), "Begun", key=(same := key()))
    sent = {"text": "Begun and ended", "key": same}
    assert post(client, f"/topics/{topic_id}/posts", sent).status_code == 303
    assert "Begun</textarea>" not in page_of(client, f"/topics/{topic_id}")
    assert "No drafts" in page_of(client, "/me/drafts")


def test_without_a_script_an_ended_sign_in_costs_no_word(
    bob: Person, start: Write, client_for: Browser
) -> None:
    path = f"/topics/{start(bob).topic_id}/posts"
    sent = {"text": "A long reply & more", "key": key()}
    for client, status in ((client_for(None), 401), (client_for(bob), 400)):
        answer = client.post(path, data=sent | ({"csrf_token": csrf_token(client)} if status == 401 else {}))
        assert answer.status_code == status
        assert "A long reply &amp; more</textarea>" in answer.get_data(as_text=True)
        answer.close()
    assert post(client_for(None), path, {"key": key()}).headers["Location"] == "/sign-in"
