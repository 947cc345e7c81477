"""What statements say and how they stand."""

from cop.statements.queries.comparing import changes
from cop.statements.queries.standing import (
    Draft,
    Question,
    Standing,
    accepted_by,
    all_standings,
    draft_of,
    questions_for,
)
from cop.statements.queries.texts import TEXT_LIMIT, blanks, filled, html_of, shipped, strays

__all__ = [
    "TEXT_LIMIT",
    "Draft",
    "Question",
    "Standing",
    "accepted_by",
    "all_standings",
    "blanks",
    "changes",
    "draft_of",
    "filled",
    "html_of",
    "questions_for",
    "shipped",
    "strays",
]
