"""What is due by kind, what would be, what went, and which holds there are."""

from cop.keeping.queries.due import due_ids, would_go, would_go_of
from cop.keeping.queries.holds import found_people, hold, holds, spaces_to_hold

__all__ = ["due_ids", "found_people", "hold", "holds", "spaces_to_hold", "would_go", "would_go_of"]
