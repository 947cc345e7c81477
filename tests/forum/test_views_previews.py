"""What a text would look like: what is shown is what would be stored, and only to who may write there."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cop import db
from cop.allowances import Allowances
from cop.forum import commands
from cop.forum.views import previews
from cop.identifiers import find
from cop.markup import POST_LIMIT, safe_html
from cop.models import Person, Post, RoleName, Stance
from tests.people import World, key, newcomer, post

Write = Callable[..., Post]
Browser = Callable[[Person | None], FlaskClient]
HTMX = {"HX-Request": "true"}
MARKDOWN = "# Heading\n\n- **one** & <b>two</b>\n\n```\nx < y\n```\n\n[a](https://example.org/?a=1&b=2) https://example.org"


@pytest.fixture(autouse=True)
def _many_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "previews", Allowances(1_000, a_second=1))


def shown(client: FlaskClient, path: str, text: str) -> str:
    answer = post(client, path, {"text": text}, headers=HTMX)
    assert answer.status_code == 200
    found = re.fullmatch(
        r'(?s)\s*<div class="cop-prose" data-told="\d+">(.*)</div>', answer.get_data(as_text=True)
    )
    assert found
    return found[1]


@pytest.mark.parametrize(
    "text", [MARKDOWN, "Plain words", "  Space around \r\n\r\nlines\t", "| a |\n|---|\n| b |"]
)
def test_it_is_what_will_be_saved(bob: Person, start: Write, client_for: Browser, text: str) -> None:
    first, client = start(bob), client_for(bob)
    here = [
        shown(client, f"/topics/{first.topic_id}/preview", text),
        shown(client, "/spaces/cohort-1/topics/new/preview", text),
        shown(client, f"/posts/{first.id}/edit/preview", text),
    ]
    sent = {"actor_id": bob.id, "text": text}
    made = [
        commands.post_reply(**sent, topic_id=first.topic_id, key=key()),
        commands.open_topic(**sent, space_id=first.topic.space_id, title="T", key=key()),
        commands.edit_post(**sent, post_id=first.id, version=1),
    ]
    assert here == [str(safe_html(each.html)) for each in made]
    for html in here:
        assert html in client.get(f"/topics/{first.topic_id}", buffered=True).get_data(as_text=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="ab \n#*_`[]()<>&\"'!|~-=:/@\\0", min_size=1, max_size=120))
def test_it_is_what_will_be_saved_whatever_is_written(world: World, client_for: Browser, text: str) -> None:
    if not text.strip() or find(text):  # what the guard asks about is not saved yet
        return
    path = "/spaces/cohort-1/topics/new/preview"
    before = shown(client_for(world.bob), path, text)
    sent = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T", "text": text}
    db.session.execute(db.sa.text("DELETE FROM throttle"))
    db.session.commit()
    assert before == str(safe_html(commands.open_topic(**sent, key=key()).html))


def test_it_is_for_who_may_write_there(
    world: World, ann: Person, bob: Person, mallory: Person, start: Write, client_for: Browser, set_roles
) -> None:
    first = start(bob)
    set_roles(watcher := newcomer("nora", world.cohort), world.cohort, RoleName.OBSERVER)
    desks = (f"/topics/{first.topic_id}", "/spaces/cohort-1/topics/new", f"/posts/{first.id}/edit")
    for desk in desks:
        for person, status in ((mallory, 404), (watcher, 403), (world.staff, 403), (bob, 200)):
            answer = post(client_for(person), f"{desk}/preview", {"text": "May I?"}, headers=HTMX)
            assert answer.status_code == status, (desk, person.name)
    assert post(client_for(ann), f"{desks[2]}/preview", {"text": "x"}).status_code == 403
    commands.lock_topic(actor_id=ann.id, topic_id=first.topic_id)
    assert post(client_for(bob), f"{desks[0]}/preview", {"text": "x"}).status_code == 403


def test_without_a_script_it_stands_in_the_page_beside_what_was_typed(
    bob: Person, start: Write, client_for: Browser
) -> None:
    first, client, same = start(bob), client_for(bob), key()
    for desk in (f"/topics/{first.topic_id}", "/spaces/cohort-1/topics/new", f"/posts/{first.id}/edit"):
        sent = {"text": "Some **words**", "title": "My title", "key": same, "version": "1", "page": "1"}
        answer = post(client, f"{desk}/preview", sent)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert "<strong>words</strong>" in page
        assert "Some **words**</textarea>" in page
        assert f'value="{same}"' in page
        assert ('value="My title"' in page) == ("topics/" not in desk or "new" in desk)


@pytest.mark.parametrize(
    ("text", "words"), [(" ", "Write something first."), ("x" * (POST_LIMIT + 1), "at most 20,000")]
)
def test_what_can_not_be_shown_is_said(
    bob: Person, start: Write, client_for: Browser, text: str, words: str
) -> None:
    path = f"/topics/{start(bob).topic_id}/preview"
    for headers in (HTMX, {}):
        answer = post(client_for(bob), path, {"text": text, "key": key()}, headers=headers)
        page = answer.get_data(as_text=True)
        assert (answer.status_code, words in page) == (422, True)
        assert ("<html" in page) == (not headers)


def test_looking_has_a_measure(
    bob: Person, ann: Person, start: Write, client_for: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "previews", Allowances(2, a_second=0.001))
    path, client = f"/topics/{start(bob).topic_id}/preview", client_for(bob)
    looks = [post(client, path, {"text": "x"}, headers=HTMX).status_code for _ in range(3)]
    assert looks == [200, 200, 429]
    assert post(client_for(ann), path, {"text": "x"}, headers=HTMX).status_code == 200, "each has their own"


def test_it_says_how_many_readers_will_be_told(
    world: World, bob: Person, start: Write, client_for: Browser
) -> None:
    path, client = f"/topics/{start(bob).topic_id}/preview", client_for(bob)
    for text, told in (
        ("Nobody", 0),
        ("@Ann", 1),
        ("@Ann and @Sam, and @Ann", 2),
        ("@Bob is myself, @Mallory reads elsewhere, `@Ann` is code", 0),
    ):
        page = post(client, path, {"text": text}, headers=HTMX).get_data(as_text=True)
        assert f'data-told="{told}"' in page, text
    assert "2 people will be told." in post(client, path, {"text": "@Ann @Sam"}).get_data(as_text=True)
    assert "will be told" not in post(client, path, {"text": "Nobody"}).get_data(as_text=True)


def test_who_follows_is_told_too(
    world: World, ann: Person, bob: Person, start: Write, client_for: Browser
) -> None:
    first, client = start(ann), client_for(bob)
    reply, opening = f"/topics/{first.topic_id}/preview", f"/spaces/{world.cohort.slug}/topics/new/preview"

    def told(path: str, text: str) -> int:
        page = post(client, path, {"text": text}, headers=HTMX).get_data(as_text=True)
        return int(re.search(r'data-told="(\d+)"', page)[1])  # type: ignore[index]

    assert told(reply, "Nobody is named") == 1, "Ann follows what she has opened"
    assert told(reply, "@Ann and @Sam") == 2, "and is counted once"
    assert told(opening, "Nobody is named") == 0
    commands.heed_space(actor_id=ann.id, space_id=world.cohort.id, stance=Stance.FOLLOWED)
    assert told(opening, "Nobody is named") == 1
    commands.heed_space(actor_id=ann.id, space_id=world.cohort.id, stance=Stance.MUTED)
    assert told(reply, "Nobody is named") == 0


def test_nothing_is_stored_by_it(bob: Person, start: Write, client_for: Browser) -> None:
    first = start(bob, text="As it is")
    post(client_for(bob), f"/posts/{first.id}/edit/preview", {"text": "Otherwise", "version": "1"})
    page = client_for(bob).get(f"/topics/{first.topic_id}", buffered=True).get_data(as_text=True)
    assert "As it is" in page
    assert "Otherwise" not in page
