"""Whose notice is whose, and what of it may still be shown: it is asked anew each time it is shown or counted (S23).

| about | shown while |
|---|---|
| a post or a line by somebody else | its words can be read |
| a topic | it is open |
| what was decided on what one wrote | one may know of that oneself |
| what was decided on a topic that one began | it is open, and can be read where it is now |
| what was decided on what one reported | one reads the space of then: it says no more than what became of it |
| that a topic that one began was taken away | the same |
| that what everybody accepts was changed | one reads the network |
| that a workshop is at another time or place | one reads its cohort |
| that the contract of a set waits for those who are in it, or what a pair is told | one reads that |
| that there is something about a meeting of a set | one takes part in that, and dates are proposed while it says so |
| a visit or an event | one reads its space |
| that an offer of help was answered | it is one’s own, its intention is shared, and one reads the network |
| that a set is read by somebody else, or that somebody was brought into it | one reads it oneself |
"""

import sqlalchemy as sa

from cop.db import session
from cop.models import (
    Decision,
    Gathering,
    Intention,
    Meeting,
    Message,
    Notice,
    NoticeKind,
    Offer,
    Post,
    Space,
    SpaceKind,
    State,
    Topic,
    TopicState,
    Verdict,
    Workshop,
)
from cop.models.meetings_states import MeetingState
from cop.models.notices import OF_GATHERINGS, OF_PAIRS, OWED
from cop.policy.actors import Actor
from cop.policy.forum import can_read_post, can_read_topic, visible_posts
from cop.policy.meetings import can_read_meeting, visible_meetings
from cop.policy.rooms import can_read_message, visible_messages
from cop.policy.spaces import can_read_space, visible_spaces

TOLD_OF = {
    NoticeKind.DATES: (MeetingState.PROPOSED,),
    NoticeKind.HOSTING: (MeetingState.PROPOSED, MeetingState.SCHEDULED),
    NoticeKind.SOON: (MeetingState.PROPOSED, MeetingState.SCHEDULED),
}
"""States of a meeting in which some notices have anything to say; the others have in all."""

Subject = Post | Message | Topic | Decision | Meeting | Space | Workshop | Gathering | Offer


def can_read_notice(actor: Actor, notice: Notice, subject: Subject) -> bool:
    """Whether a notice about `subject` may be shown to `actor`, and counted."""
    if notice.person_id != actor.id:
        return False
    if isinstance(subject, Offer):
        return _can_read_answer(actor, subject)
    return _can_read_subject(actor, notice, subject)


def _can_read_subject(
    actor: Actor,
    notice: Notice,
    subject: Post | Message | Topic | Decision | Meeting | Space | Workshop | Gathering,
) -> bool:
    match subject:
        case Post():
            is_open = subject.topic.state is TopicState.OPEN
            return is_open and subject.is_readable() and can_read_post(actor, subject)
        case Message():
            return subject.is_readable() and can_read_message(actor, subject)
        case Topic():
            return subject.state is TopicState.OPEN and can_read_topic(actor, subject)
        case Space() | Workshop() | Meeting() | Gathering():
            return _can_read_place(actor, notice, subject)
    return _can_read_decision(actor, notice, subject)


def _can_read_place(actor: Actor, notice: Notice, subject: Meeting | Space | Workshop | Gathering) -> bool:
    if not isinstance(subject, Meeting):
        return can_read_space(actor, subject if isinstance(subject, Space) else subject.space)
    is_to_come = subject.state in TOLD_OF.get(notice.kind, (subject.state,))
    return can_read_meeting(actor, subject) and is_to_come


def _can_read_answer(actor: Actor, offer: Offer) -> bool:
    network = session.scalar(sa.select(Space.id).where(Space.kind == SpaceKind.NETWORK))
    return offer.person_id == actor.id and offer.intention.is_shared and network in actor.space_ids


def _can_read_decision(actor: Actor, notice: Notice, decision: Decision) -> bool:
    if notice.kind is NoticeKind.REPORT or decision.verdict is Verdict.MOVE_AWAY:
        return decision.space is not None and can_read_space(actor, decision.space)
    if decision.post is not None:
        return can_read_post(actor, decision.post)
    if decision.message is not None:
        return can_read_message(actor, decision.message)
    topic = decision.topic
    if topic is None:
        return decision.space is not None and can_read_space(actor, decision.space)
    return topic.state is TopicState.OPEN and can_read_topic(actor, topic)


def visible_notices(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that has gone through `Notice.with_subject`."""
    kind = Notice.kind
    return sa.and_(
        Notice.person_id == actor.id,
        visible_spaces(actor),
        sa.or_(
            sa.and_(Notice.is_about(Post), Post.state == State.RELEASED, Topic.state == TopicState.OPEN),
            sa.and_(Notice.is_about(Message), Message.state == State.RELEASED),
            sa.and_(Notice.is_about(Topic), Topic.state == TopicState.OPEN),
            sa.and_(
                kind == NoticeKind.DECISION,
                sa.or_(
                    sa.and_(Post.id.is_not(None), visible_posts(actor)),
                    sa.and_(Post.id.is_(None), visible_messages(actor)),
                    _is_of_topic(),
                    _is_of_person(),
                ),
            ),
            kind.in_((NoticeKind.STATEMENT, NoticeKind.CONTRACT, NoticeKind.ACTION)),
            kind.in_((NoticeKind.WORKSHOP, *OF_GATHERINGS, *OF_PAIRS)),
            sa.and_(Notice.is_about(Meeting), visible_meetings(actor), _is_to_come()),
            sa.and_(kind == NoticeKind.ANSWERED, _is_of_own_offer()),
            Notice.says_no_more(),
            kind.in_(OWED),
        ),
    )


def _is_to_come() -> sa.ColumnElement[bool]:
    """That a meeting still stands where the notice has anything to say."""
    still = [sa.and_(Notice.kind == kind, Meeting.state.in_(states)) for kind, states in TOLD_OF.items()]
    return sa.or_(Notice.kind.not_in(TOLD_OF), *still)


def _is_of_own_offer() -> sa.ColumnElement[bool]:
    """About help that its person offered with what is shared still."""
    offers = sa.select(Offer.id).join(Offer.intention)
    mine = offers.where(Offer.person_id == Notice.person_id, Intention.shown > 0)
    return Notice.subject_id.in_(mine.correlate(Notice))


def _is_of_person() -> sa.ColumnElement[bool]:
    """A decision on somebody, and on nothing that they wrote."""
    return sa.and_(
        Post.id.is_(None), Message.id.is_(None), Decision.topic_id.is_(None), Decision.id.is_not(None)
    )


def _is_of_topic() -> sa.ColumnElement[bool]:
    """A decision on a topic as a whole, which is open."""
    alone = sa.and_(Post.id.is_(None), Message.id.is_(None))
    return sa.and_(alone, Decision.topic_id.is_not(None), Topic.state == TopicState.OPEN)
