"""What the people of a room are told about who is named: ids beside the line, the same for everybody, and a count."""

from cop.chat import commands
from cop.models import Person
from tests.chat.conftest import let_moderator
from tests.people import World


def test_a_line_says_whom_it_names_and_is_the_same_for_everybody(world: World, socket_for, say, ann, bob):
    anns, bobs, staffs = (socket_for(person) for person in (ann, bob, world.staff))
    say(bob, "@Ann and @Mallory")
    told = [socket.heard("message:new")[0] for socket in (anns, bobs, staffs)]

    assert told[0] == told[1] == told[2]
    assert told[0]["mentions"] == [ann.id]
    assert f'data-mentions="{ann.id}"' in told[0]["html"]
    assert 'if-named">mentions you' in told[0]["html"]


def test_an_edit_and_a_tombstone_tell_anew(world: World, socket_for, say, ann: Person, bob: Person):
    anns = socket_for(ann)
    said = say(bob, "@Ann")
    said = commands.edit_message(actor_id=bob.id, message_id=said.id, text="@Sam", changed=said.changed)
    let_moderator("hide", said)
    edited, hidden = anns.heard("message:changed")

    assert (edited["mentions"], hidden["mentions"]) == ([world.staff.id], [])
    assert "data-mentions" not in hidden["html"]
    assert "Sam" in edited["html"]
    assert "Sam" not in hidden["html"]


def test_a_line_that_names_nobody_says_so_with_no_words(socket_for, say, ann: Person, bob: Person):
    anns = socket_for(ann)
    say(bob, "Nobody")
    (told,) = anns.heard("message:new")

    assert told["mentions"] == []
    assert "if-named" not in told["html"]


def test_reading_on_tells_how_many_of_the_rest_name_me(socket_for, say, ann: Person, bob: Person):
    for text in ("@Bob one", "two", "@Bob three"):
        say(ann, text)
    here, elsewhere, anns = socket_for(bob), socket_for(bob), socket_for(ann)
    for upto in (1, 2, 3):
        here.ask("room:read", space="cohort-1", upto=upto)

    badges = elsewhere.heard("badge")
    rooms = [(each["unread"], each["mentions"]) for each in badges if "unread" in each]
    assert rooms == [(2, 1), (1, 1), (0, 0)]
    assert [each["notices"] for each in badges if "notices" in each] == [1, 0]
    assert anns.heard("badge") == []


def test_a_draft_is_given_back_when_the_room_is_opened_and_to_nobody_else(
    socket_for, ann: Person, bob: Person
):
    bobs = socket_for(bob)
    assert bobs.ask("room:open", space="cohort-1")["draft"] is None
    saved_at = bobs.ask("room:draft", space="cohort-1", text="Begun")["saved_at"]

    assert socket_for(bob).ask("room:open", space="cohort-1")["draft"] == {
        "text": "Begun",
        "saved_at": saved_at,
    }
    assert socket_for(ann).ask("room:open", space="cohort-1")["draft"] is None
    assert bobs.ask("room:draft", space="cohort-1", text="")["saved_at"] is None
    assert bobs.ask("room:open", space="cohort-1")["draft"] is None
