"""Notes of one's own have a page that is nobody else's; hopes stand on the meeting's."""

from datetime import timedelta

from tests.conftest import NOON
from tests.people import post, signed_in, words


def test_pr1_nobody_else_opens_them(app, circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    path = f"/meetings/{circle.meeting_id}/notes"
    bob = signed_in(app, circle.bob)
    assert "You alone read them" in words(bob.get(path))
    saved = post(bob, path, {"text": "What troubles me", "version": "0"}, follow_redirects=True)
    assert "Saved, for you alone." in words(saved)
    assert "What troubles me" in words(bob.get(path))
    behind = post(bob, path, {"text": "From another page", "version": "0"})
    assert behind.status_code == 409
    assert "From another page" in words(behind), "what was typed is kept"
    for person in (circle.ann, circle.carol):
        other = signed_in(app, person)
        assert "What troubles me" not in words(other.get(path))
        assert "What troubles me" not in words(other.get(f"/meetings/{circle.meeting_id}"))
    for person in (circle.adviser, circle.mallory, circle.world.staff):
        assert signed_in(app, person).get(path).status_code == 404


def test_what_people_hope_for_stands_on_the_page(app, circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    path = f"/meetings/{circle.meeting_id}"
    bob = signed_in(app, circle.bob)
    assert "Nobody has said so yet." in words(bob.get(path))
    sent = {"act": "hope", "text": "Time to think", "version": 1}
    assert "Time to think" in words(post(bob, f"{path}/acts", sent, follow_redirects=True))
    adviser = words(signed_in(app, circle.adviser).get(path))
    assert "Time to think" in adviser
    assert "Say what I hope for" not in adviser
    refused = post(bob, f"{path}/acts", sent | {"text": "NHS number 999 000 0018"})
    assert refused.status_code == 422
    assert 'value="NHS number 999 000 0018"' in words(refused)
