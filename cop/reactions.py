"""Cause and effect of the whole site on one screen.

WITH runs in the transaction of the command and writes rows: it must happen. AFTER runs once the commit stands and
may only push or wake a job: nice to see now, never retried, because whoever missed it catches up.
"""

from cop.db import Reactions

WITH: Reactions = {}

AFTER: Reactions = {}
