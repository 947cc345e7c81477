"""The contents of a copy, on one screen: chapters, and in each the sections in which everything of a person stands."""

from typing import NamedTuple

from cop import policy
from cop.exports.queries import conditions as told
from cop.exports.queries.of_sets import OF_SETS
from cop.exports.queries.sections import Section
from cop.models import (
    Affiliation,
    Application,
    Appointment,
    Block,
    Decision,
    Gathering,
    Inquiry,
    InquiryAnswer,
    InquiryResponse,
    Message,
    Pair,
    Person,
    PollOption,
    Post,
    Role,
    StatementVersion,
    Task,
)

NOT_COPIED = {
    "poll_ballot": "its answers are copied",
    "search_entry": "stems of words that are copied",
    "themed_response": "where those who keep an inquiry put a response that is copied",
}
"""Tables with rows of people that no section has -> why."""

UNTOLD = (
    "Your password, the addresses of feeds and the codes on paper: only fingerprints of them are kept.",
    "What you chose in an anonymous poll: nothing tells whose a vote was once it has closed, and a copy of it would.",
    "Who reported you, and whether anybody did.",
    "What others wrote. Your own words quote them as far as you can read that now, and not at all in sets.",
    "Names of spaces and titles of topics that you can’t see any more. Your own words from there are in the copy.",
)
"""What is kept and not in a copy, in words: on the page that it is asked for from, and in the copy itself."""


class Chapter(NamedTuple):
    key: str
    title: str
    sections: tuple[Section, ...]


YOU = Chapter(
    "you",
    "Who you are",
    (
        Section("person", "Your profile", more={"organisation": told.organisation_of(Person)}),
        Section("affiliation", "Organisations", more={"organisation": told.organisation_of(Affiliation)}),
        Section(
            "application",
            "Applications",
            "What you sent to join, and what you were asked.",
            where=told.is_confirmed,
            more={
                "programme": told.programme_of_application,
                "organisation": told.organisation_of(Application),
            },
        ),
        Section("invitation", "Invitations to your address", ways=("@email",)),
        Section("place", "What you were invited to"),
        Section(
            "acceptance",
            "What you accepted",
            more={
                "page": told.accepted(StatementVersion.kind),
                "version": told.accepted(StatementVersion.number),
            },
        ),
        Section("wave_row", "Lists with your address", "What whoever invited people by a list knew of you."),
    ),
)

BELONGING = Chapter(
    "belonging",
    "Where you belong",
    (
        Section("membership", "Spaces", "Those that you have left, too."),
        Section("role", "Roles in spaces"),
        *OF_SETS,
        Section("appointment", "Other roles", more={"organisation": told.organisation_of(Appointment)}),
        Section(
            "pair",
            "Pairs",
            columns=("label", "started_at", "ended_at"),
            where=told.is_my_pair,
            more={"organisation": told.organisation_of(Pair)},
        ),
        Section(
            "gathering_place",
            "Visits and events that you signed up for",
            more={"called": told.of_gathering(Gathering.called), "day": told.of_gathering(Gathering.day)},
        ),
        Section("join_request", "Groups that you asked to join"),
        Section(
            "succession",
            "Roles handed on",
            "From you to somebody, or from somebody to you.",
            more={"role": told.column(Role.name), "appointment": told.appointment_of_succession},
        ),
        Section("conversation", "Conversations that you began"),
    ),
)

WRITTEN = Chapter(
    "written",
    "What you wrote",
    (
        Section("topic", "Topics", only={"title": told.sees_title}),
        Section("post", "Posts", "Those that wait, were declined or hidden, or that you took back, too."),
        Section("post_revision", "What your posts said before"),
        Section(
            "topic_summary",
            "Summaries",
            "Where several wrote one, it is here only if you can read it now.",
            only={"text": told.is_read_outside_of_sets(told.has_summary_alone)},
        ),
        Section(
            "summary_revision",
            "What summaries said before",
            only={"text": told.is_read_outside_of_sets(told.had_summary_alone)},
        ),
        Section("poll", "Polls that you opened"),
        Section("poll_option", "Options of your polls"),
        Section(
            "poll_outcome",
            "Outcomes of polls",
            only={"text": told.is_read_outside_of_sets(told.wrote_outcome_alone)},
        ),
        Section(
            "intention_wording",
            "Intentions",
            "What you wrote for your pair, each time that you saved it.",
        ),
        Section("key_relationship", "Key relationships of an intention", "Those that you added."),
        Section("indicator", "Indicators of an intention", "Those that you added."),
        Section("indicator_value", "Values of indicators", "Those that you noted."),
        Section("progress_update", "What has changed with an intention", "What you said of it each quarter."),
        Section("encouragement", "What you said to a pair as its sponsor"),
        Section("impact", "Impact", "What you noted that has changed."),
        Section("value_story", "Value stories", "Published or not."),
        Section("offer", "Help that you offered with intentions"),
        Section(
            "inquiry_response",
            "Responses to inquiries",
            "Those that you did not send, too.",
            more={
                "inquiry": told.of_inquiry(Inquiry.title, InquiryResponse.inquiry_id),
                "organisation": told.organisation_of(InquiryResponse),
            },
        ),
        Section(
            "inquiry_answer",
            "What you answered in inquiries",
            more={
                "inquiry": told.of_inquiry(Inquiry.title, InquiryAnswer.inquiry_id),
                "question": told.of_question,
            },
        ),
        Section("resource", "What you suggested for the library", "Published or not."),
        Section("message", "Lines in rooms and conversations", "Those that are still kept."),
        Section("message_revision", "What your lines said before"),
        Section(
            "task_response",
            "What you wrote for tasks",
            "Whether you shared it or not.",
            more={"task": told.of_task(Task.title), "due": told.of_task(Task.due_on)},
        ),
        Section("access_note", "What you need at visits and events", "Until each is over."),
        Section("forum_draft", "Drafts of posts"),
        Section("room_draft", "Drafts of lines"),
        Section("attachment", "Files", "They are in the folder “files” of this copy."),
    ),
)

