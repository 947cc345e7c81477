"""The page on which a topic is begun from lines of a room, and what shows on both sides afterwards."""

import html as entities

import pytest

from cop import db
from cop.chat import commands as chat
from cop.chat import reactions
from cop.models import Message, Policy, Space, Topic
from tests.people import key, newcomer, post, set_policy


def text(response) -> str:
    return entities.unescape(response.get_data(as_text=True))


def say(person, words, *, slug="cohort-1") -> Message:
    return chat.send_message(actor_id=person.id, slug=slug, text=words, key=key())


NEW = "/spaces/cohort-1/topics/new"


def test_a_line_offers_it_and_the_page_quotes_it(world, client_for, ann, bob):
    line = say(ann, "Which agreement do you use?")
    assert f'href="{NEW}?message={line.id}"' in text(client_for(bob).get("/spaces/cohort-1/chat"))

    page = text(client_for(bob).get(f"{NEW}?message={line.id}"))
    assert "**Ann** wrote on 2 Mar, 12:00:\n\n> Which agreement do you use?" in page
    assert f'name="message" value="{line.id}"' in page
    assert "You quote 1 message of the room." in page


def test_several_are_quoted_in_the_order_they_were_said(world, client_for, ann, bob):
    lines = [say(ann, "First said"), say(bob, "Second said")]
    page = text(client_for(bob).get(f"{NEW}?message={lines[1].id}&message={lines[0].id}"))
    assert page.index("> First said") < page.index("> Second said")


def test_both_sides_show_it(world, client_for, ann, bob):
    line = say(ann, "Which agreement do you use?")
    form = {"title": "Agreements", "text": "As Ann asked", "key": key(), "message": line.id}
    answer = post(client_for(bob), NEW, form)

    assert answer.status_code == 303
    topic = db.session.query(Topic).one()
    room = text(client_for(ann).get("/spaces/cohort-1/chat"))
    assert f'Continued in: <a href="/topics/{topic.id}">Agreements</a>' in room
    page = text(client_for(ann).get(f"/topics/{topic.id}"))
    assert f'<a href="/messages/{line.id}">From the room, 2 Mar 12:00</a>' in page


def test_a_held_topic_shows_its_title_to_nobody_in_the_room(world, client_for, ann, bob):
    line = say(ann, "Which agreement do you use?")
    set_policy(world.cohort, Policy.ALL_HELD)
    post(client_for(bob), NEW, {"title": "Agreements", "text": "x", "key": key(), "message": line.id})

    for person in (ann, bob):
        assert "Agreements" not in text(client_for(person).get("/spaces/cohort-1/chat"))
    assert "Agreements" in text(client_for(ann).get("/moderation"))  # the control


def test_a_line_removed_meanwhile_is_refused_and_the_text_kept(world, client_for, ann, bob):
    stays, goes = say(ann, "This stays"), say(ann, "This goes")
    chat.remove_message(actor_id=ann.id, message_id=goes.id, changed=goes.changed)
    form = {"title": "Agreements", "text": "> This goes\n\nMy long text", "key": key()}
    answer = post(client_for(bob), NEW, form | {"message": [stays.id, goes.id]})

    assert answer.status_code == 422
    page = text(answer)
    assert "removed or hidden since" in page
    assert "My long text" in page
    assert f'name="message" value="{stays.id}"' in page
    assert f'name="message" value="{goes.id}"' not in page


def test_words_of_another_space_are_never_quoted(world, client_for, ann, bob, mallory):
    secret, own = say(ann, "canary-set", slug="cohort-1-set-a"), say(mallory, "Mine", slug="cohort-2")

    assert "canary-set" not in text(
        client_for(mallory).get(f"/spaces/cohort-2/topics/new?message={secret.id}")
    )
    assert "canary-set" not in text(client_for(bob).get(f"{NEW}?message={secret.id}"))
    assert "> Mine" in text(client_for(mallory).get(f"/spaces/cohort-2/topics/new?message={own.id}"))


@pytest.mark.parametrize("query", ["message=x", "message=0", "message=-1", "&".join(["message=1"] * 51)])
def test_an_address_that_no_page_says_is_refused(world, client_for, ann, query):
    assert client_for(ann).get(f"{NEW}?{query}").status_code == 400
    assert client_for(ann).get(f"{NEW}?message=1").status_code == 200


def test_who_may_read_alone_is_offered_nothing_to_write(world, client_for, ann):
    line = say(ann, "Which agreement do you use?")
    page = text(client_for(world.staff).get(f"{NEW}?message={line.id}"))
    assert "You can read this space, but not write in it." in page
    assert "textarea" not in page


def test_a_conversation_offers_no_topic(world, client_for, ann, bob):
    from cop.models import Conversation

    @db.command
    def converse() -> Space:
        return Conversation.begin(ann.id, [ann.id, bob.id])

    space = converse()
    line = say(ann, "Between us", slug=space.slug)
    assert "data-choose" not in reactions.payload(line)["html"]
    assert client_for(ann).get(f"/spaces/{space.slug}/topics/new?message={line.id}").status_code == 404
    assert "data-choose" in reactions.payload(say(ann, "Hello"))["html"]


def test_a_room_costs_one_query_more_however_many_topics_were_begun(
    world, client_for, ann, bob, count_queries
):
    def needed() -> int:
        client = client_for(newcomer(f"reader{key()[:6]}", world.cohort))
        client.get("/spaces/cohort-1/chat")
        with count_queries() as queries:
            client.get("/spaces/cohort-1/chat")
        return len(queries)

    lines = [say(ann, f"Line {number}") for number in range(6)]
    none = needed()
    for number, line in enumerate(lines):
        form = {"title": f"Topic {number}", "text": "x", "key": key(), "message": line.id}
        assert post(client_for(bob), NEW, form).status_code == 303
        assert needed() == none + 1
