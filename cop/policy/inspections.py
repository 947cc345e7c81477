"""Who asks to read a set that they are not in, who lets them, and who knows of it (domain.md 2.4; security.md S34).

Whoever runs the network has no way into a set but this one, and nobody has it alone. Who belongs to the set or ever
did, and whom the report is about, takes no part in it, and is told with the others.
"""

import sqlalchemy as sa

from cop.db import session
from cop.models import Inspection, Membership, Report, Review, RoleName, Space, SpaceKind
from cop.policy.actors import Actor


def can_see_inspections(actor: Actor) -> bool:
    """Have a page of them: whoever runs the network, or moderates its space."""
    if actor.runs_network:
        return True
    moderated = actor.spaces_as(RoleName.MODERATOR)
    network = sa.exists().where(Space.kind == SpaceKind.NETWORK, Space.id.in_(moderated))
    return bool(moderated and session.scalar(sa.select(network)))


def can_inspect(actor: Actor, space: Space) -> bool:
    """Ask to read it."""
    return space.kind is SpaceKind.SET and can_see_inspections(actor) and not _belonged(actor, space.id)


def inspectable_spaces(actor: Actor) -> sa.ColumnElement[bool]:
    if not can_see_inspections(actor):
        return sa.false()
    return sa.and_(Space.kind == SpaceKind.SET, Space.id.not_in(_own_spaces(actor)))


def can_see_inspection(actor: Actor, inspection: Inspection) -> bool:
    """One's own; of others whoever runs the network, and is neither in the set nor the one whom it is about."""
    if inspection.asker_id == actor.id:
        return True
    return actor.runs_network and not _is_partial(actor, inspection)


def visible_inspections(actor: Actor) -> sa.ColumnElement[bool]:
    mine = Inspection.asker_id == actor.id
    if not actor.runs_network:
        return mine
    about_me = (
        sa.select(Report.id)
        .join(Report.review)
        .where(sa.or_(Review.author_id == actor.id, Report.reporter_id == actor.id))
    )
    is_about_another = sa.or_(Inspection.report_id.is_(None), Inspection.report_id.not_in(about_me))
    return sa.or_(mine, sa.and_(Inspection.space_id.not_in(_own_spaces(actor)), is_about_another))


def can_answer_inspection(actor: Actor, inspection: Inspection) -> bool:
    """Approve it or refuse it: never who asked."""
    return inspection.asker_id != actor.id and can_see_inspection(actor, inspection)


def can_end_inspection(actor: Actor, inspection: Inspection) -> bool:
    """Before its time: who reads, and all who know of it. What waits is taken back by whoever asked, or refused."""
    if inspection.approved_at is None and inspection.asker_id != actor.id:
        return False
    return can_see_inspection(actor, inspection)


def is_partial(actor: Actor, report: Report) -> bool:
    """Whether it is about the actor, or by them."""
    return actor.id in (report.reporter_id, report.review.author_id)


def _is_partial(actor: Actor, inspection: Inspection) -> bool:
    report = inspection.report
    return _belonged(actor, inspection.space_id) or (report is not None and is_partial(actor, report))


def _belonged(actor: Actor, space_id: int) -> bool:
    return bool(session.scalar(sa.select(sa.literal(space_id).in_(_own_spaces(actor)))))


def _own_spaces(actor: Actor) -> sa.Select[int]:
    """Where the actor belongs or once did, other than by an inspection."""
    inspected = sa.select(Inspection.membership_id).where(Inspection.membership_id.is_not(None))
    return sa.select(Membership.space_id).where(
        Membership.person_id == actor.id, Membership.id.not_in(inspected)
    )
