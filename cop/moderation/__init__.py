"""What waits for a moderator, and what was decided."""
