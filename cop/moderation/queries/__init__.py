"""What moderators see: what waits, the log, figures of a space; and what each sees of decisions about themselves."""

from cop.moderation.queries.applications import places_for
from cop.moderation.queries.figures import figures, times
from cop.moderation.queries.inspections import inspections_waiting
from cop.moderation.queries.log import (
    Filters,
    checks_of,
    deciders,
    decision,
    decisions,
    export,
    keeper_of,
    own_decisions,
    removal,
    undone,
)
from cop.moderation.queries.mine import about_me, appeals_of, decision_about_me, measures_of
from cop.moderation.queries.pages import PAGE, Page
from cop.moderation.queries.waiting import (
    Desk,
    any_review,
    desks,
    met_requests,
    queue,
    review,
    review_of,
    waiting_count,
)
from cop.moderation.queries.words import DONE

__all__ = [
    "DONE",
    "PAGE",
    "Desk",
    "Filters",
    "Page",
    "about_me",
    "any_review",
    "appeals_of",
    "checks_of",
    "deciders",
    "decision",
    "decision_about_me",
    "decisions",
    "desks",
    "export",
    "figures",
    "inspections_waiting",
    "keeper_of",
    "measures_of",
    "met_requests",
    "own_decisions",
    "places_for",
    "queue",
    "removal",
    "review",
    "review_of",
    "times",
    "undone",
    "waiting_count",
]
