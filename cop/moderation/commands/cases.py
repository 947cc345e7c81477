"""The case before a moderator: locked in the order of the house, and closed with a decision that says it all."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import clock, policy
from cop.clock import LONDON
from cop.db import Base, lock, record, session
from cop.errors import Conflict, Forbidden, NotFound
from cop.events import ContributionDecided
from cop.models import (
    Contributed,
    Decision,
    Letter,
    LetterKind,
    Message,
    Piece,
    Post,
    Review,
    ReviewKind,
    Space,
    Topic,
    TopicState,
    Verdict,
)
from cop.models.holds import has_to_stay
from cop.moderation.commands.reasons import NO_REASON, Why
from cop.moderation.queries import DONE
from cop.policy import Actor


@dataclass(frozen=True, slots=True)
class Case:
    """Who decides, where, about what; `review` is what waits, None where nothing did."""

    actor: Actor
    space: Space
    subject: Contributed
    review: Review | None = None

    @property
    def report(self) -> Review | None:
        """The review, if it is of reports or findings: readers may have the thing while it waits."""
        return self.review if self.review and self.review.kind is not ReviewKind.HELD else None

    def decided(self, verdict: Verdict, why: Why | None = None) -> Decision:
        """Log `verdict` and close the review with it."""
        decision = self.logged(verdict, why)
        if self.review is not None:
            self.review.decide(decision)
        return decision

    def logged(self, verdict: Verdict, why: Why | None = None, *, undoes: Decision | None = None) -> Decision:
        """Log `verdict` and leave the review as it is."""
        why = why or NO_REASON
        decision = Decision.log(
            verdict,
            space_id=self.space.id,
            actor_id=self.actor.id or None,
            ground=why.ground,
            reason=why.text,
            person_id=self.subject.author_id,
            review_id=self.review.id if self.review else None,
            undoes_id=undoes.id if undoes else None,
            **subject_ids(self.subject),
        )
        record(ContributionDecided(decision.id))
        return decision

    def let_read(self) -> None:
        """Give it to its readers; Conflict where they could not open the topic that it stands in."""
        subject = self.subject
        if (
            isinstance(subject, Post)
            and not subject.is_opening
            and subject.topic.state is not TopicState.OPEN
        ):
            raise Conflict("Its topic was removed or hidden, so nobody would find it there.")
        subject.release()

    def tell_author(self, decision: Decision) -> Decision:
        """Write to the author of what was decided; somebody who has left gets no letter."""
        author = self.subject.author
        if author.deactivated_at is None:
            Letter.write(
                LetterKind.DECISION, address=author.email, person_id=author.id, decision_id=decision.id
            )
        return decision

    def require_as_read(self, version: int | None) -> None:
        """Conflict if its author changed it after the moderator had read `version` of it."""
        if version is not None and self.subject.version != version:
            raise Conflict(
                f"{self.subject.author.name} changed this while you were reading. Read it again, then decide."
            )

    def require_quoted_stands(self) -> None:
        """Conflict if a line that it quotes was taken back or hidden while it waited."""
        subject = self.subject
        if isinstance(subject, Post) and subject.is_opening and subject.topic.has_lost_lines:
            raise Conflict(
                "A line that it quotes was taken back meanwhile: edit the quotation out, then release."
            )


@dataclass(frozen=True, slots=True)
class ReviewCase(Case):
    """A case that somebody was asked to decide."""

    review: Review


def open_case(*, actor_id: int, review_id: int, seen: int | None = None) -> ReviewCase:
    """The case of a review of a contribution, all of it locked; NotFound for whoever may not see the review, Conflict
    if it changed since its version `seen` or somebody else looks at it.
    """
    place = session.get(Review, review_id)
    if place is None or place.space_id is None or place.contribution is None:
        raise NotFound
    space = lock(Space, place.space_id)
    actor = policy.load_actor(actor_id)
    subject = lock_subject(space, **subject_ids(place.contribution))
    review = lock_review(actor, review_id)
    require_mine(actor, review, seen)
    return ReviewCase(actor, space, subject, review)


def lock_review(actor: Actor, review_id: int) -> Review:
    """The review, locked, for who may decide about it; NotFound for whoever may not see it."""
    review = session.scalars(
        sa.select(Review)
        .where(Review.id == review_id, policy.visible_reviews(actor))
        .with_for_update(of=Review)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if review is None:
        raise NotFound
    policy.require(policy.can_decide(actor, review))
    return review


def require_mine(actor: Actor, review: Review, seen: int | None) -> None:
    """Conflict if a review that waits changed since its version `seen`, or is somebody else's at the moment."""
    if review.decided_at is not None:
        return
    review.is_unchanged_since(seen)
    if review.is_claimed_from(actor.id) and review.claimed_by is not None:
        raise Conflict(f"{review.claimed_by.name} is looking at this. Leave it to them, or ask them.")


