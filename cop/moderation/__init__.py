"""What waits for a moderator, what was reported, and what was decided about it."""
