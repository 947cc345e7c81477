"""Who belongs to a space, who is invited, and what was decided about a member."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cop import policy
from cop.db import session
from cop.models import Decision, Invitation, Membership, Person, Space, Verdict
from cop.models import Place as InvitedPlace
from cop.policy import Actor
from cop.spaces.queries.places import Page, Place, behind, by_name

PAGE = 100
FOUND = 20

ABOUT_MEMBERS = (
    Verdict.ADD_MEMBER,
    Verdict.LET_IN,
    Verdict.REMOVE_MEMBER,
    Verdict.SET_ROLES,
    Verdict.SET_TERM,
    Verdict.HAND_OVER,
    Verdict.NOTE,
    Verdict.WARN,
    Verdict.HOLD_POSTS,
    Verdict.READ_ONLY,
    Verdict.SUSPEND,
    Verdict.REINSTATE,
    Verdict.OPEN_SET,
    Verdict.CLOSE_SET,
)


def members(space: Space, *, name: str = "", after: Place | None = None) -> Page[Membership]:
    """A page of the current memberships of `space` in the order of names, with people, organisations and roles."""
    query = (
        sa.select(Membership)
        .join(Membership.person)
        .options(
            contains_eager(Membership.person).joinedload(Person.organisation), selectinload(Membership.roles)
        )
        .where(
            Membership.space_id == space.id,
            Membership.holds(),
            Person.deactivated_at.is_(None),
            Person.is_called(name),
            behind(after),
        )
        .order_by(*by_name())
        .limit(PAGE + 1)
    )
    found = list(session.scalars(query))
    rest = Place.of(found[PAGE - 1].person) if len(found) > PAGE else None
    return Page(found[:PAGE], rest)


def audience(space: Space) -> int:
    """How many can read `space` at this moment."""
    return session.scalar(sa.select(policy.reader_count(space))) or 0


def leaders(space: Space) -> list[Person]:
    """Who moderates `space`, by name."""
    query = sa.select(Person).where(Person.id.in_(policy.moderators_of(space)))
    return list(session.scalars(query.order_by(*by_name())))


def invitations(space: Space) -> list[InvitedPlace]:
    """Places in `space` that nobody has taken yet, the newest first; those of expired invitations too."""
    query = (
        sa.select(InvitedPlace)
        .join(InvitedPlace.invitation)
        .options(contains_eager(InvitedPlace.invitation))
        .where(
            InvitedPlace.space_id == space.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.id.desc())
        .limit(PAGE)
    )
    return list(session.scalars(query))


def membership(space: Space, person_id: int) -> sa.Select[Membership]:
    """The latest membership of a person in `space`, with the person and the roles."""
    latest = sa.select(sa.func.max(Membership.id)).where(
        Membership.space_id == space.id, Membership.person_id == person_id
    )
    return (
        sa.select(Membership)
        .options(joinedload(Membership.person), selectinload(Membership.roles))
        .where(Membership.id == latest.scalar_subquery())
    )


def decisions(space: Space, person_id: int) -> list[Decision]:
    """What was decided about somebody's place in `space`, the newest first."""
    query = (
        sa.select(Decision)
        .options(joinedload(Decision.actor))
        .where(
            Decision.space_id == space.id,
            Decision.person_id == person_id,
            Decision.verdict.in_(ABOUT_MEMBERS),
        )
        .order_by(Decision.id.desc())
        .limit(PAGE)
    )
    return list(session.scalars(query))


def newcomers(actor: Actor, space: Space, *, name: str) -> list[Person]:
    """People of the directory called `name` who are not in `space`: the first few by name."""
    inside = sa.select(Membership.person_id).where(
        Membership.space_id == space.id, Membership.ended_at.is_(None)
    )
    query = sa.select(Person).where(
        policy.visible_people(actor), Person.id.not_in(inside), Person.id != actor.id, Person.is_called(name)
    )
    return list(session.scalars(query.order_by(*by_name()).limit(FOUND)))
