"""The page of what I follow and what I have muted: each with what is new in it, and a button that ends it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from cop import db
from cop.forum import commands, queries
from cop.models import Membership, Person, Stance, TopicReading
from cop.policy import load_actor
from cop.spaces.commands import start_conversation
from tests.people import World, newcomer, post

Browser = Callable[[Person | None], FlaskClient]

LIST, MUTED = "/me/following", "/me/following?show=muted"


def listed(page: str) -> list[str]:
    """Titles of topics, in the order of the page."""
    return re.findall(r'class="cop-topic__title"><a [^>]*>([^<]+)</a>', page)


def spaces(page: str) -> list[str]:
    return re.findall(r'id="space-\d+">\s*<span><a [^>]*>([^<]+)</a>', page)


def heed(person: Person, topic_id: int, stance: Stance = Stance.FOLLOWED) -> None:
    commands.heed_topic(actor_id=person.id, topic_id=topic_id, stance=stance)


def heed_space(person: Person, space_id: int, stance: Stance = Stance.FOLLOWED) -> None:
    commands.heed_space(actor_id=person.id, space_id=space_id, stance=stance)


@db.command
def leave(person: Person, space_id: int) -> None:
    membership = Membership.of(person.id, space_id)
    assert membership is not None
    membership.leave()


def test_it_asks_who_is_not_signed_in_to_sign_in(client_for: Browser, bob: Person) -> None:
    assert client_for(bob).get(LIST).status_code == 200
    assert client_for(None).get(LIST).status_code == 303


def test_it_says_how_to_follow_while_nothing_is_followed(read, bob: Person) -> None:
    assert "You follow nothing yet" in read(bob, LIST)
    assert "Choose “Follow or mute” at the top of a topic" in read(bob, LIST)
    assert "Nothing is muted" in read(bob, MUTED)


def test_it_is_reached_from_the_menu_and_from_what_one_is_told_of(read, bob: Person) -> None:
    assert 'href="/me/following"' in read(bob, "/")
    assert read(bob, "/me/notifications").count('href="/me/following"') == 2


def test_topics_stand_there_with_the_newest_posts_first_for_each_their_own(
    start, reply, read, ann: Person, bob: Person
) -> None:
    older, newer, muted = (start(ann, title).topic_id for title in ("Older", "Newer", "Loud"))
    heed(bob, older)
    heed(bob, newer)
    heed(bob, muted, Stance.MUTED)
    assert listed(read(bob, LIST)) == ["Newer", "Older"]
    assert listed(read(bob, MUTED)) == ["Loud"]
    reply(ann, older)
    assert listed(read(bob, LIST)) == ["Older", "Newer"]
    assert listed(read(ann, LIST)) == ["Older", "Loud", "Newer"], "who writes in it follows it"
    assert listed(read(ann, MUTED)) == []


def test_what_is_new_is_counted_and_led_to(start, reply, read, ann: Person, bob: Person) -> None:
    topic_id = start(ann).topic_id
    heed(bob, topic_id)
    read(bob, f"/topics/{topic_id}")
    page = read(bob, LIST)
    assert ("1 post" in page, "new post" in page) == (True, False)
    reply(ann, topic_id)
    page = read(bob, LIST)
    assert "1 new post" in page
    assert f'href="/topics/{topic_id}?page=unread"' in page
    heed(bob, topic_id, Stance.MUTED)
    page = read(bob, MUTED)
    assert ("2 posts" in page, "new post" in page) == (True, False)


def test_spaces_stand_there_with_what_is_unread_in_them(
    world: World, start, read, ann: Person, bob: Person
) -> None:
    heed_space(bob, world.cohort.id)
    heed_space(bob, world.set_a.id, Stance.MUTED)
    start(ann, space=world.cohort)
    start(ann, space=world.set_a)
    assert (spaces(read(bob, LIST)), spaces(read(bob, MUTED))) == ([world.cohort.name], [world.set_a.name])
    assert re.search(rf'id="space-{world.cohort.id}">.*?cop-count">1', read(bob, LIST), re.DOTALL)
    assert not re.search(rf'id="space-{world.set_a.id}">.*?cop-count">.*</li>', read(bob, MUTED))
    assert spaces(read(ann, LIST)) == []


@pytest.mark.parametrize(("show", "stance"), [("", Stance.FOLLOWED), ("?show=muted", Stance.MUTED)])
def test_one_press_ends_it(
    world: World, start, read, client_for: Browser, ann: Person, bob: Person, show: str, stance: Stance
) -> None:
    topic_id = start(ann, "Costing & more").topic_id
    heed(bob, topic_id, stance)
    heed_space(bob, world.cohort.id, stance)
    for address in (f"topics/{topic_id}", "spaces/cohort-1"):
        assert f'formaction="/me/following/{address}/removal{show}"' in read(bob, LIST + show)
        answer = post(client_for(bob), f"/me/following/{address}/removal{show}")
        assert (answer.status_code, answer.location) == (303, f"/me/following{show}")
    page = read(bob, LIST + show)
    assert (listed(page), spaces(page)) == ([], [])
    assert db.session.get(TopicReading, (bob.id, topic_id)).stance is Stance.NEITHER
    membership = Membership.of(bob.id, world.cohort.id)
    assert membership is not None
    assert membership.stance is Stance.NEITHER


def test_a_conversation_stands_there_under_the_names_of_its_people(
    read, client_for: Browser, ann: Person, bob: Person
) -> None:
    space = start_conversation(actor_id=bob.id, person_ids=[ann.id])
    heed_space(bob, space.id, Stance.MUTED)
    page = read(bob, MUTED)
    assert spaces(page) == [ann.name]
    assert f'href="/spaces/{space.slug}/chat"' in page
    client = client_for(bob)
    post(client, f"/me/following/spaces/{space.slug}/removal?show=muted")
    page = client.get(MUTED).get_data(as_text=True)
    assert "No longer muted: Conversation" in page
    assert spaces(page) == []


def test_what_was_archived_says_so(start, read, ann: Person, bob: Person) -> None:
    topic_id = start(ann).topic_id
    heed(bob, topic_id)
    assert "Archived" not in read(bob, LIST)
    commands.archive_topic(actor_id=ann.id, topic_id=topic_id)
    assert "Archived" in read(bob, LIST)


def test_it_says_what_was_ended(start, client_for: Browser, ann: Person, bob: Person) -> None:
    topic_id = start(ann, "Costing & more").topic_id
    heed(bob, topic_id)
    client = client_for(bob)
    post(client, f"/me/following/topics/{topic_id}/removal")
    assert "No longer followed: Costing &amp; more" in client.get(LIST).get_data(as_text=True)


def test_mallory_finds_nothing_and_ends_nothing(
    world: World, start, read, client_for: Browser, ann: Person, mallory: Person
) -> None:
    topic_id = start(ann).topic_id
    _force(mallory, topic_id)
    assert listed(read(mallory, LIST)) == []
    for address in (f"topics/{topic_id}", "spaces/cohort-1", "topics/999999999999", "spaces/none"):
        assert post(client_for(mallory), f"/me/following/{address}/removal").status_code == 404
    assert db.session.get(TopicReading, (mallory.id, topic_id)).stance is Stance.FOLLOWED


@db.command
def _force(person: Person, topic_id: int) -> None:
    """As a row that was left from before they went."""
    db.session.add(TopicReading(person_id=person.id, topic_id=topic_id, position=0, stance=Stance.FOLLOWED))


def test_it_goes_with_the_right_to_read_and_with_the_topic(
    world: World, start, reply, read, change, ann: Person
) -> None:
    nora = newcomer("nora", world.cohort, world.network)
    opening = start(ann)
    heed(nora, opening.topic_id)
    heed_space(nora, world.cohort.id)
    assert listed(read(nora, LIST)) == ["Costing"]
    change(opening, "hide")
    assert listed(read(nora, LIST)) == []
    change(opening, "release")
    leave(nora, world.cohort.id)
    page = read(nora, LIST)
    assert (listed(page), spaces(page)) == ([], [])


def test_who_reads_without_being_a_member_follows_too(world: World, start, read, ann: Person) -> None:
    heed(world.staff, start(ann).topic_id)
    page = read(world.staff, LIST)
    assert listed(page) == ["Costing"]
    assert "new post" not in page


def test_it_goes_on_where_a_page_ends(start, read, ann: Person, bob: Person, monkeypatch) -> None:
    monkeypatch.setattr(queries.following, "PAGE", 2)
    for number in range(5):
        heed(bob, start(ann, f"Topic {number}").topic_id)
    seen, address = [], LIST
    while address:
        page = read(bob, address)
        seen.append(listed(page))
        older = re.search(r'rel="next"\s+href="([^"]+)"', page)
        address = older[1] if older else ""
    assert seen == [["Topic 4", "Topic 3"], ["Topic 2", "Topic 1"], ["Topic 0"]]
    assert "Nothing older" in read(bob, f"{LIST}?before=1")


def test_it_takes_only_what_it_gave(client_for: Browser, bob: Person) -> None:
    client = client_for(bob)
    for query in ("show=all", "show=muted&show=muted", "before=x", "before=0"):
        assert client.get(f"{LIST}?{query}").status_code == 400
    assert post(client, "/me/following/spaces/cohort-1/removal?show=all").status_code == 400


def test_it_takes_as_many_queries_for_one_as_for_many(
    world: World, start, client_for: Browser, ann: Person, bob: Person, count_queries: Callable[[], Any]
) -> None:
    client, sent = client_for(bob), []
    for _ in range(2):
        for number in range(12):
            heed(bob, start(newcomer(f"n{number}{len(sent)}", world.cohort), "Costing").topic_id)
        heed_space(bob, world.cohort.id)
        client.get(LIST)
        with count_queries() as queries_of_page:
            client.get(LIST)
        sent.append(len(queries_of_page))
    assert sent[0] == sent[1] <= 6


def test_the_query_agrees_with_what_may_be_read(world: World, start, ann: Person, bob: Person) -> None:
    topic_id = start(ann).topic_id
    heed(bob, topic_id)
    found = queries.heeded(load_actor(bob.id), Stance.FOLLOWED)
    assert [topic.id for topic, _ in found.topics] == [topic_id]
