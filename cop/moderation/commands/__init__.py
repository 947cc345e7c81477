"""The verbs: report; release, decline, dismiss, hide, restore, redact, purge; undo. One call, one transaction."""

from cop.moderation.commands.appeals import appeal, is_appealable, overturn, uphold
from cop.moderation.commands.applications import approve, ask, turn_down
from cop.moderation.commands.bulk import Chosen, Outcome, decide_together
from cop.moderation.commands.cases import require_free
from cop.moderation.commands.claims import claim, let_go
from cop.moderation.commands.decisions import decline, dismiss, hide_reviewed, release, release_edited
from cop.moderation.commands.hiding import hide, restore, restore_reviewed
from cop.moderation.commands.pieces import report_piece
from cop.moderation.commands.purging import purge, purge_reviewed
from cop.moderation.commands.redacting import redact, redact_reviewed
from cop.moderation.commands.reports import report
from cop.moderation.commands.requests import let_in, turn_away
from cop.moderation.commands.undoing import UNDO_FOR, is_undoable, undo

__all__ = [
    "UNDO_FOR",
    "Chosen",
    "Outcome",
    "appeal",
    "approve",
    "ask",
    "claim",
    "decide_together",
    "decline",
    "dismiss",
    "hide",
    "hide_reviewed",
    "is_appealable",
    "is_undoable",
    "let_go",
    "let_in",
    "overturn",
    "purge",
    "purge_reviewed",
    "redact",
    "redact_reviewed",
    "release",
    "release_edited",
    "report",
    "report_piece",
    "require_free",
    "restore",
    "restore_reviewed",
    "turn_away",
    "turn_down",
    "undo",
    "uphold",
]
