"""Blocking from a person's page; the list of my blocks; and that nobody sees theirs."""

import re

from cop import db
from cop.models import Block
from tests.people import newcomer, post
from tests.spaces.conversations import block, start


def text(response) -> str:
    return response.get_data(as_text=True)


def without_tokens(html: str) -> str:
    return re.sub(r'(csrf[^>]*(?:value|content)=|nonce=)"[^"]*"', "", html)


def blocks() -> int:
    return db.session.query(Block).count()


def test_it_is_explained_set_and_taken_back(world, client_for):
    bob = client_for(world.bob)
    assert f'href="/people/{world.ann.id}/block"' in text(bob.get(f"/people/{world.ann.id}"))
    html = text(bob.get(f"/people/{world.ann.id}/block"))
    assert "Ann is not told" in html

    assert post(bob, f"/people/{world.ann.id}/block").status_code == 303
    html = text(bob.get(f"/people/{world.ann.id}"))
    assert "You have blocked Ann" in html
    assert "Write to Ann" not in html
    assert (
        "Ann" in re.search(r"(?s)People you have blocked.*?</section>", text(bob.get("/me/account"))).group()
    )

    assert post(bob, f"/people/{world.ann.id}/block/removal").status_code == 303
    assert blocks() == 0
    assert "Write to Ann" in text(bob.get(f"/people/{world.ann.id}"))
    assert "Nobody. You can block" in text(bob.get("/me/account"))


def test_it_can_be_taken_back_where_they_are_in_a_conversation(world, client_for):
    about = f"/spaces/{start(world.ann, world.bob).slug}/about"
    block(world.bob, world.ann)

    assert f"/people/{world.ann.id}/block/removal" in text(client_for(world.bob).get(about))
    assert "Take the block back" not in text(client_for(world.ann).get(about))


def test_whoever_is_blocked_sees_the_same_page_as_before(world, client_for):
    ann = client_for(world.ann)
    start(world.ann, world.bob, text="Hello")
    before = {path: without_tokens(text(ann.get(path))) for path in _pages(world)}
    block(world.bob, world.ann)

    assert blocks() == 1
    assert {path: without_tokens(text(ann.get(path))) for path in _pages(world)} == before


def _pages(world) -> list[str]:
    return [
        f"/people/{world.bob.id}",
        f"/people/{world.bob.id}/block",
        "/me/account",
        "/me",
        "/directory",
        "/spaces",
    ]


def test_the_way_out_of_a_conversation_of_more_is_offered(world, client_for):
    space = start(world.ann, world.bob, newcomer("carl", world.network), text="Hello")
    bob = client_for(world.bob)

    leaving = f'href="/spaces/{space.slug}/leaving"'
    assert leaving in text(bob.get(f"/people/{world.ann.id}/block"))
    block(world.bob, world.ann)
    assert leaving in text(bob.get(f"/people/{world.ann.id}"))
    assert leaving not in text(bob.get(f"/people/{world.mallory.id}/block"))


def test_oneself_and_strangers_are_refused(world, client_for):
    bob, stranger = client_for(world.bob), newcomer("stranger")

    assert bob.get(f"/people/{world.bob.id}/block").status_code == 403
    assert post(bob, f"/people/{world.bob.id}/block").status_code == 403
    assert bob.get(f"/people/{stranger.id}/block").status_code == 404
    assert post(bob, f"/people/{stranger.id}/block").status_code == 404
    assert blocks() == 0
