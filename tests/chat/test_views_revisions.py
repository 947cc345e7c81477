"""What a message said before: for its author and who moderates, and for nobody else."""

from cop.chat import commands
from tests.chat.conftest import let_moderator
from tests.people import World


def edited(say, bob):
    said = say(bob, "First words")
    for at, text in enumerate(("Second words", "Third words"), start=1):
        said = commands.edit_message(actor_id=bob.id, message_id=said.id, text=text, changed=at)
    return said


def test_its_author_and_a_moderator_read_all_of_it_newest_first(client_for, say, ann, bob):
    path = f"/messages/{edited(say, bob).id}/revisions"
    for person in (ann, bob):
        page = client_for(person).get(path).get_data(as_text=True)
        places = [page.index(words) for words in ("Third words", "Second words", "First words")]
        assert places == sorted(places)
        assert page.count("changed by Bob") == 2


def test_readers_are_told_that_it_was_edited_and_nothing_more(
    world: World, client_for, say, ann, bob, mallory
):
    said = edited(say, bob)
    path = f"/messages/{said.id}/revisions"
    for person in (world.staff, mallory):
        assert client_for(person).get(path).status_code == 404
    assert client_for(None).get(path).status_code == 303
    page = client_for(world.staff).get("/spaces/cohort-1/chat").get_data(as_text=True)
    assert ", edited" in page
    assert "First words" not in page
    assert f'class="cop-action if-mine-or-moderator" href="{path}"' in page, "hidden by the style sheet"


def test_a_line_that_was_never_edited_offers_no_past(client_for, say, bob):
    said = say(bob)
    client = client_for(bob)
    assert "/revisions" not in client.get("/spaces/cohort-1/chat").get_data(as_text=True)
    page = client.get(f"/messages/{said.id}/revisions").get_data(as_text=True)
    assert "It was never edited." in page


def test_of_what_its_author_took_back_nobody_reads_anything(client_for, say, ann, bob):
    said = edited(say, bob)
    path = f"/messages/{said.id}/revisions"
    let_moderator("hide", said)
    assert client_for(ann).get(path).status_code == 200, "control: hidden by a moderator"
    let_moderator("release", said)
    let_moderator("remove", said)
    for person in (ann, bob):
        assert client_for(person).get(path).status_code == 404
