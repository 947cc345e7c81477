"""Two moderators at the tools of one topic: what the one has done is not undone unseen by the other (F15)."""

import re
from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cop import db
from cop.forum import commands
from cop.models import Decision, Person, Policy, Post, RoleName, Topic, Verdict
from tests.people import World, newcomer, post, set_policy

Write = Callable[..., Post]
Read = Callable[..., str]
Browser = Callable[[Person | None], FlaskClient]


@pytest.fixture
def cleo(world: World, set_roles: Callable[..., None]) -> Person:
    """Another moderator of cohort one."""
    made = newcomer("cleo", world.cohort)
    set_roles(made, world.cohort, RoleName.MEMBER, RoleName.MODERATOR)
    return made


def form_of(page: str, action: str) -> dict[str, str]:
    """What a form of `page` sends if nobody touches it."""
    [form] = re.findall(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)
    fields = re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"([^>]*)', form)
    sent = {name: value for name, value, rest in fields if "checkbox" not in rest}
    return {name: value for name, value in sent.items() if name != "csrf_token"}


def reread(topic_id: int) -> Topic:
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    assert topic is not None
    return topic


CHANGES = [
    ("title", {"title": "Of Ann"}, {"title": "Of Cleo"}, lambda topic: topic.title, "called “Of Ann” now"),
    (
        "pin",
        {"pin-last_day": "2099-03-27"},
        {"pin-last_day": "2099-06-30"},
        lambda topic: topic.pin_word,
        "until the end of 27 Mar 2099",
    ),
    (
        "closing",
        {"closing-last_day": "2099-03-27"},
        {"closing-last_day": "2099-06-30"},
        lambda topic: topic.closing_word,
        "until the end of 27 Mar 2099",
    ),
]


@pytest.mark.parametrize(("word", "anns", "cleos", "value", "now"), CHANGES)
def test_what_a_colleague_changed_is_shown_before_it_is_replaced(
    ann: Person,
    bob: Person,
    cleo: Person,
    start: Write,
    read: Read,
    client_for: Browser,
    word,
    anns,
    cleos,
    value,
    now,
) -> None:
    topic_id = start(bob).topic_id
    path = f"/topics/{topic_id}/{word}"
    seen = form_of(read(cleo, f"/topics/{topic_id}/tools"), path)
    first = form_of(read(ann, f"/topics/{topic_id}/tools"), path)
    assert post(client_for(ann), path, first | anns).status_code == 303
    of_ann = value(reread(topic_id))
    answer = post(client_for(cleo), path, seen | cleos)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, value(reread(topic_id))) == (409, of_ann)
    assert now in page
    assert next(iter(cleos.values())) in page, "what she chose is still there"
    assert post(client_for(cleo), path, form_of(page, path)).status_code == 303, "now she knows"
    assert value(reread(topic_id)) != of_ann
    again = form_of(read(ann, f"/topics/{topic_id}/tools"), path)
    assert post(client_for(ann), path, again | anns).status_code == 303, "and so does Ann, who looked again"


def test_tags_of_two_are_not_lost(
    ann: Person, bob: Person, cleo: Person, world: World, start: Write, read: Read, client_for: Browser
) -> None:
    about = {"actor_id": ann.id, "space_id": world.cohort.id}
    one, two = (str(commands.add_tag(**about, name=name).id) for name in ("Costing", "Consent"))
    topic_id = start(bob).topic_id
    path = f"/topics/{topic_id}/tags"
    seen = form_of(read(cleo, f"/topics/{topic_id}/tools"), path)
    assert post(client_for(ann), path, seen | {"tags": one}).status_code == 303
    answer = post(client_for(cleo), path, seen | {"tags": two})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, [str(tag.id) for tag in reread(topic_id).tags]) == (409, [one])
    assert "It has the tags “Costing” now." in page
    assert re.search(rf'value="{two}"[^>]* checked', page)
    assert post(client_for(cleo), path, form_of(page, path) | {"tags": [one, two]}).status_code == 303
    assert len(reread(topic_id).tags) == 2


def test_one_click_erases_no_end(
    ann: Person, bob: Person, cleo: Person, start: Write, client_for: Browser
) -> None:
    topic_id = start(bob).topic_id
    path = f"/topics/{topic_id}/pin"
    assert post(client_for(ann), path, {"pin-last_day": "2099-03-27"}).status_code == 303
    answer = post(client_for(cleo), path)
    assert (answer.status_code, reread(topic_id).pinned_until is not None) == (409, True)
    assert "until the end of 27 Mar 2099" in answer.get_data(as_text=True)
    assert post(client_for(cleo), f"{path}/removal").status_code == 303
    for _ in range(2):
        assert post(client_for(cleo), path).status_code == 303, "pinned so already: nothing is lost"


