"""Reporting an intention where it stands, and the pages on which it is decided."""

from cop import db
from cop.models import Piece, State
from tests.intentions.pairs import STATEMENT, a_shared
from tests.people import post, words

FORM = {"category": "unkind", "reason": "Look"}


def test_c16_each_thing_that_somebody_else_wrote_can_be_reported(world, ann, mallory, client_for):
    intention = a_shared(world)
    here, door = f"/intentions/{intention.id}", f"/pieces/wording/{intention.id}-1/report"
    client = client_for(mallory)
    assert f'href="{door}"' in words(client.get(here))
    assert f'href="{door}"' not in words(client_for(ann).get(here)), "Ann wrote it"
    assert client_for(ann).get(door).status_code == 403
    assert STATEMENT in words(client.get(door))
    answer = post(client, door, FORM | {"category": ""})
    assert answer.status_code == 422
    assert post(client, door, FORM).headers["Location"] == here


def test_it_is_decided_in_the_queue_and_the_pair_sees_it(world, ann, mallory, client_for):
    intention = a_shared(world)
    post(client_for(mallory), f"/pieces/wording/{intention.id}-1/report", FORM)
    staff = client_for(world.staff)
    assert STATEMENT in words(staff.get("/moderation"))
    review_id = db.session.query(Piece).one() and _review_id()
    page = words(staff.get(f"/moderation/reviews/{review_id}"))
    assert "Improvement intention" in page
    for door in ("redaction", "purge"):
        assert STATEMENT in words(staff.get(f"/moderation/reviews/{review_id}/{door}"))
    sent = post(staff, f"/moderation/reviews/{review_id}/hiding", {"ground": "unkind", "reason": "So"})
    assert sent.status_code == 303
    assert client_for(mallory).get(f"/intentions/{intention.id}").status_code == 404
    assert "Taken from its readers" in words(client_for(ann).get(f"/intentions/{intention.id}"))
    assert "Improvement intention" in words(client_for(ann).get("/me/decisions"))
    assert "something that you wrote" in words(client_for(ann).get("/notifications"))
    assert "was hidden from everybody" in words(client_for(mallory).get("/notifications"))
    assert "Improvement intention" in words(staff.get("/moderation/decisions"))
    restored = post(staff, f"/moderation/reviews/{review_id}/restoration", {})
    assert restored.status_code == 303
    assert client_for(mallory).get(f"/intentions/{intention.id}").status_code == 200
    assert db.session.query(Piece).one().state is State.RELEASED


def test_an_address_that_is_none_is_not_there(world, mallory, client_for):
    client = client_for(mallory)
    for address in ("poem/1", "wording/1", "wording/x-1", "offer/9-9-9", f"offer/{10**30}", "update/0"):
        assert client.get(f"/pieces/{address}/report").status_code == 404


def _review_id() -> int:
    from cop.models import Review

    return int(db.session.query(Review.id).filter(Review.piece_id.is_not(None)).scalar())
