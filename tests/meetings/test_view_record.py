"""What is kept of a meeting is its authors’: changed by them while the record is open, shared line by line."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, policy
from cop.db import session
from cop.errors import Conflict, Forbidden, NotFound
from cop.meetings import commands, tasks
from cop.meetings.queries.records import mean_for_others
from cop.models import MeetingAction, MeetingLearning, MeetingLine, MeetingSlot, MeetingSummary
from cop.models.meetings_choices import Next, Office
from cop.models.meetings_outcomes import LearningKind
from cop.models.meetings_states import MeetingState
from cop.policy import load_actor
from tests.conftest import NOON
from tests.people import post, signed_in, words

S = MeetingState


@pytest.fixture
def page(app, circle):
    """`page(person)`: what they see of the meeting; `page(person, act="…")`: what comes of a button."""

    def see(reader, expect: int = 200, **fields: object) -> str:
        client, path = signed_in(app, reader), f"/meetings/{circle.meeting_id}"
        if fields:
            sent = {"version": circle.now.version} | fields
            answer = post(client, f"{path}/acts", sent, follow_redirects=True)
        else:
            answer = client.get(path)
        assert answer.status_code == expect, words(answer)
        return words(answer)

    return see


def into_record(circle) -> None:
    """From wherever Bob's slot is, with Carol as who takes notes."""
    commands.hand_over(**circle.of(circle.ann), office=Office.NOTE_TAKER, person_id=circle.carol.id)
    commands.accept_office(**circle.of(circle.carol), office=Office.NOTE_TAKER, accepts=True)
    commands.ask_to_end(**circle.of(circle.ann))
    commands.agree_to_end(**circle.of(circle.bob), version=circle.now.version)
    commands.settle_next(**circle.of(circle.ann), step=Next.POLL)
    circle.move(S.RECORD)


def learn(circle, person, text: str, **about: object) -> MeetingLearning:
    given = {"kind": LearningKind.LEARNING, "is_shared": False} | about
    return commands.note_learning(**circle.of(person), text=text, **given)


def one(kind: type):
    session.rollback()
    return session.scalars(sa.select(kind)).one()


def test_a_line_is_its_authors_until_they_share_it(page, circle):
    circle.lead_to(S.EXPLORE)
    shown = page(circle.bob, act="learn", kind="insight", text="I carry too much")
    assert "I carry too much" in shown
    assert "only you read this" in shown
    assert "I carry too much" not in page(circle.carol)
    learning = one(MeetingLearning)
    page(circle.bob, act="share", value="yes", learning=learning.id)
    assert "I carry too much" in page(circle.carol)
    page(circle.bob, act="share", value="no", learning=learning.id)
    assert "I carry too much" not in page(circle.carol)
    assert "I carry too much" not in page(circle.adviser)
    page(circle.carol, 404, act="forget-learning", learning=learning.id)
    page(circle.bob, act="forget-learning", learning=learning.id)
    assert session.scalar(sa.select(sa.func.count()).select_from(MeetingLearning)) == 0


def test_owners_edit_their_actions_and_lines_for_72_hours(page, circle):
    circle.lead_to(S.ACTIONS)
    action = commands.write_action(**circle.of(circle.bob), text="Ask the chair")
    learned = learn(circle, circle.carol, "To wait")
    into_record(circle)
    assert "The record is open until" in page(circle.bob)
    change = {"act": "edit-action", "action": action.id, "text": "Ask the new chair", "due_on": "2026-04-01"}
    assert "Ask the new chair" in page(circle.bob, **change)
    page(circle.carol, 403, **change)
    assert one(MeetingAction).due_on.isoformat() == "2026-04-01"
    refused = page(circle.bob, 422, **change | {"text": "Ask the newest chair", "due_on": "2001-01-01"})
    assert 'value="Ask the newest chair"' in refused, "what was typed is kept"
    page(circle.carol, act="edit-learning", learning=learned.id, text="To wait longer")
    assert "To wait longer" in page(circle.carol)
    with clock.at(NOON + timedelta(hours=73)):
        tasks.keep_time.run()
        assert circle.state is S.ARCHIVED
        page(circle.bob, 409, **change | {"text": "Too late"})
        page(circle.carol, 409, act="edit-learning", learning=learned.id, text="Too late")
        archived, circle.meeting_id = circle.meeting_id, 0
        circle.lead_to(S.REVIEW)
        commands.write_action(**circle.of(circle.bob), text="Of another meeting")
        circle.meeting_id = archived
        shown = page(circle.bob)
    assert "Ask the new chair" in shown
    assert "Of another meeting" not in shown, "what was written later stands where it was written"
    assert "Change it" not in shown
    assert "Write an action" not in shown


