"""What is a person's own and nobody else's, and goes with them; and what names them and stays, each with a reason.

A column that refers to a person and stands in neither fails a test: who adds one says here what becomes of it.
"""

import sqlalchemy as sa

from cop.db import Base, session
from cop.models.resources import forget_suggestions

OWN = (
    "acceptance.person_id",
    "address_change.person_id",
    "access_note.person_id",
    "affiliation.person_id",
    "authenticator.person_id",
    "block.blocked_id",
    "block.blocker_id",
    "bookmark.person_id",
    "encouragement.person_id",
    "feed.person_id",
    "forum_draft.person_id",
    "gathering_place.person_id",
    "identity.person_id",
    "inquiry_answer.person_id",
    "inquiry_response.person_id",
    "meeting_action.owner_id",
    "meeting_bid.person_id",
    "meeting_date_answer.person_id",
    "meeting_handover.person_id",
    "meeting_hope.person_id",
    "meeting_learning.person_id",
    "meeting_line.author_id",
    "meeting_note.person_id",
    "meeting_score.person_id",
    "meeting_stay.person_id",
    "meeting_summary.author_id",
    "meeting_turn.person_id",
    "meeting_voice.person_id",
    "notice.person_id",
    "passkey.person_id",
    "presence.person_id",
    "recovery_code.person_id",
    "room_draft.person_id",
    "rota_turn.person_id",
    "rules_acceptance.person_id",
    "set_answer.person_id",
    "sign_in.person_id",
    "task_response.person_id",
    "themed_response.person_id",
    "topic_reading.person_id",
    "unwanted_notice.person_id",
)
"""Rows that go as they are."""

WORDS = "what they wrote: it goes, or stays under the name that they have now"
TALLY = "counted with others’, and taken out of the count one by one"
OFFICE = "others’ record too: who looked after what, and when"
PAIRS = "the pair’s, of its organisation, and goes on with whoever follows in it (domain.md B15)"
EMPTIED = "the row stays for what hangs on it, without what they said"

OTHERWISE = {
    "appointment.person_id": OFFICE,
    "attachment.person_id": WORDS,
    "commitment.person_id": OFFICE,
    "conversation.starter_id": OFFICE,
    "decision.actor_id": OFFICE,
    "decision.person_id": OFFICE,
    "departure.person_id": "that they have left",
    "finding.person_id": "goes with what it was found in",
    "export.person_id": "goes with its bytes, by the next round of copies",
    "gathering.organiser_id": OFFICE,
    "ground_rules.author_id": OFFICE,
    "handover_check.person_id": OFFICE,
    "hold.person_id": OFFICE,
    "impact.person_id": "the pair’s where it is of their intention; else it goes, or stays where others read it",
    "indicator.person_id": PAIRS,
    "indicator_value.person_id": PAIRS,
    "inquiry.opener_id": OFFICE,
    "inspection.asker_id": OFFICE,
    "inspection.decider_id": OFFICE,
    "inspection.ended_by_id": OFFICE,
    "intention.asked_by_id": OFFICE,
    "intention_wording.editor_id": PAIRS,
    "invitation.inviter_id": OFFICE,
    "join_request.person_id": EMPTIED,
    "key_relationship.person_id": PAIRS,
    "letter.person_id": "goes once the last one was sent",
    "mark.person_id": TALLY,
    "measure.person_id": OFFICE,
    "meeting.convener_id": OFFICE,
    "meeting.facilitator_id": OFFICE,
    "meeting.floor_id": OFFICE,
    "meeting.host_id": OFFICE,
    "meeting.next_facilitator_id": OFFICE,
    "meeting.next_host_id": OFFICE,
    "meeting.note_taker_id": OFFICE,
    "meeting.taker_id": OFFICE,
    "meeting.timekeeper_id": OFFICE,
    "meeting_attendance.person_id": OFFICE,
    "meeting_date.proposer_id": OFFICE,
    "meeting_slot.presenter_id": OFFICE,
    "membership.person_id": OFFICE,
    "mention.person_id": WORDS,
    "message.author_id": WORDS,
    "message.pinned_by_id": OFFICE,
    "message_revision.editor_id": WORDS,
    "offer.person_id": WORDS,
    "piece.author_id": EMPTIED,
    "poll.author_id": WORDS,
    "poll_ballot.person_id": TALLY,
    "poll_outcome.author_id": WORDS,
    "post.author_id": WORDS,
    "post_mark.person_id": TALLY,
    "post_mention.person_id": WORDS,
    "post_revision.editor_id": WORDS,
    "progress_update.person_id": PAIRS,
    "report.reporter_id": EMPTIED,
    "resource.decider_id": OFFICE,
    "resource.person_id": "what waits goes; what was published is the network’s",
    "review.author_id": EMPTIED,
    "review.claimed_by_id": "nobody looks at it any more",
    "review.profile_id": EMPTIED,
    "search_entry.person_id": "goes from the index in the transaction that closes the account",
    "set_offer.actor_id": OFFICE,
    "set_step.actor_id": OFFICE,
    "statement.editor_id": OFFICE,
    "statement_version.publisher_id": OFFICE,
    "succession.nominator_id": OFFICE,
    "succession.nominee_id": OFFICE,
    "summary_revision.editor_id": WORDS,
    "topic.author_id": WORDS,
    "topic.last_author_id": WORDS,
    "topic_summary.editor_id": WORDS,
    "value_story.person_id": WORDS,
    "wave.actor_id": OFFICE,
}
"""Column -> what becomes of it."""


def erase(person_id: int) -> None:
    """Delete all rows that are theirs alone; a repeat finds none."""
    for name in OWN:
        place, _, column = name.partition(".")
        table = Base.metadata.tables[place]
        session.execute(sa.delete(table).where(table.c[column] == person_id))
    forget_suggestions(person_id)