def test_a_locked_topic_gets_no_last_day_and_says_so(
    ann: Person, bob: Person, start: Write, read: Read, client_for: Browser
) -> None:
    topic_id, client = start(bob).topic_id, client_for(ann)
    path, day = f"/topics/{topic_id}/closing", {"closing-last_day": "2099-06-30"}
    assert post(client, f"/topics/{topic_id}/lock").status_code == 303
    answer = post(client, path, day)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "It is locked already" in page, 'id="closing-last_day"' in page) == (
        409,
        True,
        True,
    )
    assert reread(topic_id).closes_at is None
    verdicts = list(db.session.scalars(sa.select(Decision.verdict).order_by(Decision.id)))
    assert verdicts == [Verdict.LOCK]
    assert post(client, f"/topics/{topic_id}/lock/removal").status_code == 303
    assert post(client, path, day).status_code == 303
    words = re.sub("<time[^>]*>|</time>", "", read(ann, f"/topics/{topic_id}"))
    assert "Members can reply until the end of 30 Jun 2099." in words


PLACES = ("tools", "merge", "split", "move")
VERBS = (
    "lock",
    "lock/removal",
    "pin",
    "pin/removal",
    "closing",
    "archive",
    "archive/removal",
    "title",
    "tags",
)


def test_the_tools_of_a_merged_topic_lead_to_where_it_is(
    ann: Person, bob: Person, mallory: Person, start: Write, read: Read, client_for: Browser
) -> None:
    gone, into, third = (start(bob, title).topic_id for title in ("Gone", "Into", "Third"))
    commands.merge_topics(actor_id=ann.id, topic_id=gone, into_id=into)
    client, sent = client_for(ann), {"title": "Else", "into": third, "space": "1", "posts": "1"}
    doors = [partial(client.get, f"/topics/{gone}/{place}") for place in PLACES]
    doors += [partial(post, client, f"/topics/{gone}/{verb}", sent) for verb in (*VERBS, *PLACES[1:])]
    for door in doors:
        answer = door()
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/topics/{into}")
        assert "is merged into this one" in client.get(f"/topics/{into}").get_data(as_text=True)
    topic = reread(into)
    assert (topic.title, topic.is_locked, topic.is_pinned, topic.is_archived) == ("Into", False, False, False)
    read(mallory, f"/topics/{gone}/tools", 404)
    assert post(client_for(mallory), f"/topics/{gone}/merge", {"into": third}).status_code == 404
    read(ann, "/topics/999999999999/merge", 404)


@pytest.mark.parametrize(
    ("policy", "verb", "words", "leads_to"),
    [
        (Policy.ALL_HELD, None, "waits for a moderator", "/moderation"),
        (Policy.OPEN, "hide", "is hidden", "/moderation/decisions"),
    ],
)
def test_the_tools_of_what_is_not_open_say_why_there_are_none(
    ann: Person,
    bob: Person,
    mallory: Person,
    world: World,
    start: Write,
    read: Read,
    change,
    policy,
    verb,
    words,
    leads_to,
) -> None:
    set_policy(world.cohort, policy)
    opening = start(bob)
    if verb:
        change(opening, verb)
    path = f"/topics/{opening.topic_id}"
    for person in (ann, bob):
        page = read(person, f"{path}/tools").split("<main")[1]
        assert (words in page, f'href="{path}">Back' in page, f'action="{path}' in page) == (
            True,
            True,
            False,
        )
        assert (f'href="{leads_to}"' in page) == (person is ann), "a moderator is led to where it is decided"
    read(mallory, f"{path}/tools", 404)


def test_the_author_of_a_locked_topic_learns_why_nothing_can_be_done(
    ann: Person, bob: Person, start: Write, read: Read
) -> None:
    topic_id = start(bob).topic_id
    assert "locked" not in read(bob, f"/topics/{topic_id}/tools").split("<main")[1], "the control"
    commands.lock_topic(actor_id=ann.id, topic_id=topic_id)
    page = read(bob, f"/topics/{topic_id}/tools").split("<main")[1]
    assert ("This topic is locked" in page, f'action="/topics/{topic_id}' in page) == (True, False)
