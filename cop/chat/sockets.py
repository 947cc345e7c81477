"""Socket events of the live room."""
