"""The verbs of statements."""

from cop.statements.commands.accepting import accept
from cop.statements.commands.drafting import keep_draft
from cop.statements.commands.publishing import publish
from cop.statements.commands.reminding import remind_of_accessibility

__all__ = ["accept", "keep_draft", "publish", "remind_of_accessibility"]
