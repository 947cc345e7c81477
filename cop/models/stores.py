"""Where people's words are kept: each column of text, searched for traces or named with a reason why it is not.

A column that stands in neither list fails a test: who adds one says here what it is.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from cop.db import Base
from cop.models.traces import Traces
from cop.models.walking import walk

SEARCHED = {
    "access_note.text": "Visits and events",
    "application.answer": "Applications",
    "application.elsewhere": "Applications",
    "application.name": "Applications",
    "application.question": "Applications",
    "application.statement": "Applications",
    "attachment.description": "Files",
    "attachment.name": "Files",
    "cohort.venue": "Workshops",
    "commitment.text": "Intentions",
    "commitment.time_protected": "Intentions",
    "decision.reason": "Reasons in the log",
    "departure.name": "Profiles",
    "encouragement.text": "Intentions",
    "forum_draft.text": "Drafts",
    "forum_draft.title": "Drafts",
    "gathering.called": "Visits and events",
    "gathering.partner": "Visits and events",
    "gathering.purpose": "Visits and events",
    "gathering.region": "Visits and events",
    "gathering.venue": "Visits and events",
    "handover_check.note": "Handover",
    "indicator.name": "Intentions",
    "indicator.unit": "Intentions",
    "inspection.answer": "Inspections",
    "inspection.delay_reason": "Inspections",
    "inspection.reason": "Inspections",
    "inspection.reference": "Inspections",
    "hold.reference": "Legal holds",
    "intention_wording.ambition": "Intentions",
    "intention_wording.statement": "Intentions",
    "invitation.name": "Profiles",
    "join_request.said": "Requests to join",
    "key_relationship.partner": "Intentions",
    "key_relationship.who": "Intentions",
    "material.address": "Workshops",
    "material.title": "Workshops",
    "meeting_action.first_step": "Meetings",
    "meeting_action.support": "Meetings",
    "meeting_action.text": "Meetings",
    "meeting_bid.title": "Meetings",
    "meeting_learning.text": "Meetings",
    "meeting_line.text": "Meetings",
    "meeting_summary.text": "Meetings",
    "message.html": "Lines of rooms",
    "message.text": "Lines of rooms",
    "message_revision.text": "Earlier texts",
    "offer.text": "Intentions",
    "organisation.name": "Profiles",
    "pair.label": "Spaces",
    "person.about": "Profiles",
    "person.name": "Profiles",
    "poll.question": "Polls",
    "poll_option.text": "Polls",
    "poll_outcome.html": "Polls",
    "poll_outcome.text": "Polls",
    "post.html": "Posts",
    "post.text": "Posts",
    "post.whole_html": "Posts",
    "post_revision.text": "Earlier texts",
    "post_revision.title": "Earlier texts",
    "programme.cost": "Spaces",
    "programme.domain": "Spaces",
    "programme.eligibility": "Spaces",
    "progress_update.leadership": "Intentions",
    "progress_update.organisation": "Intentions",
    "programme.name": "Spaces",
    "programme.rationale": "Spaces",
    "programme.recognition": "Spaces",
    "programme.summary": "Spaces",
    "programme_partner.name": "Spaces",
    "recruitment.criteria": "Spaces",
    "recruitment.regions": "Spaces",
    "report.reason": "Reasons of reports",
    "review.plea": "Appeals",
    "room_draft.text": "Drafts",
    "segment.title": "Workshops",
    "space.about": "Spaces",
    "space.about_html": "Spaces",
    "space.name": "Spaces",
    "space.purpose": "Spaces",
    "statement.text": "Statements",
    "statement_version.change": "Statements",
    "statement_version.text": "Statements",
    "summary_revision.text": "Summaries",
    "tag.name": "Tags",
    "task.text": "Tasks",
    "task.title": "Tasks",
    "task_response.text": "Tasks",
    "topic.title": "Titles",
    "topic_summary.html": "Summaries",
    "topic_summary.text": "Summaries",
    "ground_rules.change": "Contracts of sets",
    "ground_rules.text": "Contracts of sets",
    "set_contract.purpose": "Contracts of sets",
    "wave.name": "Lists of people",
    "wave_row.cohort": "Lists of people",
    "wave_row.name": "Lists of people",
    "wave_row.organisation": "Lists of people",
    "wave_row.pair": "Lists of people",
    "wave_row.role": "Lists of people",
    "wave_row.said": "Lists of people",
    "wave_row.set_name": "Lists of people",
    "wave_row.sponsor": "Lists of people",
    "workshop.objectives": "Workshops",
    "workshop.title": "Workshops",
    "workshop.venue": "Workshops",
}
"""Column -> the store that it belongs to, as moderators call it."""

IDS = "ids, and words of ours"
KEY = "a key that a page made"
PRINT = "a fingerprint: nothing can be read from it; that of what is removed is emptied with it"
STEMS = "single words, looked at by their stems (indexed.py)"
LISTED = "a word or two of the list that moderators keep"
PLACE = "a place, a code or an address, from lists and invitations"

NOT_SEARCHED = {
    "address_change.former": PLACE,
    "address_change.moved": IDS,
    "address_change.wanted": PLACE,
    "application.doubts": IDS,
    "application.email": PLACE,
    "application.key": KEY,
    "attachment.digest": PRINT,
    "authenticator.salt": KEY,
    "attachment.doubts": IDS,
    "attachment.key": KEY,
    "attachment.media": IDS,
    "attachment.sent": PRINT,
    "attachment.stored": KEY,
    "conversation.people": IDS,
    "departure.address": PLACE,
    "export.stored": KEY,
    "feed.token_hash": PRINT,
    "finding.part": IDS,
    "finding.word": LISTED,
    "forum_draft.key": KEY,
    "gathering.digest": PRINT,
    "gathering.key": KEY,
    "identity.issuer": PLACE,
    "identity.subject": "what a provider calls somebody",
    "intention_wording.stakeholders": IDS,
    "invitation.email": PLACE,
    "letter.address": PLACE,
    "listed_word.folded": LISTED,
    "listed_word.phrase": LISTED,
    "listed_word.replacement": LISTED,
    "mark.word": IDS,
    "measure.roles": IDS,
    "meeting.digest": PRINT,
    "meeting.key": KEY,
    "meeting_line.digest": PRINT,
    "meeting_line.key": KEY,
    "message.digest": PRINT,
    "message.key": KEY,
    "message.named": IDS,
    "offer.key": KEY,
    "organisation.code": PLACE,
    "organisation.kind": PLACE,
    "organisation.region": PLACE,
    "organisation.town": PLACE,
    "passkey.credential_id": "what a device calls a key",
    "passkey.name": "what its person calls it, shown to nobody else",
    "passkey.public_key": "half of a key",
    "person.email": PLACE,
    "person.password_hash": PRINT,
    "poll.digest": PRINT,
    "poll.key": KEY,
    "poll_ballot.seal": PRINT,
    "post.digest": PRINT,
    "post.key": KEY,
    "post.lost": IDS,
    "post.marked": IDS,
    "post.named": IDS,
    "post.quoted": IDS,
    "post_mark.word": IDS,
    "programme.parent": IDS,
    "programme.slug": PLACE,
    "programme.status": IDS,
    "progress_update.key": KEY,
    "purge_check.store": IDS,
    "recovery_code.code_hash": PRINT,
    "search_entry.words": STEMS,
    "search_gained.stems": STEMS,
    "search_gone.stem": STEMS,
    "search_key.key": STEMS,
    "search_key.word": STEMS,
    "search_mark.name": IDS,
    "search_word.stem": STEMS,
    "search_word.word": STEMS,
    "sign_in.device": "what a browser calls itself",
    "sign_in.token_hash": PRINT,
    "space.digest": PRINT,
    "space.key": KEY,
    "space.slug": PLACE,
    "statement_version.key": KEY,
    "spent_challenge.fingerprint": PRINT,
    "tag.folded": "the name of the tag once more",
    "task.digest": PRINT,
    "task.key": KEY,
    "throttle.bucket": IDS,
    "wave_row.email": PLACE,
    "workshop.digest": PRINT,
    "workshop.key": KEY,
}
"""Column -> why no copy of what somebody wrote can stand in it."""

AT_ONCE = 500


def texts_with(traces: Traces) -> dict[str, int]:
    """In how many texts of each store there is one of `traces`."""
    left = dict.fromkeys(sorted(set(SEARCHED.values())), 0)
    for name, store in SEARCHED.items():
        left[store] += sum(traces.are_in(text) for text in _texts(name, traces.anchors))
    return left


def _texts(name: str, anchors: tuple[str, ...]) -> Iterator[str]:
    """What stands in a column, where anything of it may have a trace."""
    place, _, column = name.partition(".")
    table = Base.metadata.tables[place]
    words = table.c[column]
    query = sa.select(*table.primary_key, words).where(words != "")
    if anchors:
        query = query.where(sa.or_(*(words.icontains(anchor, autoescape=True) for anchor in anchors)))
    for rows in walk(query, list(table.primary_key), at_once=AT_ONCE):
        yield from (row[-1] for row in rows)