def test_a_summary_is_read_by_the_set_once_each_presenter_has_agreed(page, circle):
    circle.lead_to(S.EXPLORE)
    into_record(circle)
    assert "Write the summary" in page(circle.carol)
    assert "Write the summary" not in page(circle.ann)
    page(circle.ann, 403, act="summarise", text="We asked well.", seen=0)
    page(circle.carol, act="summarise", text="We asked well.", seen=0)
    assert "We asked well." not in page(circle.dan)
    assert "once each who presented has agreed" in page(circle.dan)
    assert "The others may read it" in page(circle.bob)
    page(circle.dan, 403, act="agree-summary", seen=1)
    page(circle.carol, act="summarise", text="We asked very well.", seen=1)
    page(circle.bob, 409, act="agree-summary", seen=1)
    page(circle.bob, act="agree-summary", seen=2)
    assert "We asked very well." in page(circle.dan)
    assert "changed in the meantime" in page(circle.carol, 409, act="summarise", text="Mine", seen=1)


def test_how_it_went_is_a_mean_for_others_and_for_staff_of_five_at_least(page, circle):
    circle.lead_to(S.CLOSE)
    for person, score in zip(circle.members[:2], (2, 5), strict=True):
        page(person, act="score", value=score)
    shown = page(circle.ann)
    assert "You said 2, which nobody else sees" in shown
    assert "once three of you" in shown
    page(circle.carol, act="score", value=5)
    assert "4.0 out of 5, as 3 of you found" in page(circle.dan)
    assert "You said" not in page(circle.dan)
    assert mean_for_others(circle.space.id) is None, "they are fewer than five"


def test_pr5_a_presenter_deletes_what_was_said_and_is_asked_first(app, page, circle):
    circle.lead_to(S.EXPLORE)
    circle.say(circle.bob, "What troubles me")
    into_record(circle)
    slot = one(MeetingSlot)
    path = f"/slots/{slot.id}/forgetting"
    assert path in page(circle.bob)
    assert path not in page(circle.carol)
    bob = signed_in(app, circle.bob)
    assert "You can’t undo this" in words(bob.get(path))
    assert session.scalar(sa.select(sa.func.count()).select_from(MeetingLine)) == 1, "asking deletes nothing"
    for person in (circle.carol, circle.adviser, circle.mallory):
        assert post(signed_in(app, person), path).status_code == 404
    assert post(bob, path).status_code == 303
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(MeetingLine)) == 0


def test_an_offer_is_kept_by_its_presenter_for_themselves(page, circle):
    circle.lead_to(S.EXPLORE)
    commands.ask_for_offers(**circle.of(circle.bob), wanted=True)
    circle.move(S.RESOURCES)
    line = circle.say(circle.carol, "A colleague who has done this")
    assert "Offered to you" in page(circle.bob)
    assert "Offered to you" not in page(circle.dan)
    page(circle.dan, 404, act="keep-offer", value=line.id)
    for _ in range(2):
        page(circle.bob, act="keep-offer", value=line.id)
    kept = one(MeetingLearning)
    assert (kept.kind, kept.person_id, kept.is_shared) == (LearningKind.OFFER, circle.bob.id, False)
    with pytest.raises(Conflict, match="to you alone"):
        commands.share_learning(actor_id=circle.bob.id, learning_id=kept.id, is_shared=True)
    into_record(circle)
    commands.forget_my_slot(actor_id=circle.bob.id, slot_id=one(MeetingSlot).id)
    assert re.search("A colleague who has done this.*offered in my slot", page(circle.bob), re.DOTALL)
    assert "A colleague who has done this" not in page(circle.dan)


def test_check_10_nobody_has_the_facilitators_powers_once_it_is_archived(circle):
    """Acceptance check 10 of domain.md 2.6."""
    circle.lead_to(S.RECORD)
    with clock.at(NOON + timedelta(hours=73)):
        tasks.keep_time.run()
        assert circle.now.leader_id is None
        assert circle.now.offices_of(circle.ann.id) == frozenset()
        seen = circle.now.version
        refused = (Conflict, Forbidden, NotFound)
        for act in (
            lambda: commands.extend(**circle.of(circle.ann), minutes=2, version=seen),
            lambda: commands.next_speaker(**circle.of(circle.ann), version=seen),
            lambda: commands.time_out(**circle.of(circle.ann)),
            lambda: commands.end_meeting(**circle.of(circle.ann), version=seen),
            lambda: commands.hand_over(
                **circle.of(circle.ann), office=Office.FACILITATOR, person_id=circle.bob.id
            ),
            *(
                lambda to=to: commands.move_meeting(**circle.of(circle.ann), to=to, version=seen)
                for to in MeetingState
            ),
        ):
            with pytest.raises(refused):
                act()


def test_a_summary_is_nothing_to_who_takes_no_part(circle):
    circle.lead_to(S.RECORD)
    assert not policy.can_read_summary(load_actor(circle.mallory.id), circle.now, MeetingSummary())