MET = Chapter(
    "met",
    "Meetings of your sets",
    (
        Section("meeting_attendance", "Meetings that you came to, or could not"),
        Section("meeting_date", "Dates that you proposed"),
        Section("meeting_date_answer", "How proposed dates suit you"),
        Section("meeting_bid", "Bids for time"),
        Section("meeting_slot", "Slots in which you presented"),
        Section("meeting_line", "What you said", "Where it is still kept."),
        Section("meeting_action", "Your actions"),
        Section("meeting_learning", "What you learned"),
        Section("meeting_hope", "What you hoped for before meetings"),
        Section("meeting_note", "Notes of your own for meetings", "Nobody else reads them."),
        Section("meeting_stay", "When you were there", "While what was said is kept."),
        Section("meeting_turn", "Your turns"),
        Section("meeting_voice", "What you said yes or no to", "Until it was settled."),
        Section("meeting_handover", "Parts that are offered to you"),
        Section("meeting_score", "How you found that the set worked"),
        Section("meeting_summary", "Summaries that you wrote"),
    ),
)

MARKED = Chapter(
    "marked",
    "What you chose and marked",
    (
        Section(
            "poll_answer",
            "Votes",
            "In named polls. Options are given by their place, or by their day.",
            more={
                "option": told.of_option(PollOption.place),
                "day": told.of_option(PollOption.day),
                "hour": told.of_option(PollOption.hour),
            },
        ),
        Section("post_mark", "Reactions to posts"),
        Section("mark", "Reactions to lines"),
        Section("bookmark", "Bookmarks"),
        Section("topic_reading", "Topics that you read, follow or mute", "And how far you have read each."),
        Section("presence", "Rooms that you looked at"),
        Section("block", "People whom you blocked", more={"blocked": told.name_of_person(Block.blocked_id)}),
        Section("unwanted_notice", "Notices that you switched off"),
    ),
)

TOLD = Chapter(
    "told",
    "What you were told",
    (
        Section(
            "post_mention",
            "Posts that name you",
            "Those that you can read now.",
            where=told.names_me_in_post,
            more={"posted_at": told.column(Post.released_at)},
        ),
        Section(
            "mention",
            "Lines that name you",
            "Those that you can read now.",
            where=told.names_me_in_line,
            more={"said_at": told.column(Message.released_at)},
        ),
        Section("notice", "Notices"),
        Section("letter", "Letters"),
    ),
)

DECIDED = Chapter(
    "decided",
    "What was decided about you",
    (
        Section(
            "decision",
            "Decisions",
            ways=("person_id",),
            where=policy.told_decisions,
            more={"by": told.name_of_person(Decision.actor_id)},
        ),
        Section("measure", "Measures"),
        Section("review", "Appeals that you made", where=told.is_mine_to_appeal),
        Section("report", "Reports that you made", "What you reported is not in here: others wrote it."),
        Section("finding", "What you said is no patient’s"),
    ),
)

DONE = Chapter(
    "done",
    "What you did for others",
    (
        Section(
            "decision",
            "Decisions that you made",
            name="decision_made",
            ways=("actor_id",),
            only={"reason": told.is_typed},
        ),
        Section(
            "invitation",
            "Invitations that you sent",
            "Not to whom.",
            name="invitation_sent",
            ways=("inviter_id",),
            columns=("created_at", "expires_at", "accepted_at", "revoked_at"),
        ),
        Section("wave", "Lists by which you invited people", more={"lines": told.lines_of_wave}),
        Section("inspection", "Sets that you asked to read", ways=("asker_id",)),
        Section(
            "inspection",
            "Sets that you let somebody read, or did not",
            name="inspection_decided",
            ways=("decider_id",),
            columns=("basis", "asked_at", "approved_at", "refused_at", "answer"),
        ),
        Section("commitment", "What you undertook as a sponsor"),
        Section("handover_check", "What you said is met for the handover"),
    ),
)

SIGNING_IN = Chapter(
    "signing-in",
    "How you sign in",
    (
        Section("sign_in", "Sign-ins"),
        Section("authenticator", "Second step"),
        Section("passkey", "Passkeys"),
        Section("address_change", "Changes of your address", "Those that came to nothing, too, for a while."),
        Section("identity", "Accounts elsewhere that you have linked"),
        Section("recovery_code", "Codes on paper", "Whether each was used."),
        Section("feed", "Feeds"),
        Section("export", "Copies like this one"),
        Section("departure", "That you leave"),
    ),
)

CHAPTERS = (YOU, BELONGING, WRITTEN, MET, MARKED, TOLD, DECIDED, DONE, SIGNING_IN)


def sections() -> tuple[Section, ...]:
    return tuple(section for chapter in CHAPTERS for section in chapter.sections)