def lock_subject(
    space: Space, *, post_id: int | None, message_id: int | None, piece_id: int | None = None
) -> Contributed:
    """The contribution, locked (a post after its topic); the row of `space` must be locked before. Conflict where it
    stands in another space by now: who moderates there decides about it.
    """
    subject = lock(Piece, piece_id) if piece_id else _locked(post_id=post_id, message_id=message_id)
    if subject.space.id != space.id:
        raise Conflict("It was moved to another space meanwhile.")
    return subject


def _locked(*, post_id: int | None, message_id: int | None) -> Post | Message:
    if message_id is not None:
        return lock(Message, message_id)
    topic_id = session.scalar(sa.select(Post.topic_id).where(Post.id == post_id))
    if topic_id is None or post_id is None:
        raise NotFound
    lock(Topic, topic_id)
    post = lock(Post, post_id)
    if post.topic_id != topic_id:
        raise Conflict("It was put into another topic at this moment. Look at it as it is now.")
    return post


def space_of(*, post_id: int | None, message_id: int | None) -> int:
    """The id of the space where a contribution stands."""
    query = sa.select(Message.space_id).where(Message.id == message_id)
    if post_id is not None:
        query = sa.select(Topic.space_id).join(Post, Post.topic_id == Topic.id).where(Post.id == post_id)
    space_id = session.scalar(query)
    if space_id is None:
        raise NotFound
    return space_id


def subject_ids(subject: Contributed) -> dict[str, int | None]:
    """The columns of a decision that name its subject."""
    return {f"{name}_id": subject.id if isinstance(subject, kind) else None for kind, name in KINDS.items()}


KINDS: dict[type[Base], str] = {Post: "post", Message: "message", Piece: "piece"}


def last_decision(*where: sa.ColumnElement[bool]) -> Decision | None:
    """The newest decision for which `where` holds."""
    query = sa.select(Decision).options(joinedload(Decision.actor)).where(*where)
    return session.scalars(query.order_by(Decision.id.desc()).limit(1)).unique().one_or_none()


def refuse(decision: Decision | None, *, actor: Actor) -> Conflict:
    """What the second moderator is told: who was first, with what, and when (F16)."""
    if decision is None:
        return Conflict("Somebody else was first. Look at it as it is now.")
    done = f"already {DONE[decision.verdict]} this {_at(decision)}."
    if decision.actor is None:
        return Conflict(f"The rules of the space have {done}")
    return Conflict(
        f"You have {done}" if decision.actor_id == actor.id else f"{decision.actor.name} has {done}"
    )


def _at(decision: Decision) -> str:
    """UK time, the day with it unless it is today's."""
    moment = decision.decided_at.astimezone(LONDON)
    today = clock.today()
    return f"at {moment:%H:%M}" if moment.date() == today else f"on {moment.day} {moment:%b at %H:%M}"


def forbid_own(case: Case) -> None:
    """domain.md MO6: nobody decides on their own contribution."""
    if case.subject.author_id == case.actor.id:
        raise Forbidden("You wrote this yourself. Another moderator decides about it.")


UNDER_HOLD = (
    "This is under a legal hold: none of it may be destroyed, not even what should not be here. Hide it, and at once "
    "nobody reads it any more. A steward or programme staff can lift the hold."
)


def require_free(subject: Contributed) -> None:
    """Conflict where it has to be kept, whatever it says: it can be hidden, which nobody waits for."""
    places = [subject.space.id]
    if isinstance(subject, Piece) and subject.written is not None:
        places.append(subject.written.place_id)
    if any(has_to_stay(subject.author_id, space_id=place) for place in places):
        raise Conflict(UNDER_HOLD)
