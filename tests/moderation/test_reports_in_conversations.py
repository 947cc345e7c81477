"""A report in a conversation goes to a steward, who sees that message, may hide it, and opens nothing else."""

import re

import pytest

from cop import db
from cop.accounts.tasks import wording
from cop.models import Conversation, Letter, Message, Person, Review, Space, State
from cop.moderation import commands
from tests import people
from tests.moderation import things
from tests.people import post

AROUND = "canary-before"
REPORTED = "canary-reported"


@pytest.fixture
def said(world) -> tuple[Space, Message]:
    """A conversation of Ann and Bob in which Bob has said two things; the second is what is reported."""

    @db.command
    def put():
        space = Conversation.begin(world.ann.id, [world.ann.id, world.bob.id])
        bob = db.get(Person, world.bob.id)
        before = people.put_message(space, bob, AROUND)
        line = people.put_message(space, bob, REPORTED)
        line.reply_to = before
        return space, line

    return put()


def report(person: Person, line: Message) -> Review:
    made = commands.report(actor_id=person.id, message_id=line.id, category="unkind", reason="canary-why")
    return db.get(Review, made.review_id)


def text(response) -> str:
    return response.get_data(as_text=True)


def without_navigation(html: str) -> str:
    return re.sub(r"(?s)<nav.*?</nav>", "", html)


def test_the_form_says_who_sees_what(world, client_for, said, ann):
    space, line = said
    html = text(client_for(ann).get(f"/messages/{line.id}/report"))

    assert "A steward of the network looks at this message, and sees nothing else" in html
    response = post(
        client_for(ann), f"/messages/{line.id}/report", {"category": "unkind", "reason": "Because"}
    )
    assert response.headers["Location"] == f"/spaces/{space.slug}/chat#message-{line.id}"


def test_the_steward_sees_that_message_and_no_other_name_or_word(world, client_for, said, ann, steward):
    space, line = said
    review = report(ann, line)
    stella = client_for(steward)
    for path in ("/moderation", f"/moderation/reviews/{review.id}"):
        html = without_navigation(text(stella.get(path)))
        assert REPORTED in html
        assert "canary-why" in html
        assert "Message in a conversation" in html
        assert AROUND not in html
        assert "Ann" not in html
        assert f"/spaces/{space.slug}" not in html
    for path in (f"/spaces/{space.slug}/chat", f"/spaces/{space.slug}/about", f"/messages/{line.id}/report"):
        assert stella.get(path).status_code == 404


def test_nobody_else_finds_the_review(world, client_for, said, ann, bob, steward):
    review = report(ann, said[1])
    for person in (ann, bob, world.mallory, world.staff):
        assert client_for(person).get(f"/moderation/reviews/{review.id}").status_code == 404
    assert client_for(steward).get(f"/moderation/reviews/{review.id}").status_code == 200


def test_hiding_leaves_a_tombstone_and_tells_the_author_without_names(world, client_for, said, ann, steward):
    space, line = said
    review = report(ann, line)
    form = {"reason": "Let us be kind."}
    assert post(client_for(steward), f"/moderation/reviews/{review.id}/hiding", form).status_code == 303

    assert db.get(Message, line.id).state is State.HIDDEN
    room = text(client_for(ann).get(f"/spaces/{space.slug}/chat"))
    assert REPORTED not in room
    assert "Hidden by a moderator." in room
    letter = wording.word(db.session.query(Letter).one())
    assert letter["To"] == "bob@example.org"
    assert "a conversation" in letter["Subject"]
    assert "Let us be kind." in letter.get_content()
    assert "Ann" not in letter.as_string()


def test_the_decision_is_listed_to_stewards_alone(world, client_for, said, ann, bob, steward):
    review = report(ann, said[1])
    commands.hide_reviewed(actor_id=steward.id, review_id=review.id, reason="canary-decided")

    assert "canary-decided" in text(client_for(steward).get("/moderation/decisions"))
    assert "canary-decided" not in text(client_for(ann).get("/moderation/decisions"))  # moderates cohort 1
    assert "canary-decided" not in text(client_for(world.staff).get("/moderation/decisions"))
    assert client_for(bob).get("/moderation/decisions").status_code == 404


def test_a_steward_who_wrote_it_does_not_decide(world, client_for, said, ann, bob, steward):
    things.appoint(bob)
    review = report(ann, said[1])

    assert client_for(bob).get(f"/moderation/reviews/{review.id}").status_code == 404
    assert client_for(steward).get(f"/moderation/reviews/{review.id}").status_code == 200


def test_it_can_be_undone_and_left(world, said, ann, steward):
    review = report(ann, said[1])
    decision = commands.hide_reviewed(actor_id=steward.id, review_id=review.id, reason="No")
    commands.undo(actor_id=steward.id, decision_id=decision.id)
    assert db.get(Message, said[1].id).state is State.RELEASED
    commands.dismiss(actor_id=steward.id, review_id=review.id)
