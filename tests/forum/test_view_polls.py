"""Pages of polls: at the top of a topic, opened, and voted in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from cop import clock
from cop.forum import commands
from cop.forum.commands import Choice, Paper
from cop.models import Person, Poll, PollKind, RoleName
from tests.conftest import NOON
from tests.people import World, key, newcomer, post
from tests.polls import DAY, ask, paper

Browser = Callable[[Person | None], FlaskClient]
Read = Callable[..., str]


@pytest.fixture
def topic_id(start, bob: Person) -> int:
    return start(bob, "Our next day").topic_id


def vote(person: Person, poll: Poll, *places: int) -> None:
    chosen = {poll.options[place].id: 1 for place in places or (0,)}
    commands.vote(actor_id=person.id, poll_id=poll.id, chosen=chosen)


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_it_stands_at_the_top_of_its_topic(topic_id: int, ann: Person, bob: Person, read: Read) -> None:
    assert "cop-poll" not in read(ann, f"/topics/{topic_id}")
    poll = ask(bob, topic_id, paper(closes_at=NOON + timedelta(days=7)))
    vote(ann, poll)
    for person in (ann, bob):
        page = read(person, f"/topics/{topic_id}")
        assert f'href="/polls/{poll.id}"' in page
        assert "1 person has voted" in page
        assert "Open to the end of 9 Mar 2026" in page


def test_the_topic_needs_one_query_more_and_only_where_it_has_polls(
    topic_id: int, bob: Person, client_for: Browser, count_queries
) -> None:
    client = client_for(bob)
    needed = []
    for polls in (0, 1, 4):
        for _ in range(polls):
            ask(bob, topic_id)
        client.get(f"/topics/{topic_id}", buffered=True)
        with count_queries() as queries:
            client.get(f"/topics/{topic_id}", buffered=True)
        needed.append(len(queries))
    assert needed[1:] == [needed[0] + 1] * 2
    assert max(needed) <= 8


@pytest.mark.parametrize("voters", [1, 25])
def test_a_poll_needs_eight_queries_however_many_vote(
    topic_id: int, world: World, ann: Person, bob: Person, client_for: Browser, count_queries, voters: int
) -> None:
    poll = ask(bob, topic_id, paper(*map(str, range(10)), kind=PollKind.MULTIPLE))
    for number in range(voters):
        vote(newcomer(f"n{number}", world.cohort), poll, number % 10, 9)
    client = client_for(ann)
    client.get("/spaces/cohort-1", buffered=True)
    with count_queries() as queries:
        page = client.get(f"/polls/{poll.id}", buffered=True).get_data(as_text=True)
    assert f"{voters} {'person has' if voters == 1 else 'people have'} voted" in page
    assert len(queries) <= 8, "\n\n".join(queries)


def test_mallory_finds_nothing(
    topic_id: int, bob: Person, mallory: Person, read: Read, client_for: Browser
) -> None:
    poll = ask(bob, topic_id)
    for page in ("", "/closing", "/removal"):
        read(bob, f"/polls/{poll.id}{page}")
        read(mallory, f"/polls/{poll.id}{page}", 404)
    read(mallory, f"/topics/{topic_id}/polls/new", 404)
    assert (
        post(client_for(mallory), f"/polls/{poll.id}/vote", {"option": poll.options[0].id}).status_code == 404
    )
    assert client_for(None).get(f"/polls/{poll.id}").status_code == 303


def test_it_goes_out_of_sight_with_its_topic(
    topic_id: int, world: World, ann: Person, bob: Person, read: Read, start, change
) -> None:
    opening = start(bob, "Another")
    poll, nora = ask(bob, opening.topic_id), newcomer("nora", world.cohort)
    read(nora, f"/polls/{poll.id}")
    change(opening, "hide")
    read(nora, f"/polls/{poll.id}", 404)
    read(ann, f"/polls/{poll.id}")


def test_one_is_opened_with_a_form(
    topic_id: int, ann: Person, bob: Person, client_for: Browser, read: Read
) -> None:
    assert f"/topics/{topic_id}/polls/new" in read(bob, f"/topics/{topic_id}")
    form = {
        "key": key(),
        "question": "Where shall we meet?",
        "options": "Leeds\n\n  York \n",
        "kind": "multiple",
        "secrecy": "named",
        "last_day": "2026-03-06",
    }
    answer = post(client_for(bob), f"/topics/{topic_id}/polls/new", form)
    assert answer.status_code == 303
    page = read(ann, answer.headers["Location"])
    assert [each in page for each in ("Where shall we meet?", "Leeds", "York", "6 Mar 2026")] == [True] * 4
    assert page.count('type="checkbox"') == 2


@pytest.mark.parametrize(
    "wrong", [{"options": "Leeds"}, {"question": ""}, {"kind": "guess"}, {"last_day": "soon"}, {"key": ""}]
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    topic_id: int, bob: Person, client_for: Browser, wrong: dict[str, str]
) -> None:
    form = {
        "key": key(),
        "question": "Where?",
        "options": "Leeds\nYork",
        "kind": "single",
        "secrecy": "anonymous",
    }
    answer = post(client_for(bob), f"/topics/{topic_id}/polls/new", form | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert "Leeds" in page
    assert re.search(r'value="anonymous" checked', page)


def test_only_who_started_the_topic_and_moderators_find_the_form(
    topic_id: int, ann: Person, bob: Person, world: World, read: Read
) -> None:
    nora = newcomer("nora", world.cohort)
    for person, status in ((bob, 200), (ann, 200), (nora, 403), (world.staff, 403)):
        read(person, f"/topics/{topic_id}/polls/new", status)
        assert ("New poll" in read(person, f"/topics/{topic_id}")) is (status == 200)


def test_days_are_offered_in_rows(
    topic_id: int, ann: Person, bob: Person, client_for: Browser, read: Read
) -> None:
    address = f"/topics/{topic_id}/polls/new?kind=dates"
    assert read(bob, address).count('type="date"') == 9
    form = {"key": key(), "question": "When?", "secrecy": "named", "day_1": "2026-03-10", "hour_1": "14:00"}
    refused = post(client_for(bob), address, form | {"hour_2": "10:00"})
    assert refused.status_code == 422
    assert 'value="14:00"' in refused.get_data(as_text=True)
    answer = post(client_for(bob), address, form | {"day_3": "2026-03-09"})
    page = read(ann, answer.headers["Location"])
    assert page.index("Mon 9 Mar 2026") < page.index("Tue 10 Mar 2026, 14:00")
    assert page.count("If need be") == 2


def test_one_votes_with_a_form_and_takes_it_back(
    topic_id: int, ann: Person, bob: Person, client_for: Browser, read: Read
) -> None:
    poll = ask(bob, topic_id)
    client, address = client_for(ann), f"/polls/{poll.id}"
    refused = post(client, f"{address}/vote")
    assert refused.status_code == 422
    assert "Choose one." in refused.get_data(as_text=True)
    assert post(client, f"{address}/vote", {"option": "x"}).status_code == 400
    assert post(client, f"{address}/vote", {"option": poll.options[1].id}).status_code == 303
    assert re.search(rf'value="{poll.options[1].id}" checked', read(ann, address))
    assert " checked" not in read(bob, address), "that is hers"
    assert "1 vote, 100 %" in read(bob, address)
    assert post(client, f"{address}/vote/removal").status_code == 303
    assert "Nobody has voted yet" in read(bob, address)


def test_places_and_days_are_given_option_by_option(
    topic_id: int, ann: Person, bob: Person, client_for: Browser, read: Read
) -> None:
    ranked = ask(bob, topic_id, paper("Leeds", "York", "Hull", kind=PollKind.RANKED))
    first, second, third = (f"option-{each.id}" for each in ranked.options)
    client = client_for(ann)
    twice = post(client, f"/polls/{ranked.id}/vote", {first: "1", second: "1", third: ""})
    assert "Give each place to one option only." in twice.get_data(as_text=True)
    assert post(client, f"/polls/{ranked.id}/vote", {first: "2", second: "1", third: ""}).status_code == 303
    page = main(read(bob, f"/polls/{ranked.id}"))
    assert re.search(r"York\s*<span[^>]*>First", page)
    assert ("2 points" in page, "1 point" in page, "Ann (1)" in page) == (True, True, True)

    offered = [Choice(day=DAY), Choice(day=DAY + timedelta(days=1))]
    dates = ask(bob, topic_id, Paper(PollKind.DATES, "When?", offered, is_anonymous=False))
    one, other = (f"option-{each.id}" for each in dates.options)
    assert post(client, f"/polls/{dates.id}/vote", {one: "1", other: "2"}).status_code == 303
    page = main(read(bob, f"/polls/{dates.id}"))
    assert "Ann (if need be)" in page
    assert "0 yes, 1 if need be, 0 no" in page


def test_who_reads_and_may_not_reply_sees_no_ballot(
    topic_id: int, ann: Person, bob: Person, world: World, read: Read, set_roles
) -> None:
    poll, nora = ask(bob, topic_id), newcomer("nora", world.cohort)
    assert "/vote" in read(nora, f"/polls/{poll.id}")
    set_roles(nora, world.cohort, RoleName.OBSERVER)
    assert "/vote" not in read(nora, f"/polls/{poll.id}")
    assert "vote only where you may reply" in read(nora, f"/polls/{poll.id}")


def test_an_anonymous_one_shows_nothing_before_its_end_and_never_a_name(
    topic_id: int, ann: Person, bob: Person, world: World, client_for: Browser, read: Read
) -> None:
    nora, olga = newcomer("nora", world.cohort), newcomer("olga", world.cohort)
    poll, named = ask(bob, topic_id, paper(is_anonymous=True)), ask(bob, topic_id)
    for person in (nora, olga, ann):
        vote(person, poll)
        vote(person, named)
    address = f"/polls/{poll.id}"
    assert "is shown once the poll is closed" in read(ann, address)
    assert "100 %" not in read(ann, address)
    assert post(client_for(bob), f"{address}/closing").status_code == 303
    for person in (ann, bob, world.staff):
        page = main(read(person, address))
        assert "3 votes, 100 %" in page
        assert "Nora" not in page
        assert "Nora" in main(read(person, f"/polls/{named.id}")), "the control"


def test_open_pages_of_the_topic_are_told(
    topic_id: int, ann: Person, bob: Person, mallory: Person, listen
) -> None:
    hear, outside = listen(ann), listen(mallory)
    poll = ask(bob, topic_id)
    vote(bob, poll)
    heads = [each["head_html"] for each in hear("topic:changed")]
    for each, head in zip(("0 people have", "1 person has"), heads, strict=True):
        assert f"{each} voted" in head
    vote(bob, poll)
    assert hear("topic:changed") == [], "the same again changes nothing"
    with clock.at(NOON + timedelta(days=1)):
        commands.close_poll(actor_id=bob.id, poll_id=poll.id)
        commands.write_outcome(actor_id=bob.id, poll_id=poll.id, text="Leeds it is", version=0)
        commands.remove_poll(actor_id=bob.id, poll_id=poll.id)
    closed, said, gone = (each["head_html"] for each in hear("topic:changed"))
    assert ("Closed" in closed, "Leeds it is" in said, "cop-poll" in gone) == (True, True, False)
    assert outside("topic:changed") == []


def test_a_page_that_comes_back_with_a_refusal_shows_them_as_well(
    topic_id: int, bob: Person, client_for: Browser
) -> None:
    """What was read before a command is dropped by it."""
    poll = ask(bob, topic_id)
    for path in (f"/topics/{topic_id}/draft", f"/topics/{topic_id}/preview", f"/topics/{topic_id}/posts"):
        for text in ("", "x" * 30_000):
            answer = post(client_for(bob), path, {"text": text, "key": key(), "version": "0"})
            assert answer.status_code < 500, path
            if "<main" in answer.get_data(as_text=True):
                assert f"/polls/{poll.id}" in answer.get_data(as_text=True), path
