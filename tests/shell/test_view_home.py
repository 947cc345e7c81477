"""Home answers: what needs me, in one screen."""

import re

from cop.chat import commands as chat
from cop.models import AppointmentRole
from cop.spaces import commands
from tests.people import a_steward, appoint, key, newcomer
from tests.shell import writing


def home(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def test_it_asks_who_is_not_signed_in_to_sign_in(client_for, bob):
    assert client_for(bob).get("/").status_code == 200
    response = client_for(None).get("/")
    assert response.status_code == 303
    assert response.location.startswith("/sign-in")


def test_it_takes_at_most_eight_queries(world, ann, bob, client_for, count_queries):
    for number in range(4):
        writing.open_topic(bob, world.cohort, f"Question {number}")
    writing.hold_topic(ann, world.cohort)
    client = client_for(ann)
    home(client)
    with count_queries() as queries:
        home(client)
    assert len(queries) <= 8, "\n".join(queries)


def test_it_shows_my_set_and_who_is_in_it(world, ann, bob, mallory, client_for):
    assert "With Bob" in home(client_for(ann))
    assert "Your set" not in home(client_for(mallory))


def test_it_tells_a_moderator_what_waits_and_nobody_else(world, ann, bob, mallory, client_for):
    writing.hold_topic(bob, world.cohort, "Not yet released")
    assert "1 item to moderate" in home(client_for(ann))
    assert "to moderate" not in home(client_for(bob))
    assert "to moderate" not in home(client_for(mallory))


def test_it_shows_my_own_held_topic_to_me_alone(world, ann, bob, mallory, client_for):
    writing.hold_topic(bob, world.network, "Not yet released")
    assert "Not yet released" in home(client_for(bob))
    assert "Not yet released" not in home(client_for(mallory))


def test_it_lists_unread_by_space(world, ann, bob, client_for):
    assert "You have read everything" in home(client_for(bob))
    writing.open_topic(ann, world.cohort)
    writing.say(ann, world.cohort)
    assert "1 in the forum, 1 in the room" in home(client_for(bob))


def test_who_is_in_no_space_is_told_what_to_do(world, client_for):
    assert "You are not in any space yet" in home(client_for(newcomer("nora")))


def test_whoever_runs_a_fresh_place_is_told_what_to_do_first_until_it_is_done(world, ann, client_for):
    page = home(client_for(world.staff))
    assert "Before people come" in page
    assert 'href="/programmes/new"' in page
    assert 'href="/organisations/list"' not in page, "there are some"
    assert "Before people come" not in home(client_for(ann))

    commands.create_programme(actor_id=None, name="Leading Thistles")
    assert "Before people come" not in home(client_for(world.staff))


def test_who_is_here_for_a_role_alone_is_led_to_it(world, client_for):
    guest, steward = newcomer("guest"), a_steward()
    appoint(guest, AppointmentRole.GUEST)
    assert "You have a role here, and are in no space" in home(client_for(guest))
    assert 'href="/me/roles"' in home(client_for(guest))
    commands.create_programme(actor_id=None, name="Leading Thistles")
    assert "You are not in any space yet" in home(client_for(steward)), "control: is led to no page of theirs"


def test_titles_are_words_and_no_markup(world, ann, bob, client_for):
    writing.open_topic(ann, world.cohort, "<b>bold</b> & co")
    page = home(client_for(bob))
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; co" in page
    assert "<b>bold</b>" not in page


def test_an_open_page_asks_what_its_header_and_rail_count_now(world, ann, bob, mallory, client_for):
    writing.open_topic(ann, world.cohort)
    writing.say(ann, world.cohort)
    writing.hold_topic(bob, world.cohort)
    bobs, anns, mallorys = (client_for(person).get("/counts").get_json() for person in (bob, ann, mallory))
    assert {"space": world.cohort.slug, "topics": 1, "lines": 1, "mentions": 0} in bobs["spaces"]
    assert [bobs["waiting"], anns["waiting"], mallorys["waiting"]] == [0, 1, 0]
    assert world.cohort.slug not in [row["space"] for row in mallorys["spaces"]]
    assert client_for(None).get("/counts").status_code == 303


def test_the_rail_says_how_many_unread_lines_name_me_in_words(world, client_for, ann, bob):
    for text in ("@Bob, hello", "Hello"):
        chat.send_message(actor_id=ann.id, slug="cohort-1", text=text, key=key())
    rails = {}
    for person in (bob, ann):
        page = client_for(person).get("/").get_data(as_text=True)
        link = page.partition('data-space="cohort-1"')[2].partition("</a>")[0]
        rails[person.name] = " ".join(re.sub(r"<[^>]+>", "", link.partition(">")[2]).split())

    assert rails == {"Bob": "Cohort 1 2 unread , @1 mentions you", "Ann": "Cohort 1 2 unread"}
