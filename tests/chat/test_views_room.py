"""The page of a room, as it is without JavaScript: readable, answerable, closed to strangers."""

import re

import pytest
import sqlalchemy as sa

from cop import db
from cop.chat import commands, queries
from cop.models import Membership, Message, Person, Policy, RoleName
from tests import people
from tests.chat.conftest import let_moderator, take_roles
from tests.people import World

PAGE = "/spaces/cohort-1/chat"


def html(client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def key_in(page: str) -> str:
    return re.search(r'name="key" value="([^"]+)"', page)[1]  # type: ignore[index]


def test_it_shows_the_newest_lines_in_order_by_day_and_what_is_new(client_for, say, ann: Person, bob: Person):
    say(ann, "First words"), say(bob, "Mine"), say(ann, "Last words")
    commands.read_room(actor_id=bob.id, slug="cohort-1", upto=2)
    page = html(client_for(bob))

    places = [
        page.index(words) for words in ("Mon 2 Mar 2026", "First words", "Mine", "New since", "Last words")
    ]
    assert places == sorted(places)
    assert page.count("cop-divider--day") == 1
    assert 'data-pulse="3"' in page
    assert "3 people will be able to read this" in page


def test_an_empty_room_says_so(client_for, bob: Person):
    assert "Nothing has been said here yet." in html(client_for(bob))


def test_looking_at_it_is_reading_it(world: World, client_for, say, ann: Person, bob: Person):
    say(ann)
    client_for(bob).get(PAGE, buffered=True).close()

    membership = Membership.of(bob.id, world.cohort.id)
    assert membership is not None
    assert membership.read_seq == 1


def test_earlier_pages_follow_each_other(client_for, say, bob: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries.lines, "PAGE", 2)
    for number in range(1, 6):
        say(bob, f"Line number {number}")
    client = client_for(bob)
    seen, path = [], PAGE
    while path:
        page = html(client, path)
        seen.append(re.findall(r"<p>Line number (\d)</p>", page))
        link = re.search(r'id="older" href="([^"]+)"', page)
        path = link[1] if link else ""

    assert seen == [["4", "5"], ["2", "3"], ["1"]]
    assert 'data-newest="yes"' not in page
    assert 'data-newest="yes"' in html(client, f"{PAGE}?before=999999999999999")
    for odd in ("-1", "nonsense", "9" * 24):
        assert client.get(f"{PAGE}?before={odd}").status_code == 400


def test_sending_goes_back_to_the_line(client_for, ann: Person, bob: Person):
    client = client_for(bob)
    key = key_in(html(client))
    answers = [
        people.post(client, PAGE, {"text": "Good morning", "key": key, "reply_to": ""}) for _ in range(2)
    ]
    message = db.session.scalars(sa.select(Message)).one()

    assert [each.status_code for each in answers] == [303, 303]
    assert {each.location for each in answers} == {f"{PAGE}#message-{message.id}"}
    assert "Good morning" in html(client_for(ann))


def test_what_is_refused_keeps_what_was_typed(client_for, say, bob: Person):
    client = client_for(bob)
    for text, key, status in (
        ("", people.key(), 422),
        ("x" * 4001, people.key(), 422),
        ("Kept words", "bad", 422),
    ):
        answer = people.post(client, PAGE, {"text": text, "key": key})
        assert answer.status_code == status
        assert text in answer.get_data(as_text=True)
        assert "There is a problem" in answer.get_data(as_text=True)
    for _ in range(20):
        say(bob)
    answer = people.post(client, PAGE, {"text": "Kept words", "key": people.key()})

    assert answer.status_code == 429
    assert "Kept words" in answer.get_data(as_text=True)


def test_a_held_line_is_shown_to_its_author_and_in_no_other_page(world: World, client_for, ann, bob):
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    client = client_for(bob)
    assert "A moderator reads your first contribution here before others see it." in html(client)
    people.post(client, PAGE, {"text": "Waiting words", "key": people.key()})
    mine, moderators = html(client), html(client_for(ann))

    assert "Waiting words" in mine
    assert "Waiting for a moderator" in mine
    assert "A moderator reads this first." in mine
    assert "Waiting words" not in moderators
    assert "Nothing has been said here yet." in moderators


def test_mallory_gets_the_page_of_no_room(client_for, say, bob: Person, mallory: Person):
    say(bob, "Between us")
    client = client_for(mallory)
    line = {"text": "Hi", "key": people.key()}
    refused = [client.get(PAGE), client.get("/spaces/no-such-room/chat"), people.post(client, PAGE, line)]

    assert client.get("/spaces/cohort-2/chat").status_code == 200
    assert [each.status_code for each in refused] == [404, 404, 404]
    assert "Between us" not in "".join(each.get_data(as_text=True) for each in refused)


def test_nobody_is_asked_to_sign_in(client_for, world: World):
    answer = client_for(None).get(PAGE)

    assert answer.status_code == 303
    assert "/sign-in" in answer.location


def test_a_post_needs_the_pages_token(client_for, bob: Person):
    client = client_for(bob)

    assert client.post(PAGE, data={"text": "Hi", "key": people.key()}).status_code == 400
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 0
    assert people.post(client, PAGE, {"text": "Hi", "key": people.key()}).status_code == 303


def test_who_may_only_read_has_no_composer(world: World, client_for, say, ann: Person, bob: Person):
    say(ann, "Words")
    take_roles(bob, world.cohort, RoleName.OBSERVER)
    client = client_for(bob)
    page = html(client)

    assert re.search(r'<form class="[^"]*" id="composer"[^>]* hidden', page)
    assert people.post(client, PAGE, {"text": "Hi", "key": people.key()}).status_code == 403
    assert not re.search(r'<form class="[^"]*" id="composer"[^>]* hidden', html(client_for(ann)))


def test_tombstones_say_who_took_the_words_away(client_for, say, ann: Person, bob: Person):
    hidden, removed = say(bob, "Hidden words"), say(bob, "Removed words")
    let_moderator("hide", hidden)
    commands.remove_message(actor_id=bob.id, message_id=removed.id, changed=removed.changed)
    page = html(client_for(ann))

    assert "Hidden by a moderator." in page
    assert "Removed by its author." in page
    assert "words" not in page.partition('id="lines"')[2].partition("</ol>")[0]


def test_lines_are_reported_and_hidden_from_the_page(client_for, say, bob: Person, ann: Person):
    said = say(bob)
    page = html(client_for(ann))

    assert f'href="/messages/{said.id}/report"' in page
    assert f'href="/messages/{said.id}/hide"' in page


@pytest.mark.parametrize("lines", [1, 30])
def test_the_page_needs_eight_queries_at_most(
    lines: int, world: World, client_for, say, ann, bob, count_queries
):
    base = say(ann, "Base")
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    say(bob, "Waiting")
    for number in range(lines):
        line = say(ann, f"Line {number}", reply_to=base.id) if number < 19 else base
        commands.mark_message(
            actor_id=ann.id, message_id=line.id, word="agree", on=True
        ) if number < 19 else None
    commands.read_room(actor_id=bob.id, slug="cohort-1", upto=99)
    client = client_for(bob)
    html(client)
    with count_queries() as sent:
        html(client)

    assert len(sent) <= 8
